import { sql } from 'drizzle-orm'
import type { Attributes } from '#platform/db/columns.ts'
import { containing, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'

export interface AccountRow extends Record<string, unknown> {
  id: string
  name: string
  domain: string | null
  industry: string | null
  country: string | null
  employees: number | null
  seller_name: string | null
  people: number
  open_opportunities: number
  pipeline: { currency: string; amountMinor: number }[] | null
  last_touch_at: number | null
  region: string | null
  phone: string | null
  postcode: string | null
  annual_revenue_minor: number | null
  currency: string | null
  parent_id: string | null
  parent_name: string | null
  attributes: Attributes
  occurred_at: number
}

/** What stands beside each account; worked out for the rows of one page only. */
function counted(workspaceId: string, page: ReturnType<typeof sql>, now: Instant) {
  return sql`
    select a.*, s.name as seller_name, m.name as parent_name,
      (select count(*) from person p where p.workspace_id = ${workspaceId} and p.account_id = a.id and p.merged_into_id is null) as people,
      (select count(*) from opportunity o where o.workspace_id = ${workspaceId} and o.account_id = a.id and o.status = 'open') as open_opportunities,
      (select json_agg(json_build_object('currency', c.currency, 'amountMinor', c.total)) from (
        select o.currency, sum(o.amount_minor)::bigint as total from opportunity o
        where o.workspace_id = ${workspaceId} and o.account_id = a.id and o.status = 'open' and o.amount_minor is not null and o.currency is not null
        group by o.currency) c) as pipeline,
      (select max(t.occurred_at) from person p join touch t on t.workspace_id = ${workspaceId} and t.person_id = p.id
        where p.workspace_id = ${workspaceId} and p.account_id = a.id and t.occurred_at <= ${toIso(now)}::timestamptz) as last_touch_at
    from (${page}) a
    left join seller s on s.workspace_id = ${workspaceId} and s.id = a.seller_id
    left join account m on m.workspace_id = ${workspaceId} and m.id = a.parent_id
    order by a.name_norm, a.id`
}

export interface ListAsked {
  search?: string | undefined
  unowned: boolean
  after?: { name: string; id: string } | undefined
  limit: number
}

export async function listAccountRows(
  tx: Tx,
  workspaceId: string,
  asked: ListAsked,
  now: Instant,
): Promise<(AccountRow & { name_norm: string })[]> {
  const words = asked.search ? containing(asked.search.toLowerCase()) : null
  const page = sql`
    select * from account where workspace_id = ${workspaceId} and merged_into_id is null
      ${words ? sql`and (lower(name) like ${words} or domain like ${words})` : sql``}
      ${asked.unowned ? sql`and seller_id is null` : sql``}
      ${asked.after ? sql`and (name_norm, id) > (${asked.after.name}, ${asked.after.id}::uuid)` : sql``}
    order by name_norm, id limit ${asked.limit}`
  const { rows } = await tx.execute<AccountRow & { name_norm: string }>(counted(workspaceId, page, now))
  return rows
}

export async function findAccount(
  tx: Tx,
  workspaceId: string,
  id: string,
  now: Instant,
): Promise<AccountRow | undefined> {
  const { rows } = await tx.execute<AccountRow>(
    counted(
      workspaceId,
      sql`select * from account where workspace_id = ${workspaceId} and id = ${id} and merged_into_id is null`,
      now,
    ),
  )
  return rows[0]
}

export async function peopleOf(tx: Tx, workspaceId: string, accountId: string, now: Instant) {
  const { rows } = await tx.execute<{
    id: string
    name: string
    email: string | null
    job_title: string | null
    touches: number
    last_touch_at: number | null
  }>(sql`
    select p.id, ${personName} as name, p.email, p.job_title,
      (select count(*) from touch t where t.workspace_id = ${workspaceId} and t.person_id = p.id) as touches,
      (select max(t.occurred_at) from touch t where t.workspace_id = ${workspaceId} and t.person_id = p.id
        and t.occurred_at <= ${toIso(now)}::timestamptz) as last_touch_at
    from person p where p.workspace_id = ${workspaceId} and p.account_id = ${accountId} and p.merged_into_id is null
    order by last_touch_at desc nulls last, name limit 200`)
  return rows
}

export async function opportunitiesOf(tx: Tx, workspaceId: string, accountId: string) {
  const { rows } = await tx.execute<{
    id: string
    name: string
    status: 'open' | 'won' | 'lost'
    stage: string
    amount_minor: number | null
    currency: string | null
    occurred_at: number | null
    closed_at: number | null
  }>(sql`
    select id, name, status, stage, amount_minor, currency, occurred_at, closed_at from opportunity
    where workspace_id = ${workspaceId} and account_id = ${accountId}
    order by (status = 'open') desc, coalesce(closed_at, occurred_at) desc nulls last limit 200`)
  return rows
}

export async function relativesOf(tx: Tx, workspaceId: string, accountId: string) {
  const children = await tx.execute<{ id: string; name: string }>(sql`
    select id, name from account where workspace_id = ${workspaceId} and parent_id = ${accountId} and merged_into_id is null order by name limit 100`)
  const ids = await tx.execute<{ system: string; external_id: string }>(sql`
    select system, external_id from external_id where workspace_id = ${workspaceId} and record_id = ${accountId} and kind = 'account'
      and external_id not like 'name:%' order by system limit 50`)
  return { children: children.rows, externalIds: ids.rows }
}
