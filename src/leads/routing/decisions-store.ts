import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import type { Tried } from './rules/decide.ts'
import type { Skipped } from './rules/present.ts'
import type { Deltas } from './rules/rotation.ts'
import type { DecisionItem } from './schema.ts'

/** Reads stored decisions. */

export interface DecisionRow extends Record<string, unknown> {
  id: string
  personId: string
  personName: string
  accountName: string | null
  cycle: number
  sellerId: string | null
  sellerName: string | null
  ruleKey: string
  ruleName: string
  match: DecisionItem['match']
  poolKey: string | null
  poolName: string | null
  because: string
  skipped: Skipped[]
  tried: Tried[]
  evidence: string[]
  occurredAt: Instant
  agreementVersion: number
  givenBack: boolean
}

const instant = (at: Instant) => sql`${toIso(at)}::timestamptz`

/** What stands in a decision, with the names of today; `page` picks the rows. */
function withNames(workspaceId: string, page: ReturnType<typeof sql>) {
  return sql`
    select d.id, d.person_id as "personId",
      ${personName} as "personName",
      a.name as "accountName", d.cycle, d.seller_id as "sellerId", s.name as "sellerName", d.rule_key as "ruleKey",
      d.rule_name as "ruleName", d.match, d.pool_key as "poolKey", d.pool_name as "poolName", d.because, d.skipped, d.tried,
      d.evidence, d.occurred_at as "occurredAt", d.agreement_version as "agreementVersion",
      exists (select 1 from pool_credit c where c.workspace_id = ${workspaceId} and c.decision_id = d.id and c.kind = 'given_back')
        as "givenBack"
    from (${page}) d
    left join person p on p.workspace_id = ${workspaceId} and p.id = d.person_id
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = d.seller_id
    order by d.id desc`
}

export interface DecisionsAsked {
  match?: string | undefined
  rule?: string | undefined
  seller?: string | undefined
  unassigned?: boolean | undefined
  after?: string | undefined
  limit: number
}

/** Decisions, latest first. */
export async function decisionRows(
  tx: Tx,
  workspaceId: string,
  { match, rule, seller, unassigned, after, limit }: DecisionsAsked,
): Promise<DecisionRow[]> {
  const page = sql`
    select * from routing_decision d where d.workspace_id = ${workspaceId}
      ${match ? sql`and d.match = ${match}` : sql``}
      ${rule ? sql`and d.rule_key = ${rule}` : sql``}
      ${seller ? sql`and d.seller_id = ${seller}` : sql``}
      ${unassigned === undefined ? sql`` : unassigned ? sql`and d.seller_id is null` : sql`and d.seller_id is not null`}
      ${after ? sql`and d.id < ${after}::uuid` : sql``}
    order by d.id desc limit ${limit}`
  const { rows } = await tx.execute<DecisionRow>(withNames(workspaceId, page))
  return rows
}

/** Every decision about one person, whatever records it has, latest first. */
export async function decisionsOfPerson(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<DecisionRow[]> {
  const page = sql`
    select * from routing_decision d where d.workspace_id = ${workspaceId} and d.person_id = ${anyId(personIds)}
    order by d.id desc limit 200`
  const { rows } = await tx.execute<DecisionRow>(withNames(workspaceId, page))
  return rows
}

/** The first decision of each of the latest cycles that were routed, latest first. */
export async function latestFirstDecisions(
  tx: Tx,
  workspaceId: string,
  limit: number,
): Promise<DecisionRow[]> {
  const page = sql`
    select * from routing_decision d where d.workspace_id = ${workspaceId}
      and not exists (
        select 1 from routing_decision e where e.workspace_id = ${workspaceId} and e.person_id = d.person_id
          and e.cycle = d.cycle and e.id < d.id
      )
    order by d.id desc limit ${limit}`
  const { rows } = await tx.execute<DecisionRow>(withNames(workspaceId, page))
  return rows
}

/** People who qualified, latest first. */
export async function latestQualified(tx: Tx, workspaceId: string, limit: number) {
  const { rows } = await tx.execute<{ personId: string; at: Instant }>(sql`
    select l.person_id as "personId", l.qualified_latest_at as at from lead l
    where l.workspace_id = ${workspaceId} and l.qualified_latest_at is not null
    order by l.qualified_latest_at desc, l.person_id limit ${limit}`)
  return rows
}

/** Credits of each pool as they were before an instant: its ledger summed up. */
export async function creditsBefore(
  tx: Tx,
  workspaceId: string,
  at: Instant,
): Promise<Map<string, Record<string, number>>> {
  const { rows } = await tx.execute<{ poolKey: string; deltas: Deltas }>(sql`
    select x.pool_key as "poolKey", jsonb_object_agg(x.key, x.credit) as deltas from (
      select c.pool_key, e.key, sum(e.value::bigint)::float8 as credit from pool_credit c, jsonb_each_text(c.deltas) e
      where c.workspace_id = ${workspaceId} and c.recorded_at < ${instant(at)} group by c.pool_key, e.key
    ) x group by x.pool_key`)
  return new Map(rows.map(({ poolKey, deltas }) => [poolKey, deltas]))
}

/** Decisions per rule since an instant. */
export async function countsByRule(tx: Tx, workspaceId: string, since: Instant) {
  const { rows } = await tx.execute<{ key: string; decisions: number; unassigned: number }>(sql`
    select d.rule_key as key, count(*)::int as decisions, count(*) filter (where d.seller_id is null)::int as unassigned
    from routing_decision d where d.workspace_id = ${workspaceId} and d.occurred_at >= ${instant(since)} group by d.rule_key`)
  return rows
}

/** Turns per pool and seller since an instant, those that were given back left out. */
export async function turnsSince(tx: Tx, workspaceId: string, since: Instant) {
  const { rows } = await tx.execute<{ poolKey: string; sellerId: string; turns: number }>(sql`
    select d.pool_key as "poolKey", d.seller_id as "sellerId", count(*)::int as turns from routing_decision d
    where d.workspace_id = ${workspaceId} and d.occurred_at >= ${instant(since)} and d.pool_key is not null
      and d.seller_id is not null and not exists (
        select 1 from pool_credit c where c.workspace_id = ${workspaceId} and c.decision_id = d.id and c.kind = 'given_back'
      )
    group by d.pool_key, d.seller_id`)
  return rows
}

/** Decisions of the catch-all per day of a time zone since an instant. */
export async function catchAllPerDay(tx: Tx, workspaceId: string, since: Instant, timeZone: string) {
  const { rows } = await tx.execute<{ day: string; decisions: number }>(sql`
    select to_char(d.occurred_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, count(*)::int as decisions
    from routing_decision d
    where d.workspace_id = ${workspaceId} and d.match = 'catch_all' and d.occurred_at >= ${instant(since)} group by 1 order by 1`)
  return rows
}

/** Leads given to each seller since an instant, given back ones left out. */
export async function givenPerSeller(
  tx: Tx,
  workspaceId: string,
  since: Instant,
): Promise<Map<string, number>> {
  const { rows } = await tx.execute<{ sellerId: string; given: number }>(sql`
    select d.seller_id as "sellerId", count(*)::int as given from routing_decision d
    where d.workspace_id = ${workspaceId} and d.occurred_at >= ${instant(since)} and d.seller_id is not null and not exists (
      select 1 from pool_credit c where c.workspace_id = ${workspaceId} and c.decision_id = d.id and c.kind = 'given_back'
    ) group by d.seller_id`)
  return new Map(rows.map(({ sellerId, given }) => [sellerId, given]))
}
