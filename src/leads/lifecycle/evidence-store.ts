import { sql } from 'drizzle-orm'
import type { EventFacts } from '#agreement/document/index.ts'
import type { Attributes } from '#platform/db/columns.ts'
import { anyId, rowsOf, type Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** Reads what the lifecycle is derived from, for many people at once. */

export interface PersonRow {
  id: string
  email: string | null
  /** nothing may be sent to the address */
  suppressed: boolean
  jobTitle: string | null
  country: string | null
  source: string | null
  attributes: Attributes
  accountId: string | null
  accountName: string | null
  accountDomain: string | null
  industry: string | null
  employees: number | null
  annualRevenueMinor: number | null
  currency: string | null
  accountCountry: string | null
  region: string | null
  accountAttributes: Attributes | null
}

export interface TouchRow {
  id: string
  personId: string
  kind: EventFacts['kind']
  side: 'marketing' | 'sales'
  direction: 'inbound' | 'outbound'
  channel: string | null
  subject: string | null
  campaignId: string | null
  machine: boolean
  occurredAt: Instant
  recordedAt: Instant
}

export interface ReportedStageRow {
  personId: string
  stage: string
  source: string
  reason: string | null
  /** the user who said it; null for a source */
  actorId: string | null
  occurredAt: Instant
  recordedAt: Instant
}

export interface OpportunityRow {
  personId: string
  id: string
  status: 'open' | 'won' | 'lost'
  stage: string
  amountMinor: number | null
  currency: string | null
  lostReason: string | null
  occurredAt: Instant | null
  closedAt: Instant | null
  recordedAt: Instant
  implicit: boolean
}

export interface StageChangeRow {
  opportunityId: string
  toStage: string
  amountMinor: number | null
  occurredAt: Instant
  recordedAt: Instant
}

/** Ids of people that are not merged into another, after one of them, in order. */
export async function personIdsAfter(
  tx: Tx,
  workspaceId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const result = await tx.execute(sql`
    select p.id from person p
    where p.workspace_id = ${workspaceId} and p.merged_into_id is null and p.id > ${after ?? '00000000-0000-0000-0000-000000000000'}
    order by p.id limit ${limit}`)
  return rowsOf<{ id: string }>(result).map((row) => row.id)
}

/** How many touches each of some people has; people without any are left out. */
export async function touchCounts(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const result = await tx.execute(sql`
    select t.person_id as id, count(*) as touches from touch t
    where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(ids)} group by t.person_id`)
  return new Map(rowsOf<{ id: string; touches: number }>(result).map((row) => [row.id, row.touches]))
}

export async function countPeople(tx: Tx, workspaceId: string): Promise<number> {
  const result = await tx.execute(sql`
    select count(*) as people from person p where p.workspace_id = ${workspaceId} and p.merged_into_id is null`)
  return rowsOf<{ people: number }>(result)[0]!.people
}

/** Lets whoever else changes these people wait, in one order for all, until the transaction ends. */
export async function lockPeople(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    select p.id from person p where p.workspace_id = ${workspaceId} and p.id = ${anyId(ids)} order by p.id for no key update`)
}

/** People with their accounts. */
export async function peopleOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<PersonRow[]> {
  const result = await tx.execute(sql`
    select p.id, p.email_norm as email, p.job_title as "jobTitle", p.country, p.source, p.attributes,
      p.account_id as "accountId", a.name as "accountName", a.domain as "accountDomain", a.industry, a.employees,
      a.annual_revenue_minor as "annualRevenueMinor", a.currency, a.country as "accountCountry", a.region,
      a.attributes as "accountAttributes",
      (p.attributes ->> 'unsubscribed' is not distinct from 'true' or exists (
        select 1 from suppression s where s.workspace_id = ${workspaceId} and s.email_norm = p.email_norm
      )) as suppressed
    from person p
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    where p.workspace_id = ${workspaceId} and p.id = ${anyId(ids)} and p.merged_into_id is null
    order by p.id`)
  return rowsOf(result)
}

export async function touchesOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<TouchRow[]> {
  const result = await tx.execute(sql`
    select t.id, t.person_id as "personId", t.kind, t.side, t.direction, t.channel, t.subject,
      t.campaign_id as "campaignId", t.machine, t.occurred_at as "occurredAt", t.recorded_at as "recordedAt"
    from touch t
    where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(ids)}`)
  return rowsOf(result)
}

export async function reportedStagesOf(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReportedStageRow[]> {
  const result = await tx.execute(sql`
    select r.person_id as "personId", r.stage, r.source, r.reason, r.actor_id as "actorId", r.occurred_at as "occurredAt",
      r.recorded_at as "recordedAt"
    from reported_stage r
    where r.workspace_id = ${workspaceId} and r.person_id = ${anyId(ids)}
      and not exists (
        select 1 from reported_stage_withdrawal w where w.workspace_id = ${workspaceId} and w.person_id = r.person_id
          and w.stage = r.stage and w.occurred_at = r.occurred_at and w.revision = r.revision
      )`)
  return rowsOf(result)
}

/** Opportunities by contact role; where an opportunity names no contact, those of the person's account. */
export async function opportunitiesOf(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<OpportunityRow[]> {
  const fields = sql`o.id, o.status, o.stage, o.amount_minor as "amountMinor", o.currency, o.lost_reason as "lostReason",
    o.occurred_at as "occurredAt", o.closed_at as "closedAt", o.recorded_at as "recordedAt"`
  const result = await tx.execute(sql`
    select c.person_id as "personId", ${fields}, false as implicit
    from opportunity_contact c
    join opportunity o on o.workspace_id = ${workspaceId} and o.id = c.opportunity_id
    where c.workspace_id = ${workspaceId} and c.person_id = ${anyId(ids)}
    union all
    select p.id as "personId", ${fields}, true as implicit
    from person p
    join opportunity o on o.workspace_id = ${workspaceId} and o.account_id = p.account_id
    where p.workspace_id = ${workspaceId} and p.id = ${anyId(ids)}
      and not exists (
        select 1 from opportunity_contact c where c.workspace_id = ${workspaceId} and c.opportunity_id = o.id
      )`)
  return rowsOf(result)
}

export async function stageChangesOf(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<StageChangeRow[]> {
  if (ids.length === 0) return []
  const result = await tx.execute(sql`
    select s.opportunity_id as "opportunityId", s.to_stage as "toStage", s.amount_minor as "amountMinor",
      s.occurred_at as "occurredAt", s.recorded_at as "recordedAt"
    from opportunity_stage_change s
    where s.workspace_id = ${workspaceId} and s.opportunity_id = ${anyId(ids)}`)
  return rowsOf(result)
}

export async function campaignNames(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const result = await tx.execute(
    sql`select c.id, c.name from campaign c where c.workspace_id = ${workspaceId} and c.id = ${anyId(ids)}`,
  )
  return new Map(rowsOf<{ id: string; name: string }>(result).map(({ id, name }) => [id, name]))
}

/** People who share an account with some people, these included. */
export async function colleaguesOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  const result = await tx.execute(sql`
    select p.id from person p
    where p.workspace_id = ${workspaceId} and p.merged_into_id is null and (p.id = ${anyId(ids)} or p.account_id in (
      select o.account_id from person o where o.workspace_id = ${workspaceId} and o.id = ${anyId(ids)} and o.account_id is not null))`)
  return rowsOf<{ id: string }>(result).map((row) => row.id)
}
