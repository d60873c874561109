import { describe, expect, it } from 'vitest'
import type { RecordRow } from '#records/imports/index.ts'
import { withoutLive } from './live-rows.ts'

const SINCE = Date.UTC(2026, 9, 1)

describe('what the last weeks leave out of the rows', () => {
  it('is what sellers say and the deals they open since then, each in its order; all else stays', () => {
    const dated = (stage: string, occurredAt: number, reason?: string) => ({
      ...{ stage, occurredAt, source: 'CRM stage date', reason },
    })
    const deal = (key: string, occurredAt: number): RecordRow => ({
      ...{ kind: 'opportunity', key, name: key, status: 'open', stage: 'Discovery', occurredAt },
    })
    const rows: RecordRow[] = [
      {
        ...{ kind: 'person', key: 'P-1', email: 'ana@customer.test' },
        stageDates: [
          dated('sal', SINCE - 1),
          dated('recycled', SINCE + 2, 'no_budget'),
          dated('onboarded', SINCE + 3),
        ],
      },
      { kind: 'person', key: 'P-2', stageDates: [dated('sal', SINCE + 1)] },
      deal('O-2', SINCE + 5),
      deal('O-1', SINCE),
      deal('O-0', SINCE - 1),
    ]
    const { rows: left, live } = withoutLive(rows, SINCE)
    expect(left).toMatchObject([
      { key: 'P-1', stageDates: [{ stage: 'sal' }, { stage: 'onboarded' }] },
      { key: 'P-2', stageDates: [] },
      { key: 'O-0' },
    ])
    expect(live.said).toEqual([
      { personKey: 'P-2', stage: 'sal', reason: null, at: SINCE + 1 },
      { personKey: 'P-1', stage: 'recycled', reason: 'no_budget', at: SINCE + 2 },
    ])
    expect(live.deals.map(({ row, at }) => [row.key, at])).toEqual([
      ['O-1', SINCE],
      ['O-2', SINCE + 5],
    ])
  })
})
