import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Happening, recordOne } from './record.ts'
import { afterPause } from './rules/clocks.ts'
import { eventsThatHold, type HandOffEventFacts } from './rules/ledger.ts'
import type { ClockKind } from './rules/states.ts'
import { eventsOf, type HandOffRow } from './store.ts'
import type { Terms } from './terms.ts'
import { armTimers, cancelTimers, type TimerRow, timersOfHandOff } from './timer-store.ts'

/** A pause that is to begin, with who says so. */
interface Waiting {
  until: Instant
  reason: string
  /** user id */
  actorId: string | null
}

/** The clock of a hand-off stands still from now on, until an instant. */
export async function beginPause(
  tx: Tx,
  workspaceId: string,
  row: HandOffRow,
  { until, reason, actorId }: Waiting,
  now: Instant,
): Promise<HandOffRow> {
  const happening = { kind: 'paused' as const, occurredAt: now, actorId, detail: { until, reason } }
  const after = await recordOne(tx, workspaceId, row, [happening], now)
  await cancelTimers(tx, workspaceId, [row.id], now)
  await armTimers(tx, workspaceId, [{ handOffId: row.id, kind: 'resume', level: 0, dueAt: until }])
  return after
}

/**
 * How the clock of a lead stood when a hand-off of it ended: due with all pauses until then, and the pause that was running.
 *
 * @param ended a hand-off that is open no more
 */
export async function leadClockAtEnd(
  tx: Tx,
  workspaceId: string,
  ended: HandOffRow,
  terms: Terms,
): Promise<{ leadDueAt: Instant; waiting: Waiting | null }> {
  const ledger = eventsThatHold((await eventsOf(tx, workspaceId, [ended.id])).get(ended.id)!)
  const leadDueAt = dueSince(ledger, ended)
  const last = ledger.findLast(({ kind }) => kind === 'paused' || kind === 'resumed')
  if (last?.kind !== 'paused') return { leadDueAt, waiting: null }
  const { until, reason } = last.detail as { until: Instant; reason: string }
  const pause = { from: last.occurredAt, to: Math.min(until, ended.stateAt) }
  return {
    leadDueAt: afterPause(terms.time(ended.clock, ended.calendar), pause, leadDueAt),
    waiting: until > ended.stateAt ? { until, reason, actorId: last.actorId } : null,
  }
}

/** When the lead clock is due by the last pause that ended. */
function dueSince(ledger: readonly HandOffEventFacts[], { leadDueAt }: HandOffRow): Instant {
  const last = ledger.findLast((event) => event.kind === 'resumed')
  return (last?.detail.leadDueAt as Instant | undefined) ?? leadDueAt
}

/** The end of a pause at an instant: what lay ahead when it began lies ahead by as much again. */
export async function resumption(
  tx: Tx,
  workspaceId: string,
  row: HandOffRow,
  { at, actorId }: { at: Instant; actorId: string | null },
  terms: Terms,
): Promise<Happening> {
  const pause = { from: row.pausedAt!, to: at }
  const ledger = (await eventsOf(tx, workspaceId, [row.id])).get(row.id)!
  const leadDueAt = dueSince(eventsThatHold(ledger), row)
  const detail = {
    dueAt: afterPause(terms.time(row.clock, row.calendar, row.away), pause, row.dueAt),
    leadDueAt: afterPause(terms.time(row.clock, row.calendar), pause, leadDueAt),
    byTimer: actorId === null,
  }
  return { kind: 'resumed', occurredAt: at, actorId, detail }
}

/** Arms again what a pause had stopped, later by the time it lasted. */
export async function rearmAfterPause(
  tx: Tx,
  workspaceId: string,
  row: HandOffRow,
  pause: { from: Instant; to: Instant },
  terms: Terms,
): Promise<void> {
  if (row.attemptedAt !== null) return
  const stopped = (await timersOfHandOff(tx, workspaceId, row.id)).filter(
    (timer) => timer.firedAt === null && isNeeded(timer, row),
  )
  await armTimers(
    tx,
    workspaceId,
    stopped.map((timer) => {
      const time = terms.time(clockOf(timer, terms), row.calendar, row.away)
      return { ...timer, dueAt: afterPause(time, pause, timer.dueAt) }
    }),
  )
}

/** Whether a timer still has a purpose: expiry ends with acceptance, everything with an attempt. */
export function isNeeded(
  { kind }: Pick<TimerRow, 'kind'>,
  row: Pick<HandOffRow, 'state' | 'attemptedAt' | 'pausedAt'>,
): boolean {
  if (kind === 'resume') return row.pausedAt !== null
  if (row.pausedAt !== null || row.attemptedAt !== null) return false
  return kind !== 'expiry' || row.state === 'offered'
}

function clockOf({ kind, level }: Pick<TimerRow, 'kind' | 'level'>, { plan }: Terms): ClockKind {
  if (kind === 'reminder') return plan.reminders[level]?.clock ?? 'elapsed'
  if (kind === 'escalation') return plan.escalations[level]?.clock ?? 'elapsed'
  return plan.expiry.clock
}
