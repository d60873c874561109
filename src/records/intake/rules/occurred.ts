import { DAY, fromIso, type Instant, MINUTE } from '#platform/kernel/instant.ts'
import type { Warning } from './reasons.ts'

/** Longest an event of a browser may have waited for a connection. */
const LONGEST_WAIT = 7 * DAY
/** Clocks of servers differ by this much without anything being wrong. */
const TOLERANCE = MINUTE
const FIRST = fromIso('2000-01-01T00:00:00Z')

/** The times an event carries, by the clock of whoever sent it. */
export interface Times {
  /** when it happened; text or number, as sent */
  said: unknown
  /** when it was sent, by the same clock */
  sentAt: unknown
  receivedAt: Instant
  /** it came from a server that may tell of the past */
  proven: boolean
}

/**
 * When an event happened, with the error of the sender's clock taken out: received at − (sent at − happened at). A time that
 * cannot be right gives way to the time of arrival, so that no wrong clock moves a stage.
 *
 * @returns never later than `receivedAt`
 * @example occurredAt({ said: '2026-07-15T10:00:00Z', sentAt: '2026-07-15T10:00:05Z', receivedAt: Date.UTC(2026, 5, 15, 10), proven: false })
 * // 2026-06-15T09:59:55Z: the clock was a month ahead, the event 5 seconds old
 */
export function occurredAt({ said, sentAt, receivedAt, proven }: Times): {
  at: Instant
  warning: Warning | null
} {
  if (said === undefined || said === null) return { at: receivedAt, warning: null }
  const happened = instantOf(said)
  if (happened === null) return { at: receivedAt, warning: 'bad_timestamp' }
  const sent = instantOf(sentAt) ?? receivedAt
  const waited = sent - happened
  const at = receivedAt - waited
  const implausible = waited < -TOLERANCE || at < FIRST || (!proven && waited > LONGEST_WAIT)
  return implausible
    ? { at: receivedAt, warning: 'implausible_timestamp' }
    : { at: Math.min(at, receivedAt), warning: null }
}

function instantOf(value: unknown): Instant | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value) : null
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return null
  const at = fromIso(value)
  return Number.isNaN(at) ? null : at
}
