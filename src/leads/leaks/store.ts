import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import { foundIn, type Limits } from './found-store.ts'
import type { LeakKind } from './rules/kinds.ts'

/** Reads and writes of leaks. */

export interface Amount {
  currency: string
  amountMinor: number
}

export interface CountRow extends Record<string, unknown> {
  count: number
  withoutAmount: number
  oldestAt: Instant | null
  amounts: Amount[] | null
}

/** Open opportunities with an amount at the account of the person `found.person_id`. */
const dealsOf = (ws: string): SQL => sql`
  select f.person_id, o.id, o.currency, o.amount_minor
  from found f
  join person p on p.workspace_id = ${ws} and p.id = f.person_id
  join opportunity o on o.workspace_id = ${ws} and o.account_id = p.account_id and o.status = 'open'
    and o.amount_minor is not null and o.currency is not null`

/** How many are in a leak, since when, and what stands behind them; one opportunity is counted once. */
export async function countLeak(
  tx: Tx,
  workspaceId: string,
  kind: LeakKind,
  limits: Limits,
): Promise<CountRow> {
  const { rows } = await tx.execute<CountRow>(sql`
    with found as materialized (${foundIn(kind, workspaceId, limits)}), deals as materialized (${dealsOf(workspaceId)}), sums as (
      select d.currency, sum(d.amount_minor)::bigint as total
      from (select distinct id, currency, amount_minor from deals) d group by d.currency
    )
    select (select count(*) from found)::int as count, (select min(since) from found) as "oldestAt",
      (select count(*) from found f where not exists (select 1 from deals d where d.person_id = f.person_id))::int as "withoutAmount",
      (select json_agg(json_build_object('currency', currency, 'amountMinor', total) order by total desc) from sums) as amounts`)
  return rows[0]!
}

/** Only the number, for the daily list. */
export async function numberInLeak(
  tx: Tx,
  workspaceId: string,
  kind: LeakKind,
  limits: Limits,
): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from (${foundIn(kind, workspaceId, limits)}) found`)
  return rows[0]!.count
}

export interface FoundRow extends Record<string, unknown> {
  personId: string
  personName: string
  jobTitle: string | null
  accountName: string | null
  handOffId: string | null
  sellerId: string | null
  sellerName: string | null
  since: Instant
  reason: string | null
  hintId: string | null
  hintName: string | null
  stageEnteredAt: Instant | null
  cycle: number
  amounts: Amount[] | null
}

/**
 * A page of the people in a leak, the longest first; or those of them who are named.
 *
 * @param only ids of people; with it there is no page
 */
export async function rowsInLeak(
  tx: Tx,
  workspaceId: string,
  kind: LeakKind,
  limits: Limits,
  asked: { after?: [Instant, string] | undefined; only?: readonly string[]; limit: number },
): Promise<FoundRow[]> {
  const { after, only, limit } = asked
  const ids =
    only &&
    sql`f.person_id in (${sql.join(
      only.map((id) => sql`${id}::uuid`),
      sql`, `,
    )})`
  const later = after && sql`(f.since, f.person_id) > (${toIso(after[0])}::timestamptz, ${after[1]}::uuid)`
  const { rows } = await tx.execute<FoundRow>(sql`
    with whole as materialized (${foundIn(kind, workspaceId, limits)}), found as materialized (
      select f.* from whole f where ${ids ?? later ?? sql`true`} order by f.since, f.person_id limit ${limit}
    ), deals as materialized (${dealsOf(workspaceId)}), sums as (
      select d.person_id, d.currency, sum(d.amount_minor)::bigint as total from deals d group by d.person_id, d.currency
    )
    select f.person_id as "personId", f.hand_off_id as "handOffId", f.seller_id as "sellerId", s.name as "sellerName", f.since,
      f.reason, f.hint_id as "hintId", k.name as "hintName", l.stage_entered_at as "stageEnteredAt", coalesce(l.cycle, 0) as cycle,
      ${personName} as "personName",
      p.job_title as "jobTitle", a.name as "accountName", (
        select json_agg(json_build_object('currency', m.currency, 'amountMinor', m.total) order by m.total desc)
        from sums m where m.person_id = f.person_id) as amounts
    from found f
    join person p on p.workspace_id = ${workspaceId} and p.id = f.person_id
    left join lead l on l.workspace_id = ${workspaceId} and l.person_id = f.person_id
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = f.seller_id
    left join seller k on k.workspace_id = ${workspaceId} and k.id = f.hint_id
    order by f.since, f.person_id`)
  return rows
}

/** From when on the workspace hands leads over; null while it is not live. */
export async function liveSince(tx: Tx, workspaceId: string): Promise<Instant | null> {
  const { rows } = await tx.execute<{ at: Instant }>(sql`
    select h.live_since as at from hand_off_start h where h.workspace_id = ${workspaceId}`)
  return rows[0]?.at ?? null
}

/** Whether all of these people are here. */
export async function allPeopleExist(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<boolean> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from person p
    where p.workspace_id = ${workspaceId} and p.id in (${sql.join(
      personIds.map((id) => sql`${id}::uuid`),
      sql`, `,
    )})`)
  return rows[0]!.count === personIds.length
}

/** Whether the list of the day is made already. */
export async function isDayListed(tx: Tx, workspaceId: string, day: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from leak_day d where d.workspace_id = ${workspaceId} and d.day = ${day}`)
  return rows.length > 0
}

/** Keeps the list of a day; answers false when another was faster. */
export async function insertDay(
  tx: Tx,
  workspaceId: string,
  row: { day: string; counts: Record<LeakKind, number>; foundAt: Instant },
): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    insert into leak_day (workspace_id, day, found_at, counts)
    values (${workspaceId}, ${row.day}, ${new Date(row.foundAt).toISOString()}, ${JSON.stringify(row.counts)}::jsonb)
    on conflict do nothing returning day`)
  return rows.length > 0
}

/** The zone in which the days of the workspace begin. */
export async function timeZoneOf(tx: Tx, workspaceId: string): Promise<string> {
  const { rows } = await tx.execute<{ zone: string }>(sql`
    select w.time_zone as zone from workspace w where w.id = ${workspaceId}`)
  return rows[0]?.zone ?? 'UTC'
}
