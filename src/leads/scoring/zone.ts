import { Temporal } from 'temporal-polyfill'
import { fromIso } from '#platform/kernel/instant.ts'
import type { ZoneTable } from './rules/buckets.ts'

const made = new Map<string, ZoneTable>()

/** From here on transitions are listed; before it the first offset holds. Records older than this are not scored by day. */
const LISTED_FROM = fromIso('1990-01-01T00:00:00Z')
const LISTED_UNTIL = fromIso('2100-01-01T00:00:00Z')

/**
 * The offsets of an IANA time zone from 1990 to 2100 as numbers that the scoring rules can use.
 *
 * @throws RangeError when the machine does not know the zone
 * @example zoneTable('Europe/Berlin').offsetMs[0] // 3_600_000
 */
export function zoneTable(timeZone: string): ZoneTable {
  const known = made.get(timeZone)
  if (known) return known
  const from = [Number.NEGATIVE_INFINITY]
  let at = Temporal.Instant.fromEpochMilliseconds(LISTED_FROM).toZonedDateTimeISO(timeZone)
  const offsetMs = [at.offsetNanoseconds / 1e6]
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (next === null || next.epochMilliseconds >= LISTED_UNTIL) break
    from.push(next.epochMilliseconds)
    offsetMs.push(next.offsetNanoseconds / 1e6)
    at = next
  }
  const table = { timeZone, from: Float64Array.from(from), offsetMs: Float64Array.from(offsetMs) }
  made.set(timeZone, table)
  return table
}
