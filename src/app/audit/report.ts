import { z } from 'zod'
import { DayIso, InstantIso } from '#platform/kernel/instant.ts'
import { FileUnderstanding, Question, RowError, ValueSuggestion } from '#records/imports/understanding.ts'
import { Dashboard, Figure, Quantiles } from '#reports/kpi/schema.ts'

/** The answer of an audit, as `--json` prints it (instants as ISO-8601, money in minor units). What is not in the data is `null`, never 0. */

const Count = z.number().int()
const MinorUnits = z.number().int()

const Absent = z.object({
  /** the part of the report that cannot be given */
  topic: z.string(),
  why: z.string(),
  /** what to export or ask to get it */
  next: z.string(),
})

const LeakReport = z.object({
  key: z.string(),
  title: z.string(),
  count: Count,
  of: Count,
  ofWhat: z.string(),
  /** open pipeline at stake; null where it is about people */
  amountMinor: MinorUnits.nullable(),
  next: z.string(),
  examples: z.array(
    z.object({
      name: z.string(),
      account: z.string().nullable(),
      owner: z.string().nullable(),
      since: InstantIso.nullable(),
      amountMinor: MinorUnits.nullable(),
    }),
  ),
})

const TeamReport = z.object({
  team: z.string(),
  open: Count,
  won: Count,
  lost: Count,
  wonAmountMinor: MinorUnits,
  /** won / (won + lost); null before anything was decided */
  winRate: z.number().nullable(),
  /** qualified leads of the team, and those sales never tried */
  qualified: Count,
  untouched: Count,
  /** minutes from hand-raise to first human attempt; null without hand-raises */
  firstAttemptP50: z.number().nullable(),
  firstAttemptP90: z.number().nullable(),
})

const CampaignReport = z.object({
  name: z.string(),
  channel: z.string().nullable(),
  /** minor units; null when no cost is known */
  costMinor: MinorUnits.nullable(),
  currency: z.string().nullable(),
  /** cycles whose first touch with a campaign was this one, and how far they came */
  leads: Count,
  qualified: Count,
  accepted: Count,
  sentBack: Count,
  opportunities: Count,
  customers: Count,
})

const AttributionReport = z.object({
  mode: z.enum(['explicit', 'implicit']),
  lookbackDays: Count,
  /** key of the model that leads by the agreement; null when it is not one of those shown */
  leading: z.string().nullable(),
  models: z.array(z.object({ key: z.string(), name: z.string(), shares: z.string() })),
  deals: Count,
  amountMinor: MinorUnits,
  withoutTouch: z.object({ deals: Count, amountMinor: MinorUnits }),
  channels: z.array(
    z.object({
      channel: z.string(),
      byModel: z.record(z.string(), MinorUnits),
      lowestMinor: MinorUnits,
      highestMinor: MinorUnits,
    }),
  ),
})

const DealsReport = z.object({
  won: Count,
  lost: Count,
  open: Count,
  /** in the report's currency; null where no deal of that status has an amount above zero */
  wonAmountMinor: MinorUnits.nullable(),
  lostAmountMinor: MinorUnits.nullable(),
  openAmountMinor: MinorUnits.nullable(),
  winRate: Figure,
  /** null unless won and lost deals have amounts */
  winRateAmount: Figure.nullable(),
  /** days from creation to win: the middle one, and the mean */
  cycleMedian: Figure,
  cycleMeanDays: z.number().nullable(),
  openAge: Figure,
  velocity: Figure,
  /** won and lost by quarter of the close */
  quarters: z.array(z.object({ from: DayIso, won: Count, lost: Count, wonAmountMinor: MinorUnits })),
  otherCurrencies: Dashboard.shape.otherCurrencies,
})

export const AuditReport = z.object({
  format: z.literal(1),
  /** name of the folder or file looked at */
  source: z.string(),
  madeAt: InstantIso,
  agreement: z.object({
    title: z.string(),
    /** the default when no file was given */
    isDefault: z.boolean(),
    versions: z.array(
      z.object({
        version: Count,
        file: z.string().nullable(),
        effectiveFrom: DayIso.nullable(),
        definition: z.string(),
        /** leads that qualified under it, and what sales decided on them */
        qualified: Count,
        accepted: Count,
        sentBack: Count,
      }),
    ),
  }),
  /** what stands out, in sentences; each follows from a figure further down */
  highlights: z.array(z.string()),
  range: z.object({ from: DayIso, to: DayIso }).nullable(),
  timeZone: z.string(),
  currency: z.string(),
  understood: z.object({
    files: z.array(FileUnderstanding),
    questions: z.array(Question),
    /** values that are probably other ones misspelt */
    suggestions: z.array(ValueSuggestion),
    rows: Count,
    refusedRows: Count,
    unreadableCells: Count,
    /** the first twenty rows or cells that could not be read */
    errors: z.array(RowError),
  }),
  records: z.object({
    sellers: Count,
    accounts: Count,
    people: Count,
    campaigns: Count,
    marketingTouches: Count,
    salesTouches: Count,
    machineTouches: Count,
    opportunities: Count,
  }),
  deals: DealsReport.nullable(),
  funnel: z
    .object({
      withinDays: Count,
      stages: Dashboard.shape.funnel,
      salRate: Figure,
      ages: Dashboard.shape.ages,
      byMonth: Dashboard.shape.trend,
    })
    .nullable(),
  response: z.object({ attempt: Quantiles, contact: Quantiles }).nullable(),
  pipeline: Dashboard.shape.pipeline.nullable(),
  attribution: AttributionReport.nullable(),
  teams: z.array(TeamReport),
  campaigns: z.array(CampaignReport),
  leaks: z.array(LeakReport),
  trust: z.object({
    figures: z.array(Figure),
    completeness: Dashboard.shape.trust.shape.completeness,
    freshness: Dashboard.shape.trust.shape.freshness,
    /** pairs of records that are probably one: how many, and the first of them */
    duplicates: z.object({
      people: Count,
      accounts: Count,
      examples: z.array(
        z.object({
          record: z.enum(['person', 'account']),
          first: z.string(),
          second: z.string(),
          reason: z.string(),
        }),
      ),
    }),
    /** dates in the future, which are not counted, or before 1990, by kind of record */
    impossibleDates: z.array(z.object({ record: z.string(), count: Count })),
    /** touches and roles whose person is in no file */
    strangers: Count,
  }),
  absent: z.array(Absent),
})

export type AuditReport = z.output<typeof AuditReport>
export type CampaignReport = z.output<typeof CampaignReport>
export type TeamReport = z.output<typeof TeamReport>
