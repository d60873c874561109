import { addDays, addMonths, bucketOf, daysBetween } from '#platform/kernel/days.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Basis, Filters, TrendBucket } from '../schema.ts'

/** A stage of the agreement in force, in the order of the funnel. */
export interface StageLine {
  key: string
  name: string
  /** `exit` ends a cycle and is no part of the funnel's bars */
  kind: string
  /** not everybody passes through it: it has entries, and no conversion into it */
  optional?: boolean | undefined
  /** team that owns it */
  owner?: string | undefined
}

/** Days of a report, first and last included. */
export interface DayRange {
  from: string
  to: string
}

/** Everything a measure must know beside the facts. */
export interface Frame {
  range: DayRange
  basis: Basis
  /** how long a cohort is followed, days */
  withinDays: number
  bucket: TrendBucket
  filters: Filters
  timeZone: string
  /** calendar day of an instant in `timeZone`; made by platform/kernel/calendar */
  dayOf(at: Instant): string
  /** latest dated record, never later than now; null without any */
  knownUntil: Instant | null
  /** day of `knownUntil`, or today without records */
  knownDay: string
  /** ISO 4217 code that totals are in */
  currency: string
  stages: readonly StageLine[]
  /** keys of the stages between which sales accepts */
  handOff: { from: string; to: string }
  attribution: { lookbackDays: number; mode: 'explicit' | 'implicit'; leading: LeadingMeaning }
}

export type LeadingMeaning = 'sourced_origin' | 'sourced_first_touch' | 'sourced_before_sales'

/** Stages that a cycle moves through, without the exits. */
export function funnelStages(frame: Frame): StageLine[] {
  return frame.stages.filter((stage) => stage.kind !== 'exit')
}

/** Whether a day lies in a range. */
export function inRange(day: string | null, range: DayRange): boolean {
  return day !== null && day >= range.from && day <= range.to
}

/**
 * Whether the window of somebody who entered on a day is not over yet: its last day counts until it has passed, and the day the
 * data reach to has not.
 *
 * @example isImmature('2026-02-01', { withinDays: 30, knownDay: '2026-03-03' }) // true
 */
export function isImmature(day: string, frame: Pick<Frame, 'withinDays' | 'knownDay'>): boolean {
  return daysBetween(day, frame.knownDay) <= frame.withinDays
}

/**
 * The period before: as many months earlier when the range is whole months, else as many days earlier.
 *
 * @example previousRange({ from: '2026-01-01', to: '2026-03-31' }) // { from: '2025-10-01', to: '2025-12-31' }
 */
export function previousRange(range: DayRange): DayRange {
  const wholeMonths = range.from.endsWith('-01') && addDays(range.to, 1).endsWith('-01')
  if (!wholeMonths) {
    const days = daysBetween(range.from, range.to) + 1
    return { from: addDays(range.from, -days), to: addDays(range.from, -1) }
  }
  const after = addDays(range.to, 1)
  const months =
    (Number(after.slice(0, 4)) - Number(range.from.slice(0, 4))) * 12 +
    Number(after.slice(5, 7)) -
    Number(range.from.slice(5, 7))
  return { from: addMonths(range.from, -months), to: addDays(range.from, -1) }
}

/**
 * The range shown when nobody chose one: the twelve months that end with the month the data reach to.
 *
 * @example defaultRange('2026-11-22') // { from: '2025-12-01', to: '2026-11-30' }
 */
export function defaultRange(knownDay: string): DayRange {
  const month = bucketOf(knownDay, 'month')
  return { from: addMonths(month, -11), to: addDays(addMonths(month, 1), -1) }
}

/** Whether a fact passes the filters of source, team and campaign. */
export function passes(
  fact: { source: string | null; team: string | null; campaignId: string | null },
  filters: Filters,
): boolean {
  return (
    (filters.source === undefined || fact.source === filters.source) &&
    (filters.team === undefined || fact.team === filters.team) &&
    (filters.campaignId === undefined || fact.campaignId === filters.campaignId)
  )
}
