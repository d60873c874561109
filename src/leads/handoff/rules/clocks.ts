import {
  dueAt,
  elapsedMs,
  nextOpening,
  type OpenTime,
  type TimeSpan,
} from '#platform/kernel/business-time.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type HandOffFacts, isOpen } from './ledger.ts'
import type { ClockStanding } from './states.ts'

/** What a clock counts: open time of a calendar, or `null` where every hour counts. */
export type CountedTime = OpenTime | null

/** The instant at which so much time has been used up since `from`. */
export function dueAfter(time: CountedTime, from: Instant, durationMs: number): Instant {
  return time === null ? from + durationMs : dueAt(time, from, durationMs)
}

/** Time used between two instants, ms; 0 when `to` is not after `from`. */
export function usedBetween(time: CountedTime, from: Instant, to: Instant): number {
  return time === null ? Math.max(0, to - from) : elapsedMs(time, from, to)
}

/**
 * The instant that lies so much time before `due`, on a clock that has run since `startedAt`.
 *
 * @returns `null` when less than that has passed between the two
 * @example two hours until Monday 11:00, 30 minutes before, open from 9:00: Monday 10:30
 */
export function beforeDue(
  time: CountedTime,
  startedAt: Instant,
  due: Instant,
  beforeMs: number,
): Instant | null {
  const into = usedBetween(time, startedAt, due) - beforeMs
  return into > 0 ? dueAfter(time, startedAt, into) : null
}

/**
 * Where an instant that lay ahead comes to lie after a pause: so much time as was left when the pause began is left when it ends.
 * What was past already stays.
 */
export function afterPause(time: CountedTime, { from, to }: TimeSpan, due: Instant): Instant {
  return due <= from ? due : dueAfter(time, to, usedBetween(time, from, due))
}

type Clocked = Pick<HandOffFacts, 'state' | 'stateAt' | 'pausedAt'>

/**
 * How a response clock stands. An attempt exactly at the due instant meets it.
 *
 * @param due pauses included
 * @param attemptedAt the evidence that counts for this clock
 * @param soonAt from when on it is nearly due; `null` when there is no such time
 */
export function clockStanding(
  facts: Clocked,
  { due, attemptedAt, soonAt }: { due: Instant; attemptedAt: Instant | null; soonAt: Instant | null },
  now: Instant,
): ClockStanding {
  if (attemptedAt !== null) return attemptedAt <= due ? 'met' : 'met_late'
  if (!isOpen(facts)) return facts.state === 'expired' || facts.stateAt > due ? 'missed' : 'answered'
  if (facts.pausedAt !== null) return 'paused'
  if (now > due) return 'overdue'
  return soonAt !== null && now >= soonAt ? 'due_soon' : 'running'
}

/** From when on a response is nearly due: the first reminder, and without one the last quarter of the time. */
export function soonFrom(
  time: CountedTime,
  { startedAt, due, withinMs }: { startedAt: Instant; due: Instant; withinMs: number },
  reminders: readonly Instant[],
): Instant | null {
  return reminders.length > 0 ? Math.min(...reminders) : beforeDue(time, startedAt, due, withinMs / 4)
}

/** Whether an attempt was made while closed and before any open time had passed: met in no time at all. */
export function isOutsideHours(time: CountedTime, startedAt: Instant, attemptedAt: Instant): boolean {
  return (
    time !== null &&
    attemptedAt >= startedAt &&
    elapsedMs(time, startedAt, attemptedAt) === 0 &&
    nextOpening(time, attemptedAt) !== attemptedAt
  )
}

/** Milliseconds of real time since the lead clock began, each with one owner. */
export interface TimeShares {
  systemMs: number
  peopleMs: number
  customerMs: number
}

/**
 * Splits the time until the first attempt (or the end, or now) by who had the lead: the system until the first offer, the
 * customer while paused, people for the rest. The three add up to the whole.
 *
 * @param pauses in order, not overlapping; one that still runs ends at `until`
 */
export function splitTime(
  { startedAt, offeredAt, until }: { startedAt: Instant; offeredAt: Instant; until: Instant },
  pauses: readonly TimeSpan[],
): TimeShares {
  const end = Math.max(startedAt, until)
  const handedOver = Math.min(Math.max(startedAt, offeredAt), end)
  const customerMs = pauses.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, handedOver)),
    0,
  )
  return { systemMs: handedOver - startedAt, customerMs, peopleMs: end - handedOver - customerMs }
}
