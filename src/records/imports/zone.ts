import { Temporal } from 'temporal-polyfill'
import type { ZoneOffset } from './rules/dates.ts'

const QUARTER = 15 * 60_000

/**
 * Offsets of a time zone for wall times, by the `compatible` rule; remembered per quarter of an hour, since zones change on
 * such marks only.
 */
export function zoneOffset(timeZone: string): ZoneOffset {
  if (timeZone === 'UTC') return () => 0
  const known = new Map<number, number>()
  return (wallTime) => {
    const quarter = Math.floor(wallTime / QUARTER)
    const remembered = known.get(quarter)
    if (remembered !== undefined) return remembered
    if (known.size > 200_000) known.clear()
    const wall = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
    const offset =
      quarter * QUARTER - wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds
    known.set(quarter, offset)
    return offset
  }
}
