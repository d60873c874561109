import { z } from 'zod'
import { DayIso, InstantIso } from '#platform/kernel/instant.ts'
import { MEASURE_KEYS } from './rules/catalogue.ts'
import { UNITS } from './rules/measure.ts'

/** Shapes of figures and of the dashboard: contract, rules, service, audit and pages share them. */

export const BASES = ['cohort', 'period'] as const
/** Days a cohort is followed for; fixed, so that daily facts can be kept for each. */
export const WINDOWS = [30, 60, 90, 180, 365] as const
export const TREND_BUCKETS = ['week', 'month'] as const

export const MeasureName = z.enum(MEASURE_KEYS)
export const Basis = z.enum(BASES)

export const Selector = z.object({
  figure: MeasureName,
  /** key of a stage, for figures of one stage */
  stage: z.string().optional(),
  /** which field or source, for completeness and freshness */
  field: z.string().optional(),
})

export const Figure = z.object({
  key: MeasureName,
  /** null where there is nothing to divide by or nothing known */
  value: z.number().nullable(),
  unit: z.enum(UNITS),
  /** of money figures */
  currency: z.string().optional(),
  /** in the figure’s own unit: cases for rates, minor units for money */
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** records behind numerator and denominator */
  cases: z.object({ numerator: z.number().int(), denominator: z.number().int() }),
  /** 95 % Wilson interval of a rate over cases */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** fewer than 30 cases */
  thin: z.boolean(),
  /** of cohorts: cases whose window is not over when the data end, undecided ones among them */
  immature: z.number().int().nullable(),
  /** the same figure one period earlier */
  previous: z.number().nullable(),
  leftOut: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  /** what the cases are made of, where they come from several sources */
  parts: z.array(z.object({ name: z.string(), count: z.number().int() })),
  recordSelector: Selector,
})

const StageName = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.string(),
  owner: z.string().optional(),
  /** not everybody passes through it */
  optional: z.boolean().optional(),
})
const Money = z.object({ deals: z.number().int(), amountMinor: z.number().int() })
const Range = z.object({ from: DayIso, to: DayIso })

export const Quantiles = z.object({
  p50: Figure,
  p90: Figure,
  raised: z.number().int(),
  answered: z.number().int(),
  waiting: z.number().int(),
})

export const Trust = z.object({
  freshness: z.array(
    z.object({
      source: z.string(),
      /** what kind of record */
      kind: z.string(),
      lastOccurredAt: InstantIso.nullable(),
      lastRecordedAt: InstantIso.nullable(),
    }),
  ),
  completeness: z.array(
    z.object({ record: z.string(), field: z.string(), filled: z.number().int(), total: z.number().int() }),
  ),
  figures: z.array(Figure),
})

export const Filters = z.object({
  source: z.string().max(200).optional(),
  team: z.string().max(200).optional(),
  campaignId: z.guid().optional(),
})

export const Dashboard = z.object({
  range: Range,
  previous: Range.nullable(),
  basis: Basis,
  withinDays: z.number().int(),
  bucket: z.enum(TREND_BUCKETS),
  filters: Filters,
  timeZone: z.string(),
  currency: z.string(),
  /** latest dated record, never later than now; null without any */
  knownUntil: InstantIso.nullable(),
  /** versions of the agreement under which the counted moves were made, ascending */
  agreementVersions: z.array(z.number().int()),
  funnel: z.array(
    z.object({
      stage: StageName,
      entered: Figure,
      /** to the next stage; null at the last */
      conversion: Figure.nullable(),
      exits: Figure,
    }),
  ),
  salRate: Figure,
  trend: z.object({
    buckets: z.array(DayIso),
    series: z.array(z.object({ stage: StageName, values: z.array(z.number().int()) })),
  }),
  ages: z.array(
    z.object({
      stage: StageName,
      standing: z.number().int(),
      median: Figure,
      p90Days: z.number().nullable(),
    }),
  ),
  response: z.object({ attempt: Quantiles, contact: Quantiles }),
  winRate: Figure,
  winRateAmount: Figure,
  cycleLength: Figure,
  cycleMeanDays: z.number().nullable(),
  openAge: Figure,
  velocity: Figure,
  pipeline: z.object({
    created: Figure,
    origin: Figure,
    firstTouch: Figure,
    beforeSales: Figure,
    influenced: Figure,
    /** the signed meaning of sourced */
    leading: MeasureName,
    lookbackDays: z.number().int(),
    mode: z.enum(['explicit', 'implicit']),
    withoutTouch: z.number().int(),
    withoutOrigin: z.number().int(),
  }),
  /** amounts that were left out of money figures because they are in another currency */
  otherCurrencies: z.array(z.object({ currency: z.string(), created: Money, decided: Money })),
  trust: Trust,
})

export type Figure = z.output<typeof Figure>
export type Selector = z.output<typeof Selector>
export type Filters = z.output<typeof Filters>
export type Dashboard = z.output<typeof Dashboard>
export type Trust = z.output<typeof Trust>
export type Quantiles = z.output<typeof Quantiles>
export type Basis = z.output<typeof Basis>
export type TrendBucket = (typeof TREND_BUCKETS)[number]
