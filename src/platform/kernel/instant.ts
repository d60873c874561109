import { z } from 'zod'

/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. In code always this number, on the wire always ISO-8601. */
export type Instant = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** `2026-10-26T10:00:00.000Z`: the one way an instant is written outside the program. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString()
}

/** The instant named by an ISO-8601 text with zone; `NaN` when it is not one. */
export function fromIso(text: string): Instant {
  return Date.parse(text)
}

/** First and last instant that can be written with four digits of a year and stored. */
const FIRST = Date.parse('0001-01-01T00:00:00Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/** Instants in contracts: ISO-8601 with zone on the wire, epoch milliseconds in handlers and in the browser. */
export const InstantIso = z.codec(z.iso.datetime({ offset: true }), z.number().int().min(FIRST).max(LAST), {
  decode: (text) => Date.parse(text),
  encode: (at) => new Date(at).toISOString(),
})

/** A calendar day in the workspace's time zone, `2026-10-26`. */
export const DayIso = z.iso.date()
