import type { Instant } from '#platform/kernel/instant.ts'
import type { Quantiles } from '../schema.ts'
import type { ResponseFact } from './facts.ts'
import { middle } from './figure.ts'
import { type DayRange, type Frame, inRange, passes } from './frame.ts'
import { type Duration, survivalQuantile } from './survival.ts'

const MINUTE_MS = 60_000

/** Whole minutes from the hand-raise to the answer, or to the end of the data for those still waiting. */
export interface ResponseCounts {
  attempt: readonly Duration[]
  contact: readonly Duration[]
}

/** Counts how long the hand-raises of a range waited for the first attempt and for the first two-way contact. */
export function countResponses(
  facts: readonly ResponseFact[],
  frame: Frame,
  range: DayRange,
): ResponseCounts {
  const attempt: Duration[] = []
  const contact: Duration[] = []
  const until = frame.knownUntil
  for (const fact of facts) {
    if (until === null || fact.raisedAt > until) continue
    if (!passes(fact, frame.filters) || !inRange(frame.dayOf(fact.raisedAt), range)) continue
    attempt.push(waited(fact.raisedAt, fact.firstAttemptAt, until))
    contact.push(waited(fact.raisedAt, fact.firstContactAt, until))
  }
  return { attempt, contact }
}

function waited(raisedAt: Instant, answeredAt: Instant | null, until: Instant): Duration {
  const answered = answeredAt !== null && answeredAt <= until
  const length = Math.floor(((answered ? answeredAt : until) - raisedAt) / MINUTE_MS)
  return answered ? { length, ended: 1, waiting: 0 } : { length, ended: 0, waiting: 1 }
}

/** Half and nine tenths of the waiting times, minutes; null where too many still wait to know. */
export function presentResponse(
  counts: ResponseCounts,
  previous: ResponseCounts | null,
): {
  attempt: Quantiles
  contact: Quantiles
} {
  return {
    attempt: quantilesOf('speed_to_lead', counts.attempt, previous?.attempt ?? null),
    contact: quantilesOf('speed_to_contact', counts.contact, previous?.contact ?? null),
  }
}

function quantilesOf(
  key: 'speed_to_lead' | 'speed_to_contact',
  durations: readonly Duration[],
  before: readonly Duration[] | null,
): Quantiles {
  const answered = durations.reduce((sum, duration) => sum + duration.ended, 0)
  const waiting = durations.reduce((sum, duration) => sum + duration.waiting, 0)
  const raised = answered + waiting
  const at = (share: number) =>
    middle(key, survivalQuantile(durations, share), raised, {
      previous: before && survivalQuantile(before, share),
      cases: { numerator: answered, denominator: raised },
    })
  return { p50: at(0.5), p90: at(0.9), raised, answered, waiting }
}
