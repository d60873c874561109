import type { Instant } from '#platform/kernel/instant.ts'
import { beforeDue, type CountedTime, dueAfter } from './clocks.ts'
import type { ClockKind, TimerKind } from './states.ts'

/** Something that falls due while a hand-off is open. */
export interface PlannedTimer {
  kind: TimerKind
  /** place in the agreement's list, from 0 */
  level: number
  dueAt: Instant
}

/** What the agreement says about reminding, escalating and expiring; durations in milliseconds. */
export interface TimerPlan {
  reminders: readonly { beforeMs: number; clock: ClockKind }[]
  escalations: readonly { afterMs: number; clock: ClockKind }[]
  expiry: { afterMs: number; clock: ClockKind }
}

/**
 * The timers of a hand-off: reminders before the response is due, escalations after it, and its expiry. A reminder for which
 * there is no time left between offer and due instant is left out. Where nobody has the lead, nobody is reminded and nothing
 * expires; escalations still run.
 *
 * @param time what a clock of each kind counts
 * @source docs/method/hand-off-clocks.md
 */
export function timersOf(
  plan: TimerPlan,
  { offeredAt, dueAt, hasSeller }: { offeredAt: Instant; dueAt: Instant; hasSeller: boolean },
  time: (clock: ClockKind) => CountedTime,
): PlannedTimer[] {
  const reminders = hasSeller ? reminderInstants(plan, { offeredAt, dueAt }, time) : []
  const escalations = plan.escalations.map(({ afterMs, clock }) => dueAfter(time(clock), dueAt, afterMs))
  const { expiry } = plan
  const expires = hasSeller ? [dueAfter(time(expiry.clock), dueAt, expiry.afterMs)] : []
  return [
    ...reminders.flatMap((at, level) =>
      at === null ? [] : [{ kind: 'reminder' as const, level, dueAt: at }],
    ),
    ...escalations.map((at, level) => ({ kind: 'escalation' as const, level, dueAt: at })),
    ...expires.map((at) => ({ kind: 'expiry' as const, level: 0, dueAt: at })),
  ]
}

/** When each reminder of the agreement falls; `null` where there is no time for it. */
export function reminderInstants(
  { reminders }: Pick<TimerPlan, 'reminders'>,
  { offeredAt, dueAt }: { offeredAt: Instant; dueAt: Instant },
  time: (clock: ClockKind) => CountedTime,
): (Instant | null)[] {
  return reminders.map(({ beforeMs, clock }) => beforeDue(time(clock), offeredAt, dueAt, beforeMs))
}
