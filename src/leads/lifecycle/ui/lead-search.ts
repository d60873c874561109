import { z } from 'zod'
import { LEAD_SORTS, type LeadQuery } from '../contract.ts'

/** What the address of the lead list holds. */
export const LeadSearch = z.object({
  search: z.string().default(''),
  stage: z.string().default(''),
  /** a letter for fit, a digit for engagement, or one grade such as `A1` */
  grade: z
    .string()
    .regex(/^([A-D]?[1-4]|[A-D])?$/)
    .default(''),
  seller: z.string().default(''),
  source: z.string().default(''),
  opportunity: z.enum(['', 'open', 'none']).default(''),
  excluded: z.enum(['', 'without', 'only']).default(''),
  stale: z.enum(['', 'without', 'only']).default(''),
  sort: z.enum(LEAD_SORTS).default('engagement'),
  ascending: z.boolean().default(false),
})

export type LeadSearch = z.output<typeof LeadSearch>

/** Everything that narrows the list, at rest. */
export const NO_FILTERS = {
  search: '',
  stage: '',
  grade: '',
  seller: '',
  source: '',
  opportunity: '',
  excluded: '',
  stale: '',
} as const

/** How many filters are in force. */
export const activeFilters = (search: LeadSearch): number =>
  Object.keys(NO_FILTERS).filter((name) => search[name as keyof typeof NO_FILTERS] !== '').length

/** All grades with a fit, with an engagement, or the one grade named. */
function gradesOf(grade: string): string[] {
  if (grade.length !== 1) return [grade]
  return /[A-D]/.test(grade)
    ? ['1', '2', '3', '4'].map((digit) => grade + digit)
    : ['A', 'B', 'C', 'D'].map((letter) => letter + grade)
}

/** The question to the server that an address stands for. */
export function queryOf(search: LeadSearch): LeadQuery {
  return {
    sort: search.sort,
    ascending: search.ascending,
    ...(search.search && { search: search.search }),
    ...(search.stage && { stage: [search.stage] }),
    ...(search.grade && { grade: gradesOf(search.grade) }),
    ...(search.seller && { seller: [search.seller] }),
    ...(search.source && { source: [search.source] }),
    ...(search.opportunity && { openOpportunity: search.opportunity === 'open' }),
    ...(search.excluded && { excluded: search.excluded === 'only' }),
    ...(search.stale && { stale: search.stale === 'only' }),
  }
}
