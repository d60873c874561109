import { durationMs } from '#agreement/document/rules/durations.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** One step of a track: waiting, or one message. */
export type Step = { wait: string } | { key: string; email: { subject: string; body: string } }

/** What is to happen next on a track. */
export type NextMove =
  /** nothing before that instant; then the step at `step` */
  | { do: 'wait'; step: number; until: Instant }
  /** the message of the step at `step`, now */
  | { do: 'send'; step: number }
  | { do: 'complete' }

export interface Place {
  steps: readonly Step[]
  /** place of the step that is due, from 0 */
  step: number
  /** when that step came: the end of the message before, or the start */
  since: Instant
  enrolledAt: Instant
  /** ISO-8601; after it a person is looked at again, if nothing happened before */
  resumeAfter: string | undefined
  /** the first instant at or after another in which messages are sent */
  opening(at: Instant): Instant
}

/**
 * The next move of a person whose step has come. A wait counts from the end of the message before it, so that a stop of days never
 * bunches messages; waits in a row add up.
 *
 * @example nextMove({ steps: [{ wait: 'P3D' }, { key: 'hello' }], step: 0, since: 0 }, 0) // { do: 'wait', step: 1, until: 3 * DAY }
 */
export function nextMove(place: Place, now: Instant): NextMove {
  const { steps, since, enrolledAt, resumeAfter } = place
  let { step } = place
  let until = since
  while (step < steps.length) {
    const here = steps[step]!
    if (!('wait' in here)) {
      if (until > now) return { do: 'wait', step, until }
      const opens = place.opening(now)
      return opens > now ? { do: 'wait', step, until: opens } : { do: 'send', step }
    }
    until += durationMs(here.wait) ?? 0
    step += 1
  }
  const lookAgain =
    resumeAfter === undefined ? until : Math.max(until, enrolledAt + (durationMs(resumeAfter) ?? 0))
  return lookAgain > now ? { do: 'wait', step, until: lookAgain } : { do: 'complete' }
}
