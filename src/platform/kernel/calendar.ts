import { Temporal } from 'temporal-polyfill'
import { type Bucket, bucketOf, dayNumber, dayOfNumber } from './days.ts'
import { DAY, type Instant } from './instant.ts'

/** The days of one time zone: which calendar day an instant falls on, and when that day begins. Correct over clock changes. */
export interface Calendar {
  /** IANA name, e.g. `Europe/Berlin` */
  readonly timeZone: string
  /** calendar day of an instant, `2026-10-26` */
  dayOf(at: Instant): string
  /** first instant of a calendar day; where the clocks skip midnight, the first instant that exists */
  startOf(day: string): Instant
  /** first day of the week, month, quarter or year that an instant falls in */
  bucketOf(at: Instant, bucket: Bucket): string
}

const calendars = new Map<string, Calendar>()

/**
 * The calendar of a time zone. Day boundaries are looked up once each, so asking for a million instants costs two lookups in
 * an array each.
 *
 * @param timeZone IANA name; an unknown one throws a RangeError
 * @example calendarOf('America/New_York').dayOf(Date.UTC(2026, 0, 1)) // '2025-12-31'
 */
export function calendarOf(timeZone: string): Calendar {
  const known = calendars.get(timeZone)
  if (known) return known
  const calendar = makeCalendar(timeZone)
  calendars.set(timeZone, calendar)
  return calendar
}

function makeCalendar(timeZone: string): Calendar {
  const starts = new Map<number, Instant>()
  const names = new Map<number, string>()
  const startOfNumber = (number: number): Instant => {
    const cached = starts.get(number)
    if (cached !== undefined) return cached
    const start = Temporal.PlainDate.from(dayOfNumber(number)).toZonedDateTime({ timeZone }).epochMilliseconds
    starts.set(number, start)
    return start
  }
  startOfNumber(0)
  const numberOf = (at: Instant): number => {
    let number = Math.floor(at / DAY)
    while (startOfNumber(number + 1) <= at) number += 1
    while (startOfNumber(number) > at) number -= 1
    return number
  }
  const dayOf = (at: Instant): string => {
    const number = numberOf(at)
    let name = names.get(number)
    if (name === undefined) {
      name = dayOfNumber(number)
      names.set(number, name)
    }
    return name
  }
  return {
    timeZone,
    dayOf,
    startOf: (day) => startOfNumber(dayNumber(day)),
    bucketOf: (at, bucket) => bucketOf(dayOf(at), bucket),
  }
}
