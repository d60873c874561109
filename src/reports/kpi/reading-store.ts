import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { bucketOf } from '#platform/kernel/days.ts'
import { toIso } from '#platform/kernel/instant.ts'
import type { DealLine } from './rules/deals-counts.ts'
import { type DecisionCounts, noDecisions, type Outcome } from './rules/decisions.ts'
import type { SourceFreshness, TrustFacts } from './rules/facts.ts'
import { type DayRange, type Frame, funnelStages } from './rules/frame.ts'
import type { AgeCounts, FunnelCounts, StageCounts } from './rules/funnel-counts.ts'
import type { Histogram } from './rules/histogram.ts'
import type { PipelineLine } from './rules/pipeline.ts'
import type { ResponseCounts } from './rules/responses.ts'
import type { Duration } from './rules/survival.ts'
import type { Filters } from './schema.ts'

/** Where to count: in which workspace, over which days, under which frame. */
export interface Reading {
  workspaceId: string
  frame: Frame
  range: DayRange
}

/** The filters of a report as a condition over a fact called `f`. */
export function filtered(filters: Filters): SQL {
  return sql.join(
    [
      filters.source === undefined ? sql`` : sql`and f.source = ${filters.source}`,
      filters.team === undefined ? sql`` : sql`and f.team = ${filters.team}`,
      filters.campaignId === undefined ? sql`` : sql`and f.campaign_id = ${filters.campaignId}`,
    ],
    sql` `,
  )
}

/** Days in a range, over a day column. */
export const between = (column: SQL, range: DayRange) => sql`${column} between ${range.from} and ${range.to}`

/** `isImmature` of the rules, over a day column. */
const immature = (day: SQL, { knownDay, withinDays }: Frame) =>
  sql`${knownDay}::date - ${day} <= ${withinDays}`

/** Moves per day: from the daily sums when at most one filter is set, else from the moves themselves. */
function movesOf(workspaceId: string, { filters, withinDays }: Frame): SQL {
  const set = (Object.keys(filters) as (keyof Filters)[]).filter((key) => filters[key] !== undefined)
  if (set.length > 1) {
    return sql`select f.stage, f.from_stage, f.entered_on as day, f.agreement_version, 1 as entered,
        f.inferred::int as inferred, f.standing::int as standing,
        (coalesce(f.next_on - f.entered_on <= ${withinDays}, false))::int as reached
      from fact_stage f where f.workspace_id = ${workspaceId} ${filtered(filters)}`
  }
  const [key] = set
  const dimension = key === undefined ? 'all' : key === 'campaignId' ? 'campaign' : key
  return sql`select d.stage, d.from_stage, d.day, d.agreement_version, d.entered, d.inferred, d.standing,
      ${sql.raw(`d.reached_${withinDays}`)} as reached
    from stage_daily d
    where d.workspace_id = ${workspaceId} and d.dimension = ${dimension} and d.value = ${key ? filters[key]! : ''}`
}

interface MoveSums extends Record<string, unknown> {
  stage: string
  from_stage: string
  day: string
  version: number
  entered: number
  inferred: number
  reached: number
  immature: number
}

/** What `countFunnel` counts, by the database. */
export async function readFunnel(tx: Tx, { workspaceId, frame, range }: Reading): Promise<FunnelCounts> {
  const { rows } = await tx.execute<MoveSums>(sql`
    with m as (${movesOf(workspaceId, frame)})
    select m.stage, m.from_stage, date_trunc(${frame.bucket}, m.day::timestamp)::date as day,
      m.agreement_version as version, sum(m.entered) as entered, sum(m.inferred) as inferred, sum(m.reached) as reached,
      coalesce(sum(m.entered) filter (where ${immature(sql`m.day`, frame)}), 0) as immature
    from m where ${between(sql`m.day`, range)}
    group by 1, 2, 3, 4`)
  const stages = new Map<string, StageCounts>(
    funnelStages(frame).map((stage) => [
      stage.key,
      { stage: stage.key, entered: 0, inferred: 0, reached: 0, immature: 0, exits: 0 },
    ]),
  )
  const trend = new Map<string, { stage: string; bucket: string; entered: number }>()
  const versions = new Set<number>()
  for (const row of rows) {
    const left = stages.get(row.from_stage)
    if (left) left.exits += row.entered
    const line = stages.get(row.stage)
    if (!line) continue
    for (const part of ['entered', 'inferred', 'reached', 'immature'] as const) line[part] += row[part]
    versions.add(row.version)
    const bucket = bucketOf(row.day, frame.bucket)
    const bar = trend.get(`${row.stage} ${bucket}`) ?? { stage: row.stage, bucket, entered: 0 }
    bar.entered += row.entered
    trend.set(`${row.stage} ${bucket}`, bar)
  }
  return {
    stages: [...stages.values()],
    trend: [...trend.values()],
    versions: [...versions].sort((a, b) => a - b),
  }
}

/** What `countDecisions` counts, by the database. */
export async function readDecisions(tx: Tx, { workspaceId, frame, range }: Reading): Promise<DecisionCounts> {
  const { rows } = await tx.execute<{ outcome: Outcome; count: number }>(sql`
    select f.outcome, count(*) as count from fact_decision f
    where f.workspace_id = ${workspaceId} and ${between(sql`f.decided_on`, range)} ${filtered(frame.filters)}
    group by f.outcome`)
  const counts = noDecisions()
  for (const { outcome, count } of rows) counts[outcome] = count
  return counts
}

/** What `countAges` counts, by the database. */
export async function readAges(tx: Tx, workspaceId: string, frame: Frame): Promise<AgeCounts> {
  const { rows } = await tx.execute<{ stage: string; value: number; count: number }>(sql`
    with m as (${movesOf(workspaceId, frame)})
    select m.stage, ${frame.knownDay}::date - m.day as value, sum(m.standing) as count
    from m where m.standing > 0 and m.day <= ${frame.knownDay}
    group by 1, 2`)
  const ages = new Map<string, { value: number; count: number }[]>(
    funnelStages(frame).map(({ key }) => [key, []]),
  )
  for (const { stage, value, count } of rows) ages.get(stage)?.push({ value, count })
  return ages
}

interface DealRow extends Record<string, unknown> {
  status: DealLine['status']
  currency: string | null
  amount: string | null
  days: number | null
  immature: boolean
  deals: number
}

/** The amount of a decided deal; one lost at zero has none. */
export const knownAmount = sql`case when f.status = 'lost' then nullif(f.amount_minor, 0) else f.amount_minor end`

/** The lines `countDeals` adds up, by the database. */
export async function readDeals(tx: Tx, { workspaceId, frame, range }: Reading): Promise<DealLine[]> {
  const closed = sql`case when f.status <> 'open' then f.closed_on end`
  const dated =
    frame.basis === 'cohort'
      ? between(sql`f.created_on`, range)
      : sql`f.status <> 'open' and ${between(sql`f.closed_on`, range)}`
  const { rows } = await tx.execute<DealRow>(sql`
    select f.status, f.currency, sum(${knownAmount}) as amount, ${closed} - f.created_on as days,
      coalesce(${immature(sql`f.created_on`, frame)}, false) as immature, count(*) as deals
    from fact_opportunity f
    where f.workspace_id = ${workspaceId} and ${dated} ${filtered(frame.filters)}
    group by f.status, f.currency, ${knownAmount} is null, 4, 5`)
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: amount === null ? null : Number(amount) }))
}

/** What `countOpenDeals` counts, by the database. */
export async function readOpenDeals(
  tx: Tx,
  workspaceId: string,
  frame: Frame,
): Promise<{ days: Histogram; withoutCreation: number }> {
  const { rows } = await tx.execute<{ value: number | null; count: number }>(sql`
    select ${frame.knownDay}::date - f.created_on as value, count(*) as count
    from fact_opportunity f
    where f.workspace_id = ${workspaceId} and f.status = 'open'
      and (f.created_on is null or f.created_on <= ${frame.knownDay}) ${filtered(frame.filters)}
    group by 1`)
  const days = rows.filter((row): row is { value: number; count: number } => row.value !== null)
  return { days, withoutCreation: rows.find((row) => row.value === null)?.count ?? 0 }
}

interface PipelineRow extends Record<string, unknown>, Omit<PipelineLine, 'amountMinor'> {
  amount: string | null
}

/** Which opportunities each meaning of sourced takes in, over a fact called `f`; SOURCED in SQL. */
export const sourcedConditions = {
  origin: sql`coalesce(f.origin_is_marketing, false)`,
  firstTouch: sql`coalesce(f.first_touch_side = 'marketing', false)`,
  beforeSales: sql`coalesce(f.recent_first_side = 'marketing', false)`,
  influenced: sql`(f.marketing_touches > 0)`,
} as const

/** The lines `countPipeline` adds up, by the database. */
export async function readPipeline(tx: Tx, { workspaceId, frame, range }: Reading): Promise<PipelineLine[]> {
  const { rows } = await tx.execute<PipelineRow>(sql`
    select f.currency, sum(f.amount_minor) as amount, ${sourcedConditions.origin} as origin,
      ${sourcedConditions.firstTouch} as "firstTouch", ${sourcedConditions.beforeSales} as "beforeSales",
      ${sourcedConditions.influenced} as influenced, f.first_touch_at is null as "withoutTouch",
      f.origin_is_marketing is null as "withoutOrigin", count(*) as deals
    from fact_opportunity f
    where f.workspace_id = ${workspaceId} and ${between(sql`f.created_on`, range)} ${filtered(frame.filters)}
    group by f.currency, f.amount_minor is null, 3, 4, 5, 6, 7, 8`)
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: amount === null ? null : Number(amount) }))
}

interface WaitRow extends Record<string, unknown> {
  kind: 'attempt' | 'contact'
  length: number
  ended: number
  waiting: number
}

/** What `countResponses` counts, by the database. */
export async function readResponses(tx: Tx, { workspaceId, frame, range }: Reading): Promise<ResponseCounts> {
  if (frame.knownUntil === null) return { attempt: [], contact: [] }
  const until = sql`${toIso(frame.knownUntil)}::timestamptz`
  const { rows } = await tx.execute<WaitRow>(sql`
    select x.kind, floor(date_part('epoch', case when x.answered then x.at else ${until} end - f.raised_at) / 60)::int as length,
      count(*) filter (where x.answered) as ended, count(*) filter (where not x.answered) as waiting
    from fact_response f
    cross join lateral (values
      ('attempt', f.first_attempt_at, coalesce(f.first_attempt_at <= ${until}, false)),
      ('contact', f.first_contact_at, coalesce(f.first_contact_at <= ${until}, false))
    ) as x(kind, at, answered)
    where f.workspace_id = ${workspaceId} and ${between(sql`f.raised_on`, range)} and f.raised_at <= ${until}
      ${filtered(frame.filters)}
    group by 1, 2`)
  const of = (kind: WaitRow['kind']): Duration[] =>
    rows.filter((row) => row.kind === kind).map(({ length, ended, waiting }) => ({ length, ended, waiting }))
  return { attempt: of('attempt'), contact: of('contact') }
}

/** How far the data reach and how complete they are. */
export async function readTrust(
  tx: Tx,
  workspaceId: string,
): Promise<Pick<TrustFacts, 'freshness' | 'fields'>> {
  const freshness = await tx.execute<SourceFreshness & Record<string, unknown>>(sql`
    select s.source, s.kind, s.last_occurred_at as "lastOccurredAt", s.last_recorded_at as "lastRecordedAt"
    from source_freshness s where s.workspace_id = ${workspaceId}`)
  const fields = await tx.execute<TrustFacts['fields'][number] & Record<string, unknown>>(sql`
    select c.record, c.field, c.filled, c.total from field_count c where c.workspace_id = ${workspaceId}`)
  return { freshness: freshness.rows, fields: fields.rows }
}
