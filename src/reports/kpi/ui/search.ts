import { z } from 'zod'
import { DayIso } from '#platform/kernel/instant.ts'
import { PARTS, type ReportQuery } from '../contract.ts'
import { BASES, MeasureName, type Selector, TREND_BUCKETS } from '../schema.ts'

/** The state of the dashboard, all of it in the address: what is counted, and the figure that is open. */
export const DashboardSearch = z.object({
  from: DayIso.optional(),
  to: DayIso.optional(),
  basis: z.enum(BASES).default('cohort'),
  withinDays: z.number().int().default(90),
  bucket: z.enum(TREND_BUCKETS).default('month'),
  compare: z.boolean().default(false),
  source: z.string().optional(),
  team: z.string().optional(),
  campaignId: z.string().optional(),
  figure: MeasureName.optional(),
  stage: z.string().optional(),
  part: z.enum(PARTS).default('denominator'),
})
export type DashboardSearch = z.output<typeof DashboardSearch>

/** What the operations are asked, without what is open. */
export function queryOf(search: DashboardSearch): ReportQuery {
  const { figure: _figure, stage: _stage, part: _part, ...query } = search
  return query
}

/** Changes the state in the address. */
export type SetSearch = (change: Partial<DashboardSearch>, options?: { push?: boolean }) => void

/** Opens a figure beside the page. */
export type OpenFigure = (selector: Selector) => void
