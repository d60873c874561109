import { DAY, HOUR, type Instant, MINUTE, SECOND } from '#platform/kernel/instant.ts'

/** Pauses before the attempts after the first, as Standard Webhooks proposes: ten attempts in a little more than three days. */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/** After failing this long without one success an endpoint is switched off. */
export const DISABLE_AFTER_MS = 5 * DAY

const LONGEST_WISH_MS = DAY
const SPREAD = 0.1

/**
 * When a message is tried again. The pause is spread by ±10 %, the same each time for one message, so that messages that failed
 * together do not come back together; with the delay of the queue this stays within ±20 %.
 *
 * @param attempts how many were made, from 1
 * @param startedAt when the last one began
 * @param retryAt what the receiver asked for with Retry-After, at most a day from now
 * @returns null when all attempts were made
 */
export function nextAttemptAt(
  messageId: string,
  attempts: number,
  startedAt: Instant,
  retryAt: Instant | null = null,
): Instant | null {
  const pause = PAUSES_MS[attempts - 1]
  if (pause === undefined) return null
  const spread = 1 + SPREAD * (2 * chanceOf(`${messageId} ${attempts}`) - 1)
  const planned = startedAt + Math.round(pause * spread)
  return Math.max(planned, Math.min(retryAt ?? planned, startedAt + LONGEST_WISH_MS))
}

/** A number from 0 up to 1 that follows from a text alone (FNV-1a, stirred so that texts that differ little differ much). */
function chanceOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
}

/**
 * The instant a Retry-After header names, in seconds or as a date; null when it names none.
 *
 * @param dateOf reads an HTTP date; NaN when it is none
 * @example retryAfter('120', 0, Date.parse) // 120_000
 */
export function retryAfter(
  header: string | undefined,
  now: Instant,
  dateOf: (text: string) => Instant,
): Instant | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return now + Number(text) * SECOND
  // readers of dates take almost any text for one
  const date = /^[A-Z][a-z]{2}.+GMT$/.test(text) ? dateOf(text) : Number.NaN
  return Number.isFinite(date) && date > now ? date : null
}
