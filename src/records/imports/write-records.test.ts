import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import type { RecordRow } from './rules/rows.ts'
import { writeRecords } from './write-records.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const MARCH = Date.UTC(2025, 2, 1)

let database: Database
let workspaceId: string

beforeEach(async () => {
  database ??= await testDatabase()
  workspaceId = (await testWorkspace(database)).workspaceId
})

const write = (rows: RecordRow[], more = {}) =>
  database.workspace(workspaceId, (tx) =>
    writeRecords(tx, workspaceId, rows, { now: NOON, source: 'hubspot', ...more }),
  )

async function all<Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = await database.workspace(workspaceId, (tx) => tx.execute<Row>(statement))
  return rows as Row[]
}

const count = async (table: string) =>
  (
    await all<{ n: number }>(
      sql`select count(*) as n from ${sql.identifier(table)} where workspace_id = ${workspaceId}`,
    )
  )[0]!.n

const SAMPLE: RecordRow[] = [
  { kind: 'seller', name: 'Sam Seller', email: 'sam@us.example', team: 'EMEA' },
  {
    kind: 'account',
    key: 'c1',
    name: 'Acme GmbH',
    domain: 'https://www.acme.de',
    country: 'DE',
    seller: { name: 'Sam Seller' },
  },
  {
    kind: 'person',
    key: 'p1',
    email: 'Ann@acme.de',
    firstName: 'Ann',
    account: { key: 'c1' },
    stageDates: [{ stage: 'mql', occurredAt: MARCH, source: 'MQL date' }],
  },
  { kind: 'person', key: 'p2', email: 'bob@acme.de', firstName: 'Bob' },
  {
    kind: 'campaign',
    name: 'Spring webinar',
    costs: [{ spentOn: '2025-03-01', kind: 'media', amountMinor: 10_000, currency: 'EUR' }],
  },
  {
    kind: 'opportunity',
    key: 'd1',
    name: 'Acme deal',
    account: { key: 'c1' },
    seller: { email: 'sam@us.example' },
    status: 'open',
    stage: 'Demo',
    amountMinor: 500_00,
    currency: 'EUR',
    contacts: [{ person: { key: 'p1' }, role: 'Decision maker' }],
    occurredAt: MARCH,
  },
  {
    kind: 'touch',
    key: 't1',
    touchKind: 'form_submit',
    side: 'marketing',
    direction: 'inbound',
    person: { email: 'ann@acme.de' },
    campaign: { name: 'Spring webinar' },
    occurredAt: MARCH,
  },
  {
    kind: 'touch',
    touchKind: 'call',
    side: 'sales',
    direction: 'outbound',
    person: { key: 'p2' },
    seller: { name: 'Sam Seller' },
    occurredAt: MARCH + 1,
  },
  {
    kind: 'touch',
    touchKind: 'page_view',
    side: 'marketing',
    direction: 'inbound',
    person: { email: 'new@other.example' },
    occurredAt: MARCH + 2,
    attributes: { note: 'quote " comma , brace }' },
  },
]

describe('writing records', () => {
  it('knows people and accounts by their domain whichever way it is written', async () => {
    await write([
      { kind: 'account', key: 'm1', name: 'Müller', domain: 'https://www.müller.de' },
      { kind: 'person', email: 'Jo@Müller.de', firstName: 'Jo' },
      { kind: 'person', email: 'jo@xn--mller-kva.de', lastName: 'Berg' },
    ])
    const people = await all(sql`
      select p.email, p.email_norm, p.first_name, p.last_name, a.name as account, a.domain from person p
      left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id where p.workspace_id = ${workspaceId}`)
    expect(people).toMatchObject([
      {
        email_norm: 'jo@xn--mller-kva.de',
        first_name: 'Jo',
        last_name: 'Berg',
        account: 'Müller',
        domain: 'xn--mller-kva.de',
      },
    ])
  })

  it('links records to each other and creates people who are known by a touch only', async () => {
    const { counts, refusals } = await write(SAMPLE)
    expect(refusals).toEqual([])
    expect(counts.person).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 0 })
    expect(counts.touch).toEqual({ created: 3, updated: 0, unchanged: 0, refused: 0 })
    const people = await all(sql`
      select p.email_norm, a.name as account from person p
      left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
      where p.workspace_id = ${workspaceId} order by p.email_norm`)
    expect(people).toEqual([
      { email_norm: 'ann@acme.de', account: 'Acme GmbH' },
      { email_norm: 'bob@acme.de', account: 'Acme GmbH' },
      { email_norm: 'new@other.example', account: null },
    ])
    expect(await count('seller')).toBe(1)
    expect(await count('opportunity_contact')).toBe(1)
    expect(await count('reported_stage')).toBe(1)
    expect(
      await all(sql`select attributes from touch where workspace_id = ${workspaceId} and kind = 'page_view'`),
    ).toEqual([{ attributes: { note: 'quote " comma , brace }' } }])
  })

  it('changes nothing when the same rows are written again', async () => {
    await write(SAMPLE)
    const { counts } = await write(SAMPLE, { now: NOON + 1_000 })
    for (const kind of Object.values(counts))
      expect(kind).toMatchObject({ created: 0, updated: 0, refused: 0 })
    expect([
      await count('person'),
      await count('touch'),
      await count('account'),
      await count('campaign'),
    ]).toEqual([3, 3, 1, 1])
  })

  it('does not erase what a file does not have', async () => {
    await write(SAMPLE)
    const { counts } = await write([{ kind: 'person', email: 'ann@acme.de', lastName: 'Archer' }])
    expect(counts.person).toMatchObject({ updated: 1 })
    expect(
      await all(
        sql`select first_name, last_name from person where workspace_id = ${workspaceId} and email_norm = 'ann@acme.de'`,
      ),
    ).toEqual([{ first_name: 'Ann', last_name: 'Archer' }])
  })

  it('writes down that a deal moved, once', async () => {
    await write(SAMPLE)
    const won: RecordRow = {
      kind: 'opportunity',
      key: 'd1',
      name: 'Acme deal',
      status: 'won',
      stage: 'Closed won',
      closedAt: MARCH + 5,
    }
    await write([won])
    await write([won])
    expect(
      await all(
        sql`select from_stage, to_stage, occurred_at from opportunity_stage_change where workspace_id = ${workspaceId}`,
      ),
    ).toEqual([{ from_stage: 'Demo', to_stage: 'Closed won', occurred_at: MARCH + 5 }])
  })

  it('never matches companies by a free-mail domain, and matches names only with a second piece of evidence', async () => {
    await write([
      { kind: 'account', key: 'a1', name: 'Blue Ltd', domain: 'gmail.com', country: 'GB', industry: 'x' },
      { kind: 'account', key: 'a2', name: 'Green Ltd', domain: 'gmail.com', country: 'GB', industry: 'x' },
    ])
    expect(await count('account')).toBe(2)
    await write([{ kind: 'account', key: 'x1', name: 'BLUE, Limited', country: 'GB' }], {
      source: 'salesforce',
    })
    expect(await count('account')).toBe(2)
    await write([{ kind: 'account', key: 'x2', name: 'Green', country: 'FR' }], { source: 'salesforce' })
    expect(await count('account')).toBe(3)
  })

  it('keeps two ids of one system apart', async () => {
    await write([{ kind: 'account', key: 'a1', name: 'Acme', domain: 'acme.com' }])
    await write([{ kind: 'account', key: 'a2', name: 'Acme Labs', domain: 'labs.acme.com' }])
    expect(await count('account')).toBe(2)
  })

  it('refuses a touch of a person nobody knows', async () => {
    const touch: RecordRow = {
      kind: 'touch',
      touchKind: 'call',
      side: 'sales',
      direction: 'outbound',
      person: { key: 'nobody' },
      occurredAt: MARCH,
    }
    const { counts, refusals } = await write([SAMPLE[1]!, touch])
    expect(counts.touch).toMatchObject({ created: 0, refused: 1 })
    expect(refusals).toEqual([{ index: 1, message: expect.stringContaining('person') }])
  })

  it('counts in a dry run what it would do, and writes nothing', async () => {
    const { counts } = await write(SAMPLE, { isDryRun: true })
    expect([counts.person?.created, counts.touch?.created, counts.account?.created]).toEqual([2, 3, 1])
    expect([await count('person'), await count('touch'), await count('seller')]).toEqual([0, 0, 0])
  })

  it('keeps equal deals without id apart and finds them again', async () => {
    const deal: RecordRow = {
      kind: 'opportunity',
      name: 'Cancity – MG',
      status: 'won',
      stage: 'Won',
      occurredAt: MARCH,
      closedAt: MARCH + 9,
    }
    expect((await write([deal, { ...deal }])).counts.opportunity?.created).toBe(2)
    expect((await write([deal, { ...deal }])).counts.opportunity).toMatchObject({ created: 0, unchanged: 2 })
  })

  it('finds parents in the same list', async () => {
    const rows: RecordRow[] = [
      { kind: 'account', name: 'Child', parent: { name: 'Mother' } },
      { kind: 'account', name: 'Mother', country: 'US' },
    ]
    expect((await write(rows)).counts.account).toMatchObject({ created: 2, updated: 0 })
    expect((await write(rows)).counts.account).toMatchObject({ unchanged: 2 })
    expect(
      await all(sql`
      select c.name, p.name as parent from account c join account p on p.workspace_id = ${workspaceId} and p.id = c.parent_id
      where c.workspace_id = ${workspaceId}`),
    ).toEqual([{ name: 'Child', parent: 'Mother' }])
  })

  it('gives the same record however often, when two rows of a file contradict each other', async () => {
    const rows: RecordRow[] = [
      { kind: 'person', email: 'eve@acme.de', firstName: 'Eve', phone: '111' },
      { kind: 'person', email: 'EVE@acme.de', firstName: 'Evelyn', jobTitle: 'Buyer' },
    ]
    await write(rows)
    const again = await write(rows, { now: NOON + 1_000 })
    expect(again.counts.person).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    const people = await all(
      sql`select first_name, phone, job_title from person where workspace_id = ${workspaceId}`,
    )
    expect(people).toEqual([{ first_name: 'Eve', phone: '111', job_title: 'Buyer' }])
  })
})
