import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { suppressedAmong } from '#records/people/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import type { RecordRow } from './rules/rows.ts'
import { insertRun, updateRun } from './store.ts'
import { undoImportedRows } from './undo.ts'
import { writeRecords } from './write-records.ts'

let database: Database
let workspaceId: string
let now: number

beforeEach(async () => {
  database ??= await testDatabase()
  workspaceId = (await testWorkspace(database)).workspaceId
  now = Date.UTC(2026, 0, 5, 12)
})

/** Imports these rows, an hour after what was before. */
async function imported(...rows: RecordRow[]): Promise<string> {
  now += 3_600_000
  const run = { workspaceId, id: newId(now), name: 'Test', createdBy: 'Olga Ops', createdAt: now }
  await database.workspace(workspaceId, async (tx) => {
    await insertRun(tx, { ...run, state: 'done', startedAt: now, finishedAt: now })
    await writeRecords(tx, workspaceId, rows, { now, importId: run.id })
  })
  return run.id
}

/** Takes an import back, and says what stays of which import. */
async function undone(importId: string) {
  const left = await undoImportedRows(database, workspaceId, importId)
  await database.workspace(workspaceId, (tx) => updateRun(tx, workspaceId, importId, { state: 'undone' }))
  return Object.fromEntries(
    [...left].map(([id, { changed, stays }]) => [id, [...(changed ? [changed] : []), ...stays]]),
  )
}

async function all(statement: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
  return (await database.workspace(workspaceId, (tx) => tx.execute(statement))).rows
}
const people = () =>
  all(
    sql`select email, job_title as job, attributes from person where workspace_id = ${workspaceId} order by email`,
  )
const jobs = async () => (await people()).map(({ job }) => job)

const ann = (jobTitle?: string, attributes?: Record<string, string>): RecordRow => ({
  kind: 'person',
  email: 'ann@acme.example',
  jobTitle,
  attributes,
})
const CHANGED = '1 records were changed again since; those changes stay.'
const stays = (what: string) => `${what} it created are used by other records now and stay.`

/** T-20: who is suppressed stays suppressed. */
describe('an opt-out that one source told', () => {
  const said = (unsubscribed: boolean, system?: string): RecordRow => ({
    kind: 'person',
    email: 'ann@acme.example',
    ...(system && { system, key: `${system} 1` }),
    attributes: { unsubscribed },
  })
  const isSuppressed = async () =>
    (await database.workspace(workspaceId, (tx) => suppressedAmong(tx, workspaceId, ['ann@acme.example'])))
      .size === 1

  it('is not lifted by another that knows of none', async () => {
    await imported(said(true, 'hubspot'))
    await imported(said(false, 'salesforce'))
    expect(await isSuppressed()).toBe(true)
  })

  it('counts within one import in any order of the rows', async () => {
    await imported(said(false, 'hubspot'), said(true, 'salesforce'))
    expect(await isSuppressed()).toBe(true)
    await imported(said(true, 'hubspot'), said(false, 'salesforce'))
    expect(await isSuppressed()).toBe(true)
  })

  it('goes with the undoing of the import that told it, and of no other', async () => {
    await imported(said(false))
    const told = await imported(said(true))
    const other = await imported(said(false))
    await undone(other)
    expect(await isSuppressed()).toBe(true)
    await undone(told)
    expect(await isSuppressed()).toBe(false)
  })

  it('goes with the undoing of its import also while one stands that knows of none', async () => {
    await imported(ann())
    const told = await imported(said(true))
    await imported(said(false))
    await undone(told)
    expect(await isSuppressed()).toBe(false)
  })
})

describe('two imports that changed the same person', () => {
  it('leave what was before both, whichever is undone first', async () => {
    await imported(ann('Intern'))
    const [a, b] = [await imported(ann('CEO')), await imported(ann('CFO'))]
    expect((await undone(a))[a]).toEqual([CHANGED])
    expect(await jobs()).toEqual(['CFO'])
    await undone(b)
    expect(await jobs()).toEqual(['Intern'])
    const [c, d] = [await imported(ann('CEO')), await imported(ann('CFO'))]
    await undone(d)
    expect(await jobs()).toEqual(['CEO'])
    await undone(c)
    expect(await jobs()).toEqual(['Intern'])
  })

  it('are told apart attribute by attribute', async () => {
    await imported(ann('CEO', { size: 'S' }))
    const a = await imported(ann('CEO', { size: 'M', plan: 'trial' }))
    const b = await imported(ann('CEO', { size: 'L' }))
    await undone(a)
    expect((await people())[0]!.attributes).toEqual({ size: 'L' })
    await undone(b)
    expect((await people())[0]!.attributes).toEqual({ size: 'S' })
  })

  it('keep a third that came between apart from both', async () => {
    await imported(ann('Intern'))
    const [a, b, c] = [await imported(ann('CEO')), await imported(ann('CFO')), await imported(ann('CTO'))]
    await undone(b)
    await undone(a)
    expect(await jobs()).toEqual(['CTO'])
    await undone(c)
    expect(await jobs()).toEqual(['Intern'])
  })

  it('are one change when one file describes a person twice, far apart', async () => {
    await imported(ann('Intern'))
    const others = Array.from({ length: 4_000 }, (_, index): RecordRow => {
      return { kind: 'person', email: `p${index}@other.example` }
    })
    const a = await imported(ann('CEO'), ...others, { kind: 'person', email: 'ann@acme.example', phone: '1' })
    expect((await undone(a))[a]).toEqual([])
    expect(await all(sql`select job_title, phone from person where workspace_id = ${workspaceId}`)).toEqual([
      { job_title: 'Intern', phone: null },
    ])
  })
})

describe('a person one import created', () => {
  it('stays while another import that changed it stands, and goes with that one', async () => {
    const [a, b] = [await imported(ann('CEO')), await imported(ann('CFO'))]
    expect((await undone(a))[a]).toEqual([stays('1 people')])
    expect(await jobs()).toEqual(['CFO'])
    expect(await undone(b)).toEqual({ [a]: [], [b]: [] })
    expect(await jobs()).toEqual([])
  })

  it('stays with its touches, stages and deals when another import had the very same rows', async () => {
    const rows: RecordRow[] = [
      { kind: 'account', key: 'a1', name: 'Acme', domain: 'acme.example' },
      {
        kind: 'person',
        key: 'p1',
        email: 'ann@acme.example',
        stageDates: [{ stage: 'mql', occurredAt: now, source: 'Became an MQL Date' }],
      },
      { kind: 'campaign', name: 'Spring', costs: [cost(1_000)] },
      { kind: 'opportunity', key: 'd1', name: 'Rollout', status: 'open', stage: 'Demo', contacts: [user] },
      { kind: 'stage_change', opportunity: { key: 'd1' }, toStage: 'Demo', occurredAt: now },
      {
        kind: 'touch',
        touchKind: 'page_view',
        side: 'marketing',
        direction: 'inbound',
        person: { key: 'p1' },
        campaign: { name: 'Spring' },
        occurredAt: now,
      },
    ]
    const [a, b] = [await imported(...rows), await imported(...rows)]
    const before = await everything()
    expect((await undone(a))[a]).toEqual(
      expect.arrayContaining([stays('1 people'), stays('1 touches'), stays('1 stage dates')]),
    )
    expect(await everything()).toEqual(before)
    expect(await undone(b)).toEqual({ [a]: [], [b]: [] })
    expect(Object.values(await everything()).flat()).toEqual([])
  })

  it('keeps the id it is found by for as long as it stays', async () => {
    const a = await imported({ kind: 'person', key: 'p1', firstName: 'Ann' })
    const b = await imported({ kind: 'person', key: 'p1', firstName: 'Anna' })
    await undone(a)
    await imported({ kind: 'person', key: 'p1', lastName: 'Archer' })
    await undone(b)
    expect(
      await all(sql`select first_name, last_name from person where workspace_id = ${workspaceId}`),
    ).toEqual([{ first_name: 'Ann', last_name: 'Archer' }])
  })
})

const user = { person: { key: 'p1' }, role: 'User', isPrimary: false }
const decider = { ...user, role: 'Decision maker', isPrimary: true }
const cost = (amountMinor: number) => ({ spentOn: '2025-03-01', kind: 'total', amountMinor, currency: 'EUR' })

const TABLES = [
  'account',
  'person',
  'campaign',
  'campaign_cost',
  'opportunity',
  'opportunity_contact',
  'opportunity_stage_change',
  'reported_stage',
  'touch',
  'external_id',
]

/** Every row of the record store, by table. */
async function everything(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {}
  for (const table of TABLES)
    found[table] = await all(
      sql`select to_jsonb(r) as row from ${sql.identifier(table)} r where r.workspace_id = ${workspaceId} order by r::text`,
    )
  return found
}

describe('what an import says of costs and contact roles', () => {
  const costs = async () =>
    (await all(sql`select amount_minor as n from campaign_cost where workspace_id = ${workspaceId}`)).map(
      ({ n }) => n,
    )
  const spring = (amountMinor: number): RecordRow => ({
    kind: 'campaign',
    name: 'Spring',
    costs: [cost(amountMinor)],
  })

  it('is as before when it corrected a cost', async () => {
    await imported(spring(1_000))
    const b = await imported(spring(99_999))
    expect(await costs()).toEqual([99_999])
    expect((await undone(b))[b]).toEqual([])
    expect(await costs()).toEqual([1_000])
  })

  it('stays when the import that brought the cost is undone, and goes with its own undoing', async () => {
    const [a, b] = [await imported(spring(1_000)), await imported(spring(99_999))]
    await undone(a)
    expect(await costs()).toEqual([99_999])
    await undone(b)
    expect(await costs()).toEqual([])
  })

  it('is as before when it gave a contact another role', async () => {
    const deal: RecordRow = { kind: 'opportunity', key: 'd1', name: 'Rollout', status: 'open', stage: 'Demo' }
    await imported({ kind: 'person', key: 'p1', email: 'ann@acme.example' }, { ...deal, contacts: [user] })
    const b = await imported({ kind: 'contact_role', opportunity: { key: 'd1' }, ...decider })
    const roles = () =>
      all(sql`select role, is_primary from opportunity_contact where workspace_id = ${workspaceId}`)
    expect(await roles()).toEqual([{ role: 'Decision maker', is_primary: true }])
    await undone(b)
    expect(await roles()).toEqual([{ role: 'User', is_primary: false }])
  })
})
