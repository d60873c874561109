import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultAgreement } from '#agreement/document/index.ts'
import { audit } from './audit.ts'
import type { AuditReport } from './report.ts'

const NOW = Date.UTC(2026, 6, 1)

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'accord-attribution-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function audited(files: Record<string, readonly string[]>): Promise<AuditReport> {
  for (const [file, lines] of Object.entries(files)) await writeFile(join(dir, file), `${lines.join('\n')}\n`)
  return audit(dir, { agreements: [{ document: defaultAgreement(), file: null }], now: NOW })
}

const CONTACTS = 'Record ID,First Name,Email,Company Name,Create Date'
const EVENTS = 'Event ID,Contact ID,Event type,Channel,Date'
const DEALS = 'Record ID,Deal Name,Deal Stage,Amount,Currency,Associated Company,Create Date,Close Date'

const byChannel = ({ attribution }: AuditReport, model: 'first' | 'u' | 'w') =>
  Object.fromEntries(attribution!.channels.map(({ channel, byModel }) => [channel, byModel[model]]))

describe('lead creation', () => {
  const contacts = [
    CONTACTS,
    '1,Ann,ann@acme.example,Acme,2026-03-01',
    '2,Ben,ben@acme.example,Acme,2026-03-01',
  ]
  const deals = [DEALS, '9,Acme rollout,Closed won,1000.00,USD,Acme,2026-03-20,2026-04-14']

  it('is the touch that qualified the first person, not a later one of the same day', async () => {
    const report = await audited({
      'contacts.csv': contacts,
      'deals.csv': deals,
      'events.csv': [
        EVENTS,
        'e1,1,Demo request,Paid search,2026-03-10',
        'e2,2,Page view,Display,2026-03-10',
        'e3,1,Page view,Audio,2026-03-11',
      ],
    })
    // U of 1,000.00: the demo request is first touch and lead creation (80), the two others share 20
    expect(byChannel(report, 'u')).toEqual({ 'Paid search': 80_000, Display: 10_000, Audio: 10_000 })
  })

  it('is of whoever was recorded first when two qualify on one day', async () => {
    const report = await audited({
      'contacts.csv': contacts,
      'deals.csv': deals,
      'events.csv': [
        EVENTS,
        'e1,1,Page view,Audio,2026-03-09',
        'e2,2,Demo request,Display,2026-03-10',
        'e3,1,Demo request,Paid search,2026-03-10',
      ],
    })
    expect(byChannel(report, 'u')).toEqual({ Audio: 40_000, Display: 40_000, 'Paid search': 20_000 })
  })

  it('is the last touch of the person up to then where a source dates the stage', async () => {
    const report = await audited({
      'contacts.csv': [
        `${CONTACTS},Became a Marketing Qualified Lead Date`,
        '1,Ann,ann@acme.example,Acme,2026-03-01,2026-03-11',
        '2,Ben,ben@acme.example,Acme,2026-03-01,',
      ],
      'deals.csv': deals,
      'events.csv': [
        EVENTS,
        'e1,2,Page view,Audio,2026-03-09',
        'e2,1,Page view,Display,2026-03-11',
        'e3,2,Page view,Paid search,2026-03-11',
      ],
    })
    expect(byChannel(report, 'u')).toEqual({ Audio: 40_000, Display: 40_000, 'Paid search': 20_000 })
  })
})

describe('touches of everybody at the account', () => {
  it('are those of nobody where a deal has no account, in credit as in pipeline', async () => {
    const report = await audited({
      'contacts.csv': [
        CONTACTS,
        '1,Ann,ann@acme.example,Acme,2026-03-01',
        '2,Ben,ben@bolt.example,Bolt,2026-03-01',
      ],
      'events.csv': [
        EVENTS,
        'e1,1,Demo request,Paid search,2026-03-10',
        'e2,2,Demo request,Display,2026-03-10',
      ],
      'deals.csv': [
        `${DEALS},Associated Contact IDs`,
        '8,Acme rollout,Closed won,1000.00,USD,Acme,2026-03-20,2026-04-14,',
        '9,Unplaced,Closed won,500.00,USD,,2026-03-20,2026-04-14,2',
      ],
    })
    expect(report.records.opportunities).toBe(2)
    expect(report.attribution).toMatchObject({
      mode: 'implicit',
      deals: 2,
      withoutTouch: { deals: 1, amountMinor: 50_000 },
    })
    expect(byChannel(report, 'first')).toEqual({ 'Paid search': 100_000 })
    expect(report.pipeline).toMatchObject({
      mode: 'implicit',
      withoutTouch: 1,
      influenced: { value: 100_000 },
    })
  })
})
