import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Happening } from './record.ts'
import { afterPause } from './rules/clocks.ts'
import { eventsThatHold } from './rules/ledger.ts'
import type { ClockKind } from './rules/states.ts'
import { eventsOf, type HandOffRow } from './store.ts'
import type { Terms } from './terms.ts'
import { armTimers, type TimerRow, timersOfHandOff } from './timer-store.ts'

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
  const last = eventsThatHold(ledger).findLast((event) => event.kind === 'resumed')
  const leadDueAt = (last?.detail.leadDueAt as Instant | undefined) ?? row.leadDueAt
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
