import { Temporal } from 'temporal-polyfill'
import type { Instant } from './instant.ts'

/** A time of day on a clock on the wall, `08:30`. */
export type WallTime = string

/** Minutes after midnight that a wall time names: `08:30` is 510. */
export function minutesOf(time: WallTime): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** Minutes after midnight that a clock in a time zone shows at an instant. */
export function wallMinutes(timeZone: string, at: Instant): number {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  return local.hour * 60 + local.minute
}

/**
 * The first instant after `at` when a clock in a time zone shows a time; where the clocks skip it, as much later as they skip.
 *
 * @param repeated where the clocks are put back and show the time twice: only the first counts, as for what happens once a day, or each
 * @example nextWallTime('UTC', '08:00', Date.UTC(2026, 0, 1, 9), 'first') // Date.UTC(2026, 0, 2, 8)
 */
export function nextWallTime(
  timeZone: string,
  time: WallTime,
  at: Instant,
  repeated: 'first' | 'each',
): Instant {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate()
  const choices = repeated === 'each' ? (['compatible', 'later'] as const) : (['compatible'] as const)
  for (let days = 0; ; days += 1) {
    const local = today.add({ days }).toPlainDateTime(Temporal.PlainTime.from(time))
    for (const disambiguation of choices) {
      const instant = local.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds
      if (instant > at) return instant
    }
  }
}
