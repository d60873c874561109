import { dueAt, type OpenTime } from '#platform/kernel/business-time.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'

/** Sales activity counts as present for so long. */
export const ACTIVE_FOR_MS = 90 * DAY

/** No response time is looked for further back than this. */
const FURTHEST_BACK = 90 * DAY

/**
 * How long an accepted lead may go without an attempt: the days of the follow-up spread evenly over its attempts.
 *
 * @returns milliseconds of real time
 * @example silentAfterMs({ attempts: 6, withinDays: 15 }) // 3 * DAY
 */
export function silentAfterMs({ attempts, withinDays }: { attempts: number; withinDays: number }): number {
  return Math.ceil((withinDays * DAY) / Math.max(1, attempts - 1))
}

/**
 * The latest instant whose response time has run out by now: whoever raised a hand before it is overdue.
 *
 * @param open business time, or `null` where every hour counts
 * @param withinMs time to respond on that clock
 * @example two hours, open Monday to Friday 9:00 to 17:00, on Monday 11:00: Monday 9:00, and so is everything since Friday 17:00
 */
export function overdueSince(open: OpenTime | null, withinMs: number, now: Instant): Instant {
  if (open === null) return now - withinMs
  const isOverdue = (from: Instant) => dueAt(open, from, withinMs) <= now
  let [late, early] = [now - FURTHEST_BACK, now]
  if (!isOverdue(late)) return late
  if (isOverdue(early)) return early
  while (early - late > 1) {
    const middle = late + Math.floor((early - late) / 2)
    if (isOverdue(middle)) late = middle
    else early = middle
  }
  return late
}

/** When the daily list is made: so long after midnight of the workspace. */
const READY_AFTER_MS = 6 * 3_600_000

/**
 * Whether the list of a day is to be made now.
 *
 * @param startOfDay midnight of the workspace's day
 */
export const isListDue = (startOfDay: Instant, now: Instant): boolean => now >= startOfDay + READY_AFTER_MS
