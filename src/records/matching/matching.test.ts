import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database, Tx } from '#platform/db/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Context, Problem } from '#platform/operation/index.ts'
import { type RecordRow, writeRecords } from '#records/imports/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { findReviewPairs, mergeJobs } from './index.ts'
import * as service from './service.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
let database: Database
let workspaceId: string

beforeEach(async () => {
  database ??= await testDatabase()
  workspaceId = (await testWorkspace(database)).workspaceId
})

async function imported(rows: RecordRow[]): Promise<void> {
  const importId = newId()
  await database.workspace(workspaceId, async (tx) => {
    await writeRecords(tx, workspaceId, rows, { now: NOON, source: 'hubspot', importId })
    await findReviewPairs(tx, workspaceId, importId, NOON)
  })
}

function call<Input, Output>(
  work: (context: Context, input: Input) => Promise<Output>,
  input: Input,
): Promise<Output> {
  return database.workspace(workspaceId, (tx: Tx) =>
    work(
      {
        tx,
        workspaceId,
        now: NOON,
        requestId: 'test',
        actor: { kind: 'user', id: newId(), name: 'Olga Ops', role: 'operations' },
        announce: async () => {},
        audit: () => {},
      },
      input,
    ),
  )
}

async function work(): Promise<void> {
  const jobs = startJobs({
    database,
    handlers: mergeJobs({ database, clock: () => NOON }),
    log: { warn() {}, error() {} },
    clock: () => NOON,
    pollMs: 20,
  })
  await jobs.idle()
  await jobs.stop()
}

const pairs = (state = 'open') => call(service.list, { state, limit: 10 }).then(({ items }) => items)

async function everything(): Promise<unknown[]> {
  const { rows } = await database.system((tx) =>
    tx.execute(sql`select 'p' as what, id::text, concat_ws('|', email, phone, job_title, account_id, merged_into_id) as line from person where workspace_id = ${workspaceId}
      union all select 't', id::text, person_id::text from touch where workspace_id = ${workspaceId}
      union all select 'c', opportunity_id::text, person_id::text from opportunity_contact where workspace_id = ${workspaceId}
      union all select 's', stage, person_id::text from reported_stage where workspace_id = ${workspaceId}
      union all select 'e', external_id, record_id::text from external_id where workspace_id = ${workspaceId}
      union all select 'a', id::text, concat_ws('|', name, domain, industry, merged_into_id) from account where workspace_id = ${workspaceId}
      order by 1, 2, 3`),
  )
  return rows
}

const TWO_ANNS: RecordRow[] = [
  { kind: 'account', key: 'a1', name: 'Acme', domain: 'acme.com' },
  {
    kind: 'person',
    key: 'p1',
    email: 'ann@acme.com',
    firstName: 'Ann',
    lastName: 'Archer',
    account: { key: 'a1' },
  },
  {
    kind: 'person',
    key: 'p2',
    email: 'a.archer@acme.com',
    firstName: 'Ann',
    lastName: 'Archer',
    jobTitle: 'CEO',
    account: { key: 'a1' },
    stageDates: [{ stage: 'mql', occurredAt: NOON, source: 'x' }],
  },
  {
    kind: 'opportunity',
    key: 'd1',
    name: 'Deal',
    status: 'open',
    stage: 'Demo',
    contacts: [{ person: { key: 'p2' } }],
  },
  {
    kind: 'touch',
    key: 't1',
    touchKind: 'call',
    side: 'sales',
    direction: 'outbound',
    person: { key: 'p2' },
    occurredAt: NOON,
  },
]

describe('the review list', () => {
  it('shows people with one name at one account, and accounts with one name and nothing else in common', async () => {
    await imported([
      ...TWO_ANNS,
      { kind: 'account', key: 'b1', name: 'Blue Ltd', country: 'GB' },
      { kind: 'account', key: 'b2', name: 'BLUE Inc', country: 'US' },
    ])
    expect((await pairs()).map(({ kind, evidence }) => [kind, evidence])).toEqual([
      ['account', 'Same name without legal form; nothing else confirms it.'],
      ['person', 'Same name at the same account, different e-mail addresses.'],
    ])
  })

  it('forgets a pair that was kept apart, also after another import', async () => {
    await imported(TWO_ANNS)
    const [pair] = await pairs()
    const ids = { kind: pair!.kind, leftId: pair!.left.id, rightId: pair!.right.id }
    await call(service.keepApart, ids)
    await imported(TWO_ANNS)
    expect(await pairs()).toEqual([])
    await expect(call(service.keepApart, ids)).rejects.toThrow(Problem)
  })
})

describe('a merge', () => {
  it('moves everything to the survivor, and back when it is undone', async () => {
    await imported(TWO_ANNS)
    const before = await everything()
    const [pair] = await pairs()
    const survivor = [pair!.left, pair!.right].find(({ lines }) => lines[0] === 'ann@acme.com')!.id
    const { mergeId } = await call(service.merge, {
      kind: 'person',
      leftId: pair!.left.id,
      rightId: pair!.right.id,
      survivorId: survivor,
    })
    await work()
    const merged = (await everything()) as { what: string; id: string; line: string }[]
    expect(merged.filter(({ what }) => 'tcs'.includes(what)).map(({ line }) => line)).toEqual([
      survivor,
      survivor,
      survivor,
    ])
    expect(merged.find(({ what, id }) => what === 'p' && id === survivor)!.line).toContain('CEO')
    await imported([
      {
        kind: 'touch',
        key: 't2',
        touchKind: 'call',
        side: 'sales',
        direction: 'outbound',
        person: { email: 'a.archer@acme.com' },
        occurredAt: NOON + 1,
      },
    ])
    const later = (await everything()) as { what: string; line: string }[]
    expect(later.filter(({ what }) => what === 't').map(({ line }) => line)).toEqual([survivor, survivor])
    await database.system((tx) =>
      tx.execute(sql`delete from touch where workspace_id = ${workspaceId} and dedupe_key = 't2'`),
    )
    await call(service.undo, { id: mergeId })
    await work()
    expect(await everything()).toEqual(before)
    await expect(call(service.undo, { id: mergeId })).rejects.toThrow(Problem)
  })

  it('happens once when two people decide at once', async () => {
    await imported(TWO_ANNS)
    const [pair] = await pairs()
    const input = {
      kind: 'person' as const,
      leftId: pair!.left.id,
      rightId: pair!.right.id,
      survivorId: pair!.left.id,
    }
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => call(service.merge, input)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
