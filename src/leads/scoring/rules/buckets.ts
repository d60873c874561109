import type { Instant } from '#platform/kernel/instant.ts'

/**
 * Offsets of a time zone as plain numbers, so that rules can count local days without a calendar.
 * `offsetMs[i]` holds from `from[i]` until the next; `from[0]` is minus infinity.
 */
export interface ZoneTable {
  timeZone: string
  from: Float64Array
  /** local time minus UTC, milliseconds */
  offsetMs: Float64Array
}

/** How often a rule may count, as a number for the columns: the index in `FREQUENCY_NAMES`. */
export const FREQUENCY_NAMES = ['every', 'day', 'week', 'month', 'once'] as const
export const EVERY = 0
const DAILY = 1
const WEEKLY = 2
const MONTHLY = 3

/** Universal time: one offset, zero, for ever. */
export const UTC: ZoneTable = {
  timeZone: 'UTC',
  from: Float64Array.of(Number.NEGATIVE_INFINITY),
  offsetMs: Float64Array.of(0),
}

const DAY_MS = 86_400_000

/**
 * Makes a function that numbers the local calendar days of a zone: 0 is 1970-01-01, one more at each local midnight.
 *
 * Fast for instants in ascending order, right for any order.
 *
 * @example localDays(UTC)(86_400_000) // 1
 */
export function localDays(zone: ZoneTable): (at: Instant) => number {
  const { from, offsetMs } = zone
  let start = 1
  let end = 0
  let offset = 0
  return (at) => {
    if (at < start || at >= end) {
      const index = segment(from, at)
      start = from[index]!
      end = index + 1 < from.length ? from[index + 1]! : Number.POSITIVE_INFINITY
      offset = offsetMs[index]!
    }
    return Math.floor((at + offset) / DAY_MS)
  }
}

function segment(from: Float64Array, at: Instant): number {
  let low = 0
  let high = from.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (from[middle]! <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Months of the days from 1970 to 2106, worked out once: a million look-ups are cheaper than a million divisions. */
const MONTHS = Uint16Array.from({ length: 50_000 }, (_, day) => monthOfDay(day))

/**
 * The bucket a local day falls in: itself, its week (Monday to Sunday) or its calendar month; 0 for once ever.
 *
 * @param day number of the local day, as `localDays` gives it
 * @param frequency `DAILY`, `WEEKLY`, `MONTHLY` or `ONCE`
 * @example bucketOfDay(4, WEEKLY) is 1: 1970-01-05 was a Monday
 */
export function bucketOfDay(day: number, frequency: number): number {
  if (frequency === DAILY) return day
  // 1970-01-01 was a Thursday, three days after its Monday.
  if (frequency === WEEKLY) return Math.floor((day + 3) / 7)
  if (frequency !== MONTHLY) return 0
  return day >= 0 && day < MONTHS.length ? MONTHS[day]! : monthOfDay(day)
}

/** Months since the start of year 0 in the Gregorian calendar, counted on days since 1 March (so that leap days come last). */
function monthOfDay(day: number): number {
  const sinceMarch = day + 719_468
  const era = Math.floor(sinceMarch / 146_097)
  const dayOfEra = sinceMarch - era * 146_097
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  return (era * 400 + yearOfEra) * 12 + monthFromMarch
}
