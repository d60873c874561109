import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startUnderDefault } from '#agreement/document/index.ts'
import type { Database } from '#platform/db/index.ts'
import { type RecordRow, writeRecords } from '#records/imports/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at } from '#test/factories/kpi.ts'
import { ReportQuery } from './contract.ts'
import { prepare } from './frame-of.ts'
import { refreshFacts } from './index.ts'

/** the day of the import, long after anything in the files */
const NOW = at('2026-11-20')

let database: Database
let workspaceId: string
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  workspaceId = (await testWorkspace(database)).workspaceId
  await database.workspace(workspaceId, (tx) => startUnderDefault(tx, workspaceId, NOW))
})

/** The day the data reach to and the range shown, after these rows were imported. */
async function reachAfter(rows: RecordRow[], now = NOW) {
  await database.workspace(workspaceId, (tx) => writeRecords(tx, workspaceId, rows, { now }))
  await refreshFacts(database, workspaceId, 'all', now)
  const { frame } = await database.workspace(workspaceId, (tx) =>
    prepare(tx, workspaceId, ReportQuery.parse({}), now),
  )
  return { knownUntil: frame.knownUntil, range: frame.range }
}

const touch = (email: string, day: string): RecordRow => ({
  kind: 'touch',
  touchKind: 'demo_request',
  side: 'marketing',
  direction: 'inbound',
  person: { email },
  occurredAt: at(day),
})
const deal: RecordRow = {
  kind: 'opportunity',
  key: 'd1',
  name: 'Rollout',
  status: 'won',
  stage: 'Closed Won',
  occurredAt: at('2024-01-05'),
  closedAt: at('2024-07-10'),
}

describe('the day the data reach to', () => {
  it('is the latest date in the files, not the day of the import, for people nobody gave a creation date', async () => {
    const rows: RecordRow[] = [
      { kind: 'account', key: 'a1', name: 'Acme', domain: 'acme.example' },
      { kind: 'person', key: 'p1', email: 'ann@acme.example' },
      deal,
      touch('bob@acme.example', '2024-06-03'),
    ]
    expect(await reachAfter(rows)).toEqual({
      knownUntil: at('2024-07-10'),
      range: { from: '2023-08-01', to: '2024-07-31' },
    })
  })

  it('is unknown when the files date nothing', async () => {
    const { knownUntil } = await reachAfter([{ kind: 'person', key: 'p1', email: 'ann@acme.example' }])
    expect(knownUntil).toBeNull()
  })

  it('takes in the stages that a source says people entered, and the moves of deals', async () => {
    const ann: RecordRow = {
      kind: 'person',
      key: 'p1',
      email: 'ann@acme.example',
      occurredAt: at('2024-08-01'),
      stageDates: [{ stage: 'mql', occurredAt: at('2024-08-31'), source: 'Became an MQL Date' }],
    }
    expect((await reachAfter([ann, deal])).knownUntil).toBe(at('2024-08-31'))
    const moved: RecordRow = {
      kind: 'stage_change',
      opportunity: { key: 'd1' },
      toStage: 'Renewal',
      occurredAt: at('2024-09-15'),
    }
    expect((await reachAfter([moved])).knownUntil).toBe(at('2024-09-15'))
  })

  it('takes in when a source says an account was created', async () => {
    const account: RecordRow = { kind: 'account', key: 'a1', name: 'Acme', occurredAt: at('2024-08-02') }
    expect((await reachAfter([deal, account])).knownUntil).toBe(at('2024-08-02'))
  })

  it('does not take the day on which an import found a deal in another stage for a date of the source', async () => {
    await reachAfter([{ ...deal, status: 'open', stage: 'Demo', closedAt: undefined }])
    const { knownUntil } = await reachAfter([
      { ...deal, status: 'open', stage: 'Proposal', closedAt: undefined },
    ])
    expect(knownUntil).toBe(at('2024-01-05'))
  })

  it('is today where something happens today', async () => {
    expect((await reachAfter([deal, touch('bob@acme.example', '2026-11-20')])).knownUntil).toBe(NOW)
  })
})
