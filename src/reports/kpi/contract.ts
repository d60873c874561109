import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { DayIso, InstantIso } from '#platform/kernel/instant.ts'
import { Download, operation, Page, page, problem, unknownPlace } from '#platform/operation/index.ts'
import { UNITS } from './rules/measure.ts'
import { Basis, Dashboard, Figure, MeasureName, TREND_BUCKETS, WINDOWS } from './schema.ts'

/** Widest range of a report: ten years, so that a trend by week stays readable. */
export const LONGEST_RANGE_DAYS = 3_653

export const rangeReversed = problem('report.range', 422, 'The range of days cannot be shown')

const ReportDay = DayIso.refine(
  (day) => day >= '1900-01-01' && day < '2200-01-01',
  'Choose a day between 1900 and 2199',
)

export const ReportQuery = z.object({
  from: ReportDay.optional().describe('First day; absent: the twelve months the data reach to'),
  to: ReportDay.optional().describe('Last day, included'),
  basis: Basis.default('cohort').describe(
    'cohort: follow those who entered in the period; period: moves of the period',
  ),
  withinDays: z
    .number()
    .int()
    .refine((days) => (WINDOWS as readonly number[]).includes(days), `One of ${WINDOWS.join(', ')}`)
    .default(90)
    .describe('How many days a cohort is followed: 30, 60, 90, 180 or 365'),
  bucket: z.enum(TREND_BUCKETS).default('month').describe('Size of the steps in the trend'),
  compare: z.boolean().default(false).describe('Also count the period before'),
  source: z.string().min(1).max(200).optional().describe('Only people and deals from this source or channel'),
  team: z.string().min(1).max(200).optional().describe('Only people and deals of this seller team'),
  campaignId: Id.optional().describe('Only people and deals that this campaign brought'),
})
export type ReportQuery = z.output<typeof ReportQuery>

export const showDashboard = operation({
  id: 'report.dashboard',
  method: 'GET',
  path: '/reports/dashboard',
  permission: 'report.read',
  summary:
    'The shared dashboard: funnel, trend, stage ages, response times, win rate, cycle, velocity, sourced pipeline, data trust',
  input: ReportQuery,
  output: Dashboard.extend({
    isCounting: z.boolean().describe('Records are there, but none of them is counted yet'),
  }),
  errors: [rangeReversed],
  cli: 'report dashboard',
  mcp: true,
})

const FigureAt = {
  figure: MeasureName,
  stage: z.string().max(60).optional().describe('Key of the stage, for figures of one stage'),
}

/** Which records: those divided by, those that counted, or those that did not. */
export const PARTS = ['denominator', 'numerator', 'rest'] as const

export const FigureRecord = z.object({
  /** what is opened */
  kind: z.enum(['person', 'opportunity']),
  id: Id,
  /** unique in the list: a person may enter a stage twice */
  key: z.string(),
  title: z.string(),
  subtitle: z.string().nullable(),
  /** the date that put the record into the list */
  at: InstantIso.nullable(),
  /** what the record adds to the figure, e.g. its days, minutes or amount */
  value: z.number().nullable(),
  unit: z.enum(UNITS).nullable(),
  currency: z.string().nullable(),
  counted: z.boolean(),
})
export type FigureRecord = z.output<typeof FigureRecord>

export const listRecords = operation({
  id: 'report.records',
  method: 'GET',
  path: '/reports/records',
  permission: 'report.read',
  summary: 'The records behind a figure of the dashboard',
  input: ReportQuery.extend(Page.shape).extend({
    ...FigureAt,
    part: z
      .enum(PARTS)
      .default('denominator')
      .describe('denominator: all; numerator: those that counted; rest: the others'),
  }),
  output: page(FigureRecord),
  errors: [rangeReversed, unknownPlace],
  mcp: true,
})

export const explainFigure = operation({
  id: 'report.explain',
  method: 'GET',
  path: '/reports/explanation',
  permission: 'report.read',
  summary:
    'What a figure means: definition, formula, numerator, denominator, agreement version, freshness and completeness',
  input: ReportQuery.extend(FigureAt),
  output: z.object({
    figures: z.array(Figure),
    name: z.string(),
    definition: z.string(),
    formula: z.string(),
    numerator: z.string(),
    denominator: z.string().nullable(),
    dates: z.string(),
    exclusions: z.array(z.string()),
    good: z.enum(['up', 'down', 'neither']),
    docs: z.string(),
    agreementVersion: z.number().int(),
    agreementVersions: z.array(z.number().int()),
    timeZone: z.string(),
    range: z.object({ from: DayIso, to: DayIso }),
    knownUntil: InstantIso.nullable(),
    completeness: z.array(
      z.object({ record: z.string(), field: z.string(), filled: z.number().int(), total: z.number().int() }),
    ),
  }),
  errors: [rangeReversed],
  mcp: true,
})

export const exportReport = operation({
  id: 'report.export',
  method: 'GET',
  path: '/reports/export',
  permission: 'report.export',
  summary: 'What the dashboard shows, or the records behind one of its figures, as CSV',
  input: ReportQuery.extend({
    figure: MeasureName.optional().describe('Absent: the whole dashboard'),
    stage: FigureAt.stage,
    part: z.enum(PARTS).default('denominator'),
  }),
  output: Download,
  errors: [rangeReversed],
  download: true,
})

export const listFilters = operation({
  id: 'report.filters',
  method: 'GET',
  path: '/reports/filters',
  permission: 'report.read',
  summary: 'Sources, teams and campaigns that the dashboard can be narrowed to',
  input: z.object({}),
  output: z.object({
    sources: z.array(z.string()),
    teams: z.array(z.string()),
    campaigns: z.array(z.object({ id: Id, name: z.string() })),
  }),
})
