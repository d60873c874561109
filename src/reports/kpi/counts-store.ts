import { type SQL, sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { FIELDS } from './rules/trust.ts'

/** Kinds of record whose fields are counted, with the table that says which are missing. */
const COUNTED = {
  person: { table: sql`fact_person`, id: sql`f.person_id` },
  account: { table: sql`fact_account`, id: sql`f.account_id` },
  opportunity: { table: sql`fact_opportunity`, id: sql`f.opportunity_id` },
} as const

type Counted = keyof typeof COUNTED

/** Bits of `missing` by record and field; open and closed opportunities are counted apart as well. */
const BITS: Record<Counted, { record: string; field: string; bit: number; status: string }[]> = {
  person: FIELDS.person.map((field, i) => ({ record: 'person', field, bit: 1 << i, status: '' })),
  account: FIELDS.account.map((field, i) => ({ record: 'account', field, bit: 1 << i, status: '' })),
  opportunity: (['opportunity', 'open_opportunity', 'closed_opportunity'] as const).flatMap((record) =>
    FIELDS[record].map((field) => ({
      record,
      field,
      bit: opportunityBit(field),
      status: record.split('_')[0]!,
    })),
  ),
}

function opportunityBit(field: string): number {
  const position = (FIELDS.opportunity as readonly string[]).indexOf(field)
  return 1 << (position === -1 ? FIELDS.opportunity.length : position)
}

/** Takes the facts of these records away, and when `counted` what they added to the counts. */
export async function forgetRecords(
  tx: Tx,
  workspaceId: string,
  kind: Counted,
  ids: readonly string[],
  counted: boolean,
): Promise<void> {
  const { table, id } = COUNTED[kind]
  const remove = sql`delete from ${table} f where f.workspace_id = ${workspaceId} and ${id} = ${anyId(ids)}`
  await tx.execute(
    counted ? sql`with x as (${remove} returning f.*) ${addToCounts(workspaceId, kind, -1)}` : remove,
  )
}

/** Adds the facts of these records, or of all, to the counts. */
export async function countRecords(
  tx: Tx,
  workspaceId: string,
  kind: Counted,
  ids: readonly string[] | 'all',
): Promise<void> {
  const { table, id } = COUNTED[kind]
  const which = ids === 'all' ? sql`` : sql`and ${id} = ${anyId(ids)}`
  await tx.execute(sql`
    with x as (select f.* from ${table} f where f.workspace_id = ${workspaceId} ${which})
    ${addToCounts(workspaceId, kind, 1)}`)
}

function addToCounts(workspaceId: string, kind: Counted, sign: 1 | -1): SQL {
  const bits = BITS[kind]
  const touches = ['channel', 'campaign'].map(
    (field) => sql`union all
      select 'marketing_touch', ${field}::text, sum(${sql.raw(`x.with_${field}`)}), sum(x.marketing_touches) from x`,
  )
  const status =
    kind === 'opportunity'
      ? sql`where b.status = 'opportunity' or (b.status = 'open') = (x.status = 'open')`
      : sql``
  return sql`
    insert into field_count (workspace_id, record, field, filled, total)
    select ${workspaceId}::uuid, d.record, d.field, ${sign}::int * coalesce(d.filled, 0), ${sign}::int * coalesce(d.total, 0)
    from (
      select b.record, b.field, count(*) filter (where (x.missing & b.bit) = 0) as filled, count(*) as total
      from x cross join unnest(
        ${sql.param(bits.map((bit) => bit.record))}::text[], ${sql.param(bits.map((bit) => bit.field))}::text[],
        ${sql.param(bits.map((bit) => bit.bit))}::int[], ${sql.param(bits.map((bit) => bit.status))}::text[]
      ) as b(record, field, bit, status)
      ${status}
      group by b.record, b.field
      ${kind === 'person' ? sql.join(touches, sql` `) : sql``}
    ) d
    order by d.record, d.field
    on conflict (workspace_id, record, field)
    do update set filled = field_count.filled + excluded.filled, total = field_count.total + excluded.total`
}

/** Starts the counts of fields from nothing. */
export async function clearCounts(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`delete from field_count c where c.workspace_id = ${workspaceId}`)
}

/** Forgets how far the records of each source reach. */
export async function clearFreshness(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`delete from source_freshness s where s.workspace_id = ${workspaceId}`)
}

/** Writes one fact for each of these accounts that exists and was not merged into another. */
export async function writeAccounts(
  tx: Tx,
  workspaceId: string,
  accountIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    insert into fact_account (workspace_id, account_id, missing)
    select a.workspace_id, a.id,
      (a.domain is null)::int + (a.industry is null)::int * 2 + (a.employees is null)::int * 4
        + (a.country is null)::int * 8 + (a.seller_id is null)::int * 16
    from account a
    where a.workspace_id = ${workspaceId} and a.id = ${anyId(accountIds)} and a.merged_into_id is null`)
}

/** Adds up the moves of these days, or of all, by source, team and campaign. */
export async function writeDays(tx: Tx, workspaceId: string, days: readonly string[] | 'all'): Promise<void> {
  const list = days === 'all' ? null : sql`any(${sql.param(days)}::date[])`
  await tx.execute(
    sql`delete from stage_daily d where d.workspace_id = ${workspaceId} ${list ? sql`and d.day = ${list}` : sql``}`,
  )
  const reached = [30, 60, 90, 180, 365].map(
    (within) => sql`count(*) filter (where f.next_on - f.entered_on <= ${sql.raw(String(within))})`,
  )
  await tx.execute(sql`
    insert into stage_daily (workspace_id, dimension, value, day, stage, from_stage, agreement_version, entered, inferred,
      standing, reached_30, reached_60, reached_90, reached_180, reached_365)
    select f.workspace_id, d.dimension, d.value, f.entered_on, f.stage, f.from_stage, f.agreement_version,
      count(*), count(*) filter (where f.inferred), count(*) filter (where f.standing), ${sql.join(reached, sql`, `)}
    from fact_stage f
    cross join lateral (values ('all', ''), ('source', coalesce(f.source, '')), ('team', coalesce(f.team, '')),
      ('campaign', coalesce(f.campaign_id::text, ''))) as d(dimension, value)
    where f.workspace_id = ${workspaceId} ${list ? sql`and f.entered_on = ${list}` : sql``}
    group by f.workspace_id, d.dimension, d.value, f.entered_on, f.stage, f.from_stage, f.agreement_version`)
}

interface Arrivals {
  workspaceId: string
  personIds: readonly string[] | 'all'
  opportunityIds: readonly string[] | 'all'
  accountIds: readonly string[] | 'all'
  now: Instant
}

/** A creation date as a source stated it; one that is the instant of recording stands for a date that nobody gave. */
const stated = (record: SQL) =>
  sql`case when ${record}.occurred_at <> ${record}.recorded_at then ${record}.occurred_at end`

/**
 * Notes how far the records of each source reach, with the stages that people and deals entered. Dates later than now are not
 * believed, and a creation date that was only assumed says nothing.
 */
export async function noteFreshness(
  tx: Tx,
  { workspaceId, personIds, opportunityIds, accountIds, now }: Arrivals,
): Promise<void> {
  const until = sql`${toIso(now)}::timestamptz`
  const ids = (column: SQL, list: readonly string[] | 'all') =>
    list === 'all' ? sql`` : sql`and ${column} = ${anyId(list)}`
  const known = (at: SQL) => sql`max(${at}) filter (where ${at} <= ${until})`
  const system = sql`coalesce(e.system, '')`
  const named = (kind: Counted, id: SQL) => sql`left join external_id e
      on e.workspace_id = ${workspaceId} and e.record_id = ${id} and e.kind = ${kind}`
  await tx.execute(sql`
    insert into source_freshness (workspace_id, source, kind, last_occurred_at, last_recorded_at)
    select t.workspace_id, t.source, 'touch', ${known(sql`t.occurred_at`)}, max(t.recorded_at)
    from touch t where t.workspace_id = ${workspaceId} ${ids(sql`t.person_id`, personIds)}
    group by t.workspace_id, t.source
    union all
    select p.workspace_id, ${system}, 'person', greatest(${known(stated(sql`p`))}, ${known(sql`r.occurred_at`)}), max(p.recorded_at)
    from person p
    ${named('person', sql`p.id`)}
    left join reported_stage r on r.workspace_id = ${workspaceId} and r.person_id = p.id
    where p.workspace_id = ${workspaceId} ${ids(sql`p.id`, personIds)}
    group by p.workspace_id, ${system}
    union all
    select a.workspace_id, ${system}, 'account', ${known(stated(sql`a`))}, max(a.recorded_at)
    from account a
    ${named('account', sql`a.id`)}
    where a.workspace_id = ${workspaceId} ${ids(sql`a.id`, accountIds)}
    group by a.workspace_id, ${system}
    union all
    select o.workspace_id, ${system}, 'opportunity',
      greatest(${known(sql`o.occurred_at`)}, ${known(sql`o.closed_at`)}, ${known(stated(sql`m`))}), max(o.recorded_at)
    from opportunity o
    ${named('opportunity', sql`o.id`)}
    left join opportunity_stage_change m on m.workspace_id = ${workspaceId} and m.opportunity_id = o.id
    where o.workspace_id = ${workspaceId} ${ids(sql`o.id`, opportunityIds)}
    group by o.workspace_id, ${system}
    on conflict (workspace_id, source, kind) do update set
      last_occurred_at = greatest(source_freshness.last_occurred_at, excluded.last_occurred_at),
      last_recorded_at = greatest(source_freshness.last_recorded_at, excluded.last_recorded_at)`)
}

/** Removes facts of records that are gone or were merged into another. */
export async function forgetTheGone(tx: Tx, workspaceId: string): Promise<void> {
  const person = sql`not exists (select 1 from person p
    where p.workspace_id = ${workspaceId} and p.id = f.person_id and p.merged_into_id is null)`
  for (const table of ['fact_person', 'fact_stage', 'fact_decision', 'fact_response']) {
    await tx.execute(sql`delete from ${sql.raw(table)} f where f.workspace_id = ${workspaceId} and ${person}`)
  }
  await tx.execute(sql`
    delete from fact_opportunity f where f.workspace_id = ${workspaceId} and not exists (
      select 1 from opportunity o where o.workspace_id = ${workspaceId} and o.id = f.opportunity_id)`)
  await tx.execute(sql`
    delete from fact_account f where f.workspace_id = ${workspaceId} and not exists (
      select 1 from account a where a.workspace_id = ${workspaceId} and a.id = f.account_id and a.merged_into_id is null)`)
}
