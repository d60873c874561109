import { type SQL, sql } from 'drizzle-orm'
import { anyText, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import type { FigureRecord, PARTS } from './contract.ts'
import { between, filtered, knownAmount, sourcedConditions } from './reading-store.ts'
import type { MeasureKey } from './rules/catalogue.ts'
import { ACCEPTED } from './rules/decisions.ts'
import { type Frame, funnelStages } from './rules/frame.ts'

/** Which records to list: those of one figure, in one frame. */
export interface RecordsAsked {
  workspaceId: string
  frame: Frame
  figure: MeasureKey
  stage: string | undefined
  part: (typeof PARTS)[number]
  /** instant and key of the last record shown */
  after: [Instant, string] | undefined
  limit: number
}

/** Facts behind a figure: where they are, which of them, which counted, and what each adds. */
interface Behind {
  kind: 'person' | 'opportunity'
  facts: SQL
  /** over the fact called `f` */
  where: SQL
  counted: SQL
  at: SQL
  key: SQL
  value: SQL
  unit: FigureRecord['unit']
}

const NOTHING = sql`null::double precision`

/** Lists the records behind a figure, newest first; `null` for figures that no records stand behind. */
export async function readRecords(tx: Tx, asked: RecordsAsked): Promise<FigureRecord[] | null> {
  const behind = behindFigure(asked)
  if (behind === null) return null
  const { workspaceId, part, limit } = asked
  const wanted =
    part === 'denominator' ? sql`` : part === 'numerator' ? sql`and x.counted` : sql`and not x.counted`
  const [at, key] = asked.after ?? []
  const after = at === undefined ? sql`` : sql`and (x.at, x.key) < (${toIso(at)}::timestamptz, ${key})`
  const { rows } = await tx.execute<FigureRecord & Record<string, unknown>>(sql`
    with x as (
      select f.*, ${behind.key} as key, coalesce(${behind.at}, '1970-01-01T00:00:00Z'::timestamptz) as at,
        ${behind.at} is not null as dated, coalesce(${behind.counted}, false) as counted, ${behind.value} as value
      from ${behind.facts} f
      where f.workspace_id = ${workspaceId} ${behind.where}
    ),
    listed as (
      select x.* from x where true ${wanted} ${after} order by x.at desc, x.key desc limit ${limit}
    )
    ${behind.kind === 'person' ? namedPeople(workspaceId) : namedDeals(workspaceId)}
    order by x.at desc, x.key desc`)
  return rows.map(({ at, dated, ...row }) => ({
    ...row,
    at: dated ? at : null,
    kind: behind.kind,
    unit: behind.unit,
  }))
}

const namedPeople = (workspaceId: string) => sql`
  select p.id, x.key, ${personName} as title,
    coalesce(a.name, p.email) as subtitle, x.at, x.dated, x.value, null as currency, x.counted
  from listed x
  join person p on p.workspace_id = ${workspaceId} and p.id = x.person_id
  left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id`

const namedDeals = (workspaceId: string) => sql`
  select o.id, x.key, o.name as title, a.name as subtitle, x.at, x.dated, x.value, x.currency, x.counted
  from listed x
  join opportunity o on o.workspace_id = ${workspaceId} and o.id = x.opportunity_id
  left join account a on a.workspace_id = ${workspaceId} and a.id = o.account_id`

function behindFigure({ figure, stage, frame, part }: RecordsAsked): Behind | null {
  if (figure in STAGE_FIGURES)
    return STAGE_FIGURES[figure as keyof typeof STAGE_FIGURES](frame, stage ?? '', part)
  if (figure === 'speed_to_lead' || figure === 'speed_to_contact') return responses(frame, figure)
  if (figure in DEAL_FIGURES) return DEAL_FIGURES[figure as keyof typeof DEAL_FIGURES](frame)
  if (figure in MISSING) return MISSING[figure as keyof typeof MISSING]
  return null
}

const entries = (frame: Frame, where: SQL, more: Partial<Behind> = {}): Behind => ({
  kind: 'person',
  facts: sql`fact_stage`,
  where: sql`${where} ${filtered(frame.filters)}`,
  counted: sql`true`,
  at: sql`f.entered_at`,
  key: sql`f.person_id::text || ' ' || f.cycle || ' ' || f.stage`,
  value: NOTHING,
  unit: null,
  ...more,
})

const STAGE_FIGURES = {
  stage_entries: (frame: Frame, stage: string) =>
    entries(frame, sql`and f.stage = ${stage} and ${between(sql`f.entered_on`, frame.range)}`),
  stage_conversion: (frame: Frame, stage: string, part: RecordsAsked['part']) => {
    if (frame.basis === 'cohort') {
      return entries(frame, sql`and f.stage = ${stage} and ${between(sql`f.entered_on`, frame.range)}`, {
        counted: sql`f.next_on - f.entered_on <= ${frame.withinDays}`,
        value: sql`(f.next_on - f.entered_on)::double precision`,
        unit: 'days',
      })
    }
    const stages = funnelStages(frame)
    const next = stages[stages.findIndex((line) => line.key === stage) + 1]?.key ?? ''
    // The two sides are different moves, so each is a list of its own in which everything counts.
    const side = part === 'numerator' ? next : stage
    return entries(frame, sql`and f.stage = ${side} and ${between(sql`f.entered_on`, frame.range)}`)
  },
  stage_exits: (frame: Frame, stage: string) =>
    entries(frame, sql`and f.from_stage = ${stage} and ${between(sql`f.entered_on`, frame.range)}`),
  stage_age: (frame: Frame, stage: string) =>
    entries(frame, sql`and f.stage = ${stage} and f.standing and f.entered_on <= ${frame.knownDay}`, {
      value: sql`(${frame.knownDay}::date - f.entered_on)::double precision`,
      unit: 'days',
    }),
  sal_rate: (frame: Frame) =>
    entries(frame, sql`and f.outcome <> 'inferred' and ${between(sql`f.decided_on`, frame.range)}`, {
      facts: sql`fact_decision`,
      counted: sql`f.outcome = ${anyText(ACCEPTED)}`,
      at: sql`f.decided_at`,
      key: sql`f.person_id::text || ' ' || f.decision`,
    }),
} as const

function responses(frame: Frame, figure: 'speed_to_lead' | 'speed_to_contact'): Behind {
  const answered = figure === 'speed_to_lead' ? sql`f.first_attempt_at` : sql`f.first_contact_at`
  const until = sql`${toIso(frame.knownUntil ?? 0)}::timestamptz`
  return {
    kind: 'person',
    facts: sql`fact_response`,
    where: sql`and ${between(sql`f.raised_on`, frame.range)} and f.raised_at <= ${until} ${filtered(frame.filters)}`,
    counted: sql`${answered} <= ${until}`,
    at: sql`f.raised_at`,
    key: sql`f.touch_id::text`,
    value: sql`floor(date_part('epoch', case when ${answered} <= ${until} then ${answered} else ${until} end - f.raised_at) / 60)`,
    unit: 'minutes',
  }
}

const deals = (frame: Frame, where: SQL, more: Partial<Behind> = {}): Behind => ({
  kind: 'opportunity',
  facts: sql`fact_opportunity`,
  where: sql`${where} ${filtered(frame.filters)}`,
  counted: sql`true`,
  at: sql`f.created_at`,
  key: sql`f.opportunity_id::text`,
  value: sql`f.amount_minor::double precision`,
  unit: 'money',
  ...more,
})

const days = sql`(f.closed_on - f.created_on)`

/** Deals decided in the range, or created in it and decided within the window. */
function decided(frame: Frame): SQL {
  return frame.basis === 'cohort'
    ? sql`and f.status <> 'open' and ${between(sql`f.created_on`, frame.range)} and ${days} <= ${frame.withinDays}`
    : sql`and f.status <> 'open' and ${between(sql`f.closed_on`, frame.range)}`
}

const ours = (frame: Frame) =>
  sql`f.amount_minor is not null and (f.currency is null or f.currency = ${frame.currency})`
const won = sql`f.status = 'won'`
const created = (frame: Frame, counted: SQL) =>
  deals(frame, sql`and ${between(sql`f.created_on`, frame.range)} and ${ours(frame)}`, { counted })

const DEAL_FIGURES = {
  win_rate: (frame: Frame) => deals(frame, decided(frame), { counted: won, at: sql`f.closed_at` }),
  win_rate_amount: (frame: Frame) =>
    deals(frame, sql`${decided(frame)} and ${ours(frame)} and ${knownAmount} is not null`, {
      counted: won,
      at: sql`f.closed_at`,
    }),
  cycle_length: (frame: Frame) =>
    deals(frame, sql`${decided(frame)} and ${won} and ${days} >= 0`, {
      at: sql`f.closed_at`,
      value: sql`${days}::double precision`,
      unit: 'days' as const,
    }),
  open_age: (frame: Frame) =>
    deals(frame, sql`and f.status = 'open' and f.created_on <= ${frame.knownDay}`, {
      value: sql`(${frame.knownDay}::date - f.created_on)::double precision`,
      unit: 'days' as const,
    }),
  sales_velocity: (frame: Frame) =>
    deals(frame, sql`${decided(frame)} and ${days} >= 0 and (f.status = 'lost' or (${ours(frame)}))`, {
      counted: won,
      at: sql`f.closed_at`,
    }),
  pipeline_created: (frame: Frame) => created(frame, sql`true`),
  sourced_origin: (frame: Frame) => created(frame, sourcedConditions.origin),
  sourced_first_touch: (frame: Frame) => created(frame, sourcedConditions.firstTouch),
  sourced_before_sales: (frame: Frame) => created(frame, sourcedConditions.beforeSales),
  influenced: (frame: Frame) => created(frame, sourcedConditions.influenced),
} as const

const missingPeople = (counted: SQL): Behind => ({
  kind: 'person',
  facts: sql`fact_person`,
  where: sql``,
  counted,
  at: sql`null::timestamptz`,
  key: sql`f.person_id::text`,
  value: NOTHING,
  unit: null,
})

const missingDeals = (counted: SQL, where = sql``): Behind => ({
  kind: 'opportunity',
  facts: sql`fact_opportunity`,
  where,
  counted,
  at: sql`null::timestamptz`,
  key: sql`f.opportunity_id::text`,
  value: sql`f.amount_minor::double precision`,
  unit: 'money',
})

const MISSING = {
  people_without_owner: missingPeople(sql`f.seller_id is null`),
  people_without_account: missingPeople(sql`f.account_id is null`),
  deals_without_owner: missingDeals(sql`f.seller_id is null`),
  deals_without_account: missingDeals(sql`f.account_id is null`),
  open_deals_without_account: missingDeals(sql`f.account_id is null`, sql`and f.status = 'open'`),
  deals_without_creation: missingDeals(sql`f.created_at is null`),
} as const
