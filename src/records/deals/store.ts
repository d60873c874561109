import { sql } from 'drizzle-orm'
import type { Attributes } from '#platform/db/columns.ts'
import { containing, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'

export interface OpportunityRow extends Record<string, unknown> {
  id: string
  name: string
  account_id: string | null
  account_name: string | null
  seller_name: string | null
  status: 'open' | 'won' | 'lost'
  stage: string
  amount_minor: number | null
  currency: string | null
  product: string | null
  origin: string | null
  lost_reason: string | null
  occurred_at: number | null
  closed_at: number | null
  expected_close_on: string | null
  contacts: number
  attributes: Attributes
}

export interface OpportunitiesAsked {
  search?: string | undefined
  status?: string | undefined
  withoutAccount: boolean
  /** undated deals come last; null is one of them */
  after?: { at: number | null; id: string } | undefined
  limit: number
}

const columnsOf = (workspaceId: string) => sql`
    select o.id, o.name, o.account_id, a.name as account_name, s.name as seller_name, o.status, o.stage, o.amount_minor, o.currency,
      o.product, o.origin, o.lost_reason, o.occurred_at, o.closed_at, o.expected_close_on, o.attributes,
      (select count(*) from opportunity_contact c where c.workspace_id = ${workspaceId} and c.opportunity_id = o.id) as contacts
    from opportunity o
    left join account a on a.workspace_id = ${workspaceId} and a.id = o.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = o.seller_id`

/** Instant before all others, for deals whose creation is not known. */
const UNDATED = '-infinity'

export async function listOpportunityRows(
  tx: Tx,
  workspaceId: string,
  asked: OpportunitiesAsked,
): Promise<OpportunityRow[]> {
  const words = asked.search ? containing(asked.search.toLowerCase()) : null
  const after = asked.after && {
    at: asked.after.at === null ? UNDATED : toIso(asked.after.at),
    id: asked.after.id,
  }
  const dated = sql`coalesce(o.occurred_at, ${UNDATED}::timestamptz)`
  const { rows } = await tx.execute<OpportunityRow>(sql`
    ${columnsOf(workspaceId)}
    where o.workspace_id = ${workspaceId}
      ${words ? sql`and (lower(o.name) like ${words} or lower(o.product) like ${words} or lower(a.name) like ${words})` : sql``}
      ${asked.status ? sql`and o.status = ${asked.status}` : sql``}
      ${asked.withoutAccount ? sql`and o.account_id is null` : sql``}
      ${after ? sql`and (${dated}, o.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    order by ${dated} desc, o.id desc limit ${asked.limit}`)
  return rows
}

export async function findOpportunity(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<OpportunityRow | undefined> {
  const { rows } = await tx.execute<OpportunityRow>(
    sql`${columnsOf(workspaceId)} where o.workspace_id = ${workspaceId} and o.id = ${id}`,
  )
  return rows[0]
}

export interface ContactRow extends Record<string, unknown> {
  personId: string
  name: string
  jobTitle: string | null
  email: string | null
  role: string | null
  isPrimary: boolean
  lastTouchAt: number | null
}

/** Who takes part in a deal, the primary contact first. */
export async function contactsOf(
  tx: Tx,
  workspaceId: string,
  opportunityId: string,
  now: Instant,
): Promise<ContactRow[]> {
  const { rows } = await tx.execute<ContactRow>(sql`
    select p.id as "personId", ${personName} as name,
      p.job_title as "jobTitle", p.email, c.role, c.is_primary as "isPrimary",
      (select max(t.occurred_at) from touch t where t.workspace_id = ${workspaceId} and t.person_id = p.id
        and t.occurred_at <= ${toIso(now)}::timestamptz) as "lastTouchAt"
    from opportunity_contact c
    join person p on p.workspace_id = ${workspaceId} and p.id = c.person_id
    where c.workspace_id = ${workspaceId} and c.opportunity_id = ${opportunityId} and p.merged_into_id is null
    order by c.is_primary desc, name, p.id limit 200`)
  return rows
}

export interface StageChangeRow extends Record<string, unknown> {
  fromStage: string | null
  toStage: string
  amountMinor: number | null
  occurredAt: number
}

/** How a deal moved, the latest first. */
export async function stageChangesOf(
  tx: Tx,
  workspaceId: string,
  opportunityId: string,
): Promise<StageChangeRow[]> {
  const { rows } = await tx.execute<StageChangeRow>(sql`
    select h.from_stage as "fromStage", h.to_stage as "toStage", h.amount_minor as "amountMinor", h.occurred_at as "occurredAt"
    from opportunity_stage_change h
    where h.workspace_id = ${workspaceId} and h.opportunity_id = ${opportunityId}
    order by h.occurred_at desc, h.recorded_at desc limit 500`)
  return rows
}

/** Ids that other systems give a deal. */
export async function externalIdsOf(tx: Tx, workspaceId: string, opportunityId: string) {
  const { rows } = await tx.execute<{ system: string; externalId: string }>(sql`
    select x.system, x.external_id as "externalId" from external_id x
    where x.workspace_id = ${workspaceId} and x.record_id = ${opportunityId} and x.kind = 'opportunity' and x.external_id not like 'name:%'
    order by x.system limit 50`)
  return rows
}
