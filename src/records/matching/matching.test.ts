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
  await database.workspace(workspaceId, (tx) =>
    writeRecords(tx, workspaceId, rows, { now: NOON, source: 'hubspot', importId }),
  )
  await findReviewPairs(database, workspaceId, importId, NOON)
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
    tx.execute(sql`select 'p' as what, id::text, concat_ws('|', email, phone, job_title, account_id, attributes, occurred_at, merged_into_id) as line from person where workspace_id = ${workspaceId}
      union all select 't', id::text, person_id::text from touch where workspace_id = ${workspaceId}
      union all select 'c', opportunity_id::text, person_id::text from opportunity_contact where workspace_id = ${workspaceId}
      union all select 's', stage, person_id::text from reported_stage where workspace_id = ${workspaceId}
      union all select 'e', external_id, record_id::text from external_id where workspace_id = ${workspaceId}
      union all select 'a', id::text, concat_ws('|', name, domain, industry, attributes, occurred_at, merged_into_id) from account where workspace_id = ${workspaceId}
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
    attributes: { colour: 'red' },
    occurredAt: NOON - 86_400_000,
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
      tx.execute(sql`delete from touch where workspace_id = ${workspaceId} and dedupe_key = 'call:t2'`),
    )
    await call(service.undo, { id: mergeId })
    await work()
    expect(await everything()).toEqual(before)
    await expect(call(service.undo, { id: mergeId })).rejects.toThrow(Problem)
  })

  it('keeps an opt-out of either, and tells them apart again when it is undone', async () => {
    const optOut = (key: string, email: string, unsubscribed: boolean): RecordRow => ({
      kind: 'person',
      key,
      email,
      attributes: { unsubscribed },
    })
    await imported([
      ...TWO_ANNS,
      optOut('p1', 'ann@acme.com', false),
      optOut('p2', 'a.archer@acme.com', true),
    ])
    const optedOut = async () =>
      (
        await database.workspace(workspaceId, (tx) =>
          tx.execute<{ email: string }>(sql`
            select email from person where workspace_id = ${workspaceId} and attributes ->> 'unsubscribed' = 'true' order by 1`),
        )
      ).rows.map(({ email }) => email)
    expect(await optedOut()).toEqual(['a.archer@acme.com'])
    const [pair] = await pairs()
    const survivorId = [pair!.left, pair!.right].find(({ lines }) => lines[0] === 'ann@acme.com')!.id
    const ids = { kind: 'person' as const, leftId: pair!.left.id, rightId: pair!.right.id }
    const { mergeId } = await call(service.merge, { ...ids, survivorId })
    await work()
    expect(await optedOut()).toEqual(['a.archer@acme.com', 'ann@acme.com'])
    await call(service.undo, { id: mergeId })
    await work()
    expect(await optedOut()).toEqual(['a.archer@acme.com'])
  })

  it('leaves an attribute and a date that were changed since', async () => {
    await imported(TWO_ANNS)
    const [pair] = await pairs()
    const survivor = [pair!.left, pair!.right].find(({ lines }) => lines[0] === 'ann@acme.com')!.id
    const ids = { kind: 'person' as const, leftId: pair!.left.id, rightId: pair!.right.id }
    const { mergeId } = await call(service.merge, { ...ids, survivorId: survivor })
    await work()
    await imported([
      {
        kind: 'person',
        key: 'p1',
        email: 'ann@acme.com',
        attributes: { colour: 'blue' },
        occurredAt: NOON - 7,
      },
    ])
    await call(service.undo, { id: mergeId })
    await work()
    const { rows } = await database.workspace(workspaceId, (tx) =>
      tx.execute(
        sql`select attributes, occurred_at from person where workspace_id = ${workspaceId} and id = ${survivor}`,
      ),
    )
    expect(rows).toEqual([{ attributes: { colour: 'blue' }, occurred_at: NOON - 7 }])
  })

  it('of a record that had taken in another leads both to the last, and is taken back before the one below it', async () => {
    const person = (n: number): RecordRow => ({
      kind: 'person',
      key: `c${n}`,
      email: `c${n}@acme.com`,
      firstName: 'Ann',
      lastName: 'Archer',
      account: { name: 'Acme' },
    })
    await imported([person(1), person(2), person(3)])
    const before = await everything()
    const idOf = async (email: string) => {
      const { rows } = await database.workspace(workspaceId, (tx) =>
        tx.execute<{ id: string }>(
          sql`select id from person where workspace_id = ${workspaceId} and email_norm = ${email}`,
        ),
      )
      return rows[0]!.id
    }
    const [first, second, third] = [
      await idOf('c1@acme.com'),
      await idOf('c2@acme.com'),
      await idOf('c3@acme.com'),
    ]
    const merged = async (one: string, survivorId: string) => {
      const [leftId, rightId] = [one, survivorId].sort() as [string, string]
      const { mergeId } = await call(service.merge, { kind: 'person', leftId, rightId, survivorId })
      await work()
      return mergeId
    }
    const lower = await merged(first!, second!)
    const upper = await merged(second!, third!)
    await imported([
      {
        kind: 'touch',
        key: 't9',
        touchKind: 'call',
        side: 'sales',
        direction: 'outbound',
        person: { email: 'c1@acme.com' },
        occurredAt: NOON,
      },
    ])
    const { rows } = await database.system((tx) =>
      tx.execute(sql`delete from touch where workspace_id = ${workspaceId} returning person_id`),
    )
    expect(rows).toEqual([{ person_id: third }])
    await expect(call(service.undo, { id: lower })).rejects.toThrow(Problem)
    await call(service.undo, { id: upper })
    await work()
    await call(service.undo, { id: lower })
    await work()
    expect(await everything()).toEqual(before)
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
