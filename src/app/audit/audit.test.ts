import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defaultAgreement } from '#agreement/document/index.ts'
import { audit } from './audit.ts'
import { type AuditIo, auditCommand } from './command.ts'
import { AuditReport } from './report.ts'

const NOW = Date.UTC(2026, 6, 1)
const agreements = [{ document: defaultAgreement(), file: null }]

let dir = ''
const folder = async (name: string, files: Record<string, string>) => {
  const path = join(dir, name)
  await rm(path, { recursive: true, force: true })
  const { mkdir } = await import('node:fs/promises')
  await mkdir(path)
  for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text)
  return path
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'accord-audit-'))
})
afterAll(() => rm(dir, { recursive: true }))

const PIPELINE = `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1,Ann Bell,GTX Pro,Acme,Won,2026-01-01,2026-01-31,1000
2,Ann Bell,GTXPro,Acme,Won,2026-02-01,2026-02-11,500
3,Cy Dorn,GTX Pro,Bolt,Lost,2026-02-01,2026-03-01,0
4,Cy Dorn,GTX Pro,,Engaging,2026-03-01,,
5,Cy Dorn,GTX Pro,,Prospecting,,,
`
const TEAMS = 'sales_agent,manager,regional_office\nAnn Bell,Max,East\nCy Dorn,Max,West\n'
const PRODUCTS = 'product,series,sales_price\nGTX Pro,GTX,1000\n'
const ACCOUNTS = 'account,sector,employees\nAcme,software,100\nBolt,software,50\n'

describe('an audit of a sales pipeline alone', () => {
  let report: AuditReport
  beforeAll(async () => {
    const path = await folder('pipeline', {
      'sales_pipeline.csv': PIPELINE,
      'sales_teams.csv': TEAMS,
      'products.csv': PRODUCTS,
      'accounts.csv': ACCOUNTS,
    })
    report = await audit(path, { agreements, now: NOW })
  })

  it('counts won, lost and open deals, and the value won: 1,000 and 500', () => {
    expect(report.deals).toMatchObject({ won: 2, lost: 1, open: 2, wonAmountMinor: 150_000 })
    expect(report.deals?.winRate.value).toBeCloseTo(2 / 3)
  })

  it('measures the cycle of won deals: 30 and 10 days, median and mean 20', () => {
    expect(report.deals?.cycleMedian.value).toBe(20)
    expect(report.deals?.cycleMeanDays).toBe(20)
  })

  it('says what is absent and why, and gives null instead of zero', () => {
    expect(report.funnel).toBeNull()
    expect(report.response).toBeNull()
    expect(report.attribution).toBeNull()
    expect(report.deals?.lostAmountMinor).toBeNull()
    expect(report.deals?.openAmountMinor).toBeNull()
    expect(report.deals?.winRateAmount).toBeNull()
    const topics = report.absent.map(({ topic }) => topic)
    expect(topics).toContain('Funnel and conversion')
    expect(topics).toContain('Response times')
    expect(topics).toContain('Win rate by amount')
    for (const { next } of report.absent) expect(next.length).toBeGreaterThan(10)
  })

  it('reports open deals without account, and the two spellings of a product', () => {
    expect(report.leaks.find(({ key }) => key === 'deal_without_account')).toMatchObject({ count: 2, of: 2 })
    expect(report.understood.suggestions).toContainEqual(
      expect.objectContaining({ value: 'GTXPro', meant: 'GTX Pro', rows: 1 }),
    )
  })

  it('groups by team, never by person', () => {
    expect(report.teams.map(({ team, won, lost, open }) => [team, won, lost, open])).toEqual([
      ['East', 2, 0, 0],
      ['West', 0, 1, 2],
    ])
  })
})

const CONTACTS = `Record ID,First Name,Last Name,Email,Job Title,Company Name,Company Domain Name,Contact owner,Create Date
1,Eva,Noll,eva@acme.example,VP Operations,Acme,acme.example,Ann Bell,2026-03-02 09:00:00
2,Rob,Hale,rob@acme.example,Analyst,Acme,acme.example,Ann Bell,2026-03-03 09:00:00
`
const EVENTS = `Event ID,Contact ID,Event type,Channel,Subject,Timestamp
e1,1,Page view,Audio,/podcast,2026-03-02T09:00:00Z
e2,1,Demo request,Paid search,/demo,2026-03-10T10:00:00Z
e3,2,Demo request,Direct,/demo,2026-03-20T10:00:00Z
`
const CALLS = `Activity ID,Contact ID,Assigned To,Activity Type,Direction,Subject,Date
c1,1,Ann Bell,Call connected,outbound,First attempt,2026-03-10T12:00:00Z
`
const DEALS = `Record ID,Deal Name,Deal Stage,Amount,Currency,Deal source,Associated Company,Deal owner,Create Date,Close Date
9,Acme rollout,Closed won,1000.00,USD,Marketing,Acme,Ann Bell,2026-03-15 08:00:00,2026-04-14 08:00:00
`

describe('an audit of contacts, touches and deals', () => {
  let report: AuditReport
  let path = ''
  beforeAll(async () => {
    path = await folder('whole', {
      'contacts.csv': CONTACTS,
      'events.csv': EVENTS,
      'sales activities.csv': CALLS,
      'deals.csv': DEALS,
    })
    report = await audit(path, { agreements, now: NOW })
  })

  it('measures the answer to a hand-raise: two hours, and one that nobody answered', () => {
    expect(report.response?.attempt).toMatchObject({ raised: 2, answered: 1, waiting: 1 })
    expect(report.response?.attempt.p50.value).toBe(120)
    expect(report.leaks.find(({ key }) => key === 'handraise_unanswered')).toMatchObject({
      count: 1,
      examples: [{ name: 'Rob Hale', account: 'Acme' }],
    })
  })

  it('shows the three meanings of sourced, and influenced', () => {
    const values = (['origin', 'firstTouch', 'beforeSales', 'influenced'] as const).map(
      (key) => report.pipeline?.[key].value,
    )
    expect(values).toEqual([100_000, 100_000, 100_000, 100_000])
  })

  it('credits channels as a range: audio everything by first touch, nothing by last', () => {
    const audio = report.attribution?.channels.find(({ channel }) => channel === 'Audio')
    expect(audio?.byModel).toMatchObject({ first: 100_000, last: 0 })
    expect([audio?.lowestMinor, audio?.highestMinor]).toEqual([0, 100_000])
  })

  const run = async (options: Parameters<typeof auditCommand>[1], source = path) => {
    const written = { out: '', err: '' }
    const io: AuditIo = {
      stdout(text) {
        written.out += text
      },
      stderr(text) {
        written.err += text
      },
      isTerminal: false,
      showsProgress: false,
      now: NOW,
    }
    return { code: await auditCommand(source, options, io), ...written }
  }

  it('prints text of at most a hundred columns without colours and without progress in a pipe', async () => {
    const { code, out, err } = await run({})
    expect(code).toBe(0)
    expect(err).toBe('')
    expect(out).not.toContain('\u001b')
    for (const line of out.split('\n')) expect([line, line.length <= 100]).toEqual([line, true])
  })

  it('prints JSON that its documented schema reads back', async () => {
    const { out } = await run({ json: true })
    expect(JSON.parse(out)).toEqual(z.encode(AuditReport, report))
  })

  it('writes one HTML file without script or outside reference, with everything from the data escaped', async () => {
    const evil = await folder('evil', {
      'deals.csv': DEALS.replaceAll('Acme', '<img src=x onerror=alert(1)>'),
    })
    const out = join(dir, 'report.html')
    expect((await run({ out }, evil)).code).toBe(0)
    const page = await readFile(out, 'utf8')
    expect(page).not.toMatch(/<script|<link|<img|https?:|url\(/i)
    expect(page).toContain('<!doctype html>')
  })

  it('refuses in clear sentences: nothing there, no CSV, nothing readable, an agreement that is not sound', async () => {
    expect(await run({}, join(dir, 'missing'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is nothing at'),
    })
    expect(await run({}, await folder('empty', {}))).toMatchObject({
      code: 1,
      err: expect.stringContaining('holds no CSV file'),
    })
    const packed = `"${Array.from({ length: 300 }, (_, column) => `column${column}`).join(',')}"\n"1"\n`
    const unread = await folder('unread', {
      'a.csv': '',
      'b.csv': 'Email,First Name\n',
      'c.csv': '\u0000\u0001\u0002\u0003'.repeat(50),
      'd.csv': packed,
    })
    const { code, out, err } = await run({}, unread)
    expect([code, out]).toEqual([1, ''])
    for (const file of ['a.csv', 'b.csv', 'c.csv', 'd.csv'])
      expect(err).toMatch(new RegExp(`${file}: \\w.{15,}`))
    const bad = join(await folder('bad', {}), 'agreement.yaml')
    await writeFile(bad, 'format: 1\ntitle: [')
    expect(await run({ agreement: [bad] })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/agreement\.yaml:\d+:\d+: /),
    })
  })
})

describe('how far an audit reaches', () => {
  it('is to the last stage that anybody entered, also when nobody was created after that', async () => {
    const path = await folder('stages', {
      'contacts.csv': `Record ID,Email,Create Date,Became a Marketing Qualified Lead Date
1,eva@acme.example,2026-02-01 09:00:00,2026-02-10 09:00:00
2,rob@acme.example,2026-03-01 09:00:00,2026-03-31 09:00:00
`,
    })
    const { range } = await audit(path, { agreements, now: NOW })
    expect(range).toEqual({ from: '2026-02-01', to: '2026-03-31' })
  })
})

describe('deals that are dead', () => {
  it('leave nobody at the stage of open ones: dates without a time come before the history of that day', async () => {
    const path = await folder('dead', {
      'contacts.csv': `Record ID,Email,Create Date
1,eva@acme.example,2026-02-01 09:00:00
`,
      'opportunities.csv': `Opportunity ID,Opportunity Name,Stage,Created Date,Close Date,Associated Contact IDs
9,First,Closed Lost,2026-03-01 08:00:00,2026-04-01,1
10,Second,Closed Lost,2026-03-02 08:00:00,2026-04-02,1
`,
      'opportunity history.csv': `Opportunity ID,From Stage,To Stage,Edit Date
9,Proposal,Closed Lost,2026-04-01 15:00:00
10,Proposal,Closed Lost,2026-04-02 15:00:00
`,
    })
    const { funnel, understood } = await audit(path, { agreements, now: NOW })
    expect(understood.files.map(({ kind }) => kind)).toEqual(['person', 'opportunity', 'stage_change'])
    const open = funnel?.ages.find(({ stage }) => stage.key === 'opportunity')
    expect(open?.median.denominator).toBe(0)
  })
})
