import { sql } from 'drizzle-orm'
import type { Attributes } from '#platform/db/columns.ts'
import { rowsOf, type Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import type { Lead } from './contract.ts'
import type { LedgerRow } from './ledger-store.ts'

/** Reads one lead and everything around it. */

type Stored = Omit<
  Lead,
  'stageName' | 'staleSince' | 'excludedName' | 'reopenReasons' | 'account' | 'colleagues' | 'opportunities'
> & {
  attributes: Attributes
  accountDomain: string | null
  accountIndustry: string | null
  accountEmployees: number | null
  accountCountry: string | null
  accountSellerName: string | null
}

/** The person and where they stand, or `null` when there is no such person here. */
export async function storedLead(tx: Tx, workspaceId: string, personId: string): Promise<Stored | null> {
  const result = await tx.execute(sql`
    select p.id as "personId", ${personName} as name, p.email, p.job_title as "jobTitle", p.account_id as "accountId",
      a.name as "accountName", p.seller_id as "sellerId", s.name as "sellerName", p.source, p.phone, p.country,
      p.reported_stage as "reportedStage", p.occurred_at as "createdAt", p.attributes,
      a.domain as "accountDomain", a.industry as "accountIndustry", a.employees as "accountEmployees",
      a.country as "accountCountry", o.name as "accountSellerName",
      l.stage, coalesce(l.cycle, 0) as cycle, l.stage_entered_at as "stageEnteredAt", coalesce(l.fit, 0) as fit,
      coalesce(l.engagement, 0) as engagement, coalesce(l.grade, 'D4') as grade,
      coalesce(l.scored_at, p.recorded_at) as "scoredAt", l.last_touch_at as "lastTouchAt", l.hand_raise_at as "handRaiseAt",
      l.excluded_by as "excludedBy", coalesce(l.open_opportunities, 0) as "openOpportunities",
      coalesce(l.agreement_version, 0) as "agreementVersion", coalesce(l.counted_events, 0) as "countedEvents",
      l.qualified_first_at as "qualifiedFirstAt", l.qualified_latest_at as "qualifiedLatestAt",
      coalesce(l.qualified_count, 0) as "qualifiedCount"
    from person p
    left join lead l on l.workspace_id = ${workspaceId} and l.person_id = p.id
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = p.seller_id
    left join seller o on o.workspace_id = ${workspaceId} and o.id = a.seller_id
    where p.workspace_id = ${workspaceId} and p.id = ${personId} and p.merged_into_id is null`)
  return rowsOf<Stored>(result)[0] ?? null
}

export async function personExists(tx: Tx, workspaceId: string, personId: string): Promise<boolean> {
  const result = await tx.execute(sql`
    select 1 from person p where p.workspace_id = ${workspaceId} and p.id = ${personId} and p.merged_into_id is null`)
  return result.rows.length > 0
}

/** The other people of an account, those with something going on first. */
export async function colleaguesOf(tx: Tx, workspaceId: string, accountId: string, personId: string) {
  const result = await tx.execute(sql`
    select p.id as "personId", ${personName} as name, p.job_title as "jobTitle", l.stage, l.grade, l.last_touch_at as "lastTouchAt"
    from person p
    left join lead l on l.workspace_id = ${workspaceId} and l.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.account_id = ${accountId} and p.id <> ${personId} and p.merged_into_id is null
    order by l.last_touch_at desc nulls last, p.id limit 100`)
  return rowsOf<Omit<Lead['colleagues'][number], 'stageName'>>(result)
}

/** Opportunities of the account and those that name the person, open ones first. */
export async function opportunitiesAround(
  tx: Tx,
  workspaceId: string,
  accountId: string | null,
  personId: string,
) {
  const result = await tx.execute(sql`
    select o.id, o.name, o.status, o.stage, o.amount_minor as "amountMinor", o.currency, s.name as "sellerName",
      o.occurred_at as "createdAt", o.closed_at as "closedAt", c.role, c.person_id is not null as "isContact"
    from opportunity o
    left join opportunity_contact c
      on c.workspace_id = ${workspaceId} and c.opportunity_id = o.id and c.person_id = ${personId}
    left join seller s on s.workspace_id = ${workspaceId} and s.id = o.seller_id
    where o.workspace_id = ${workspaceId} and (o.account_id = ${accountId}::uuid or c.person_id is not null)
    order by o.status = 'open' desc, coalesce(o.closed_at, o.occurred_at) desc nulls last, o.id limit 100`)
  return rowsOf<Lead['opportunities'][number]>(result)
}

/** All moves of one person, with who made those made by hand, and the instant at which each was taken back. */
export async function ledgerOf(
  tx: Tx,
  workspaceId: string,
  personId: string,
): Promise<(LedgerRow & { actorName: string | null; voidedAt: Instant | null })[]> {
  const result = await tx.execute(sql`
    select t.id, t.person_id as "personId", t.cycle, t.from_stage as "fromStage", t.to_stage as "toStage",
      t.occurred_at as "occurredAt", t.recorded_at as "recordedAt", t.inferred, t.actor_kind as "actorKind", t.actor,
      t.agreement_version as "agreementVersion", t.reason, t.fit, t.engagement, t.cause_id as "causeId",
      m.name as "actorName", v.recorded_at as "voidedAt"
    from stage_transition t
    left join member m on m.workspace_id = ${workspaceId} and t.actor_kind = 'user' and m.user_id::text = t.actor
    left join stage_transition v on v.workspace_id = ${workspaceId} and v.voids_id = t.id
    where t.workspace_id = ${workspaceId} and t.person_id = ${personId} and t.voids_id is null
    order by t.cycle, t.occurred_at, t.id`)
  return rowsOf(result)
}
