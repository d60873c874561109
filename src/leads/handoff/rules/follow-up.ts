import type { TimeSpan } from '#platform/kernel/business-time.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'

/** So many attempts over so many days, as the agreement asks of an accepted lead. */
export interface Protocol {
  attempts: number
  withinDays: number
}

/** One attempt that is owed. */
export interface OwedStep {
  /** from 1 */
  number: number
  dueAt: Instant
  doneAt: Instant | null
  kind: string | null
  late: boolean
}

/**
 * The attempts that the follow-up asks for, each with the one that made it: the first is due when the response is, the last after
 * `withinDays`, the others evenly between. Waiting for the customer moves what lies ahead.
 *
 * @param from acceptance, or the offer while that is open
 * @param responseDueAt when the first attempt is due
 * @param made attempts of this cycle, earliest first
 * @param pauses earliest first
 * @returns `attempts` steps, ascending by due instant
 * @example 3 attempts in 10 days from the 1st: due with the response, on the 6th and on the 11th
 */
export function followUpSteps(
  protocol: Protocol,
  { from, responseDueAt }: { from: Instant; responseDueAt: Instant },
  made: readonly { occurredAt: Instant; kind: string }[],
  pauses: readonly TimeSpan[],
): OwedStep[] {
  const { attempts, withinDays } = protocol
  const first = pauses.reduce(pushedBy, from)
  return Array.from({ length: attempts }, (_, index) => {
    const share = attempts === 1 ? 0 : index / (attempts - 1)
    const planned = pauses.reduce(pushedBy, from + Math.round(share * withinDays * DAY))
    const dueAt = index === 0 ? Math.max(responseDueAt, first) : Math.max(planned, responseDueAt)
    const done = made[index]
    return {
      number: index + 1,
      dueAt,
      doneAt: done?.occurredAt ?? null,
      kind: done?.kind ?? null,
      late: done !== undefined && done.occurredAt > dueAt,
    }
  })
}

function pushedBy(at: Instant, { from, to }: TimeSpan): Instant {
  return at > from ? at + Math.max(0, to - from) : at
}

/** The next step that is still owed; `null` when every one is made. */
export function nextStep(steps: readonly OwedStep[]): OwedStep | null {
  return steps.find((step) => step.doneAt === null) ?? null
}

/** Attempts that should have been made by now and were not. */
export function missingSteps(steps: readonly OwedStep[], now: Instant): number {
  return steps.filter((step) => step.doneAt === null && step.dueAt < now).length
}
