import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { isNeeded } from './pause.ts'
import { type Happening, recordOne } from './record.ts'
import { standing } from './rules/ledger.ts'
import type { EventRow, HandOffRow } from './store.ts'
import { armTimers, cancelTimers, timersOfHandOff } from './timer-store.ts'

/**
 * Adds what takes events of a locked hand-off back, and brings the row to where the ledger then stands.
 *
 * @param actorId user who takes them back; null: the agreement's rules
 */
export function takeBack(
  tx: Tx,
  workspaceId: string,
  {
    row,
    ledger,
    going,
    actorId,
  }: { row: HandOffRow; ledger: readonly EventRow[]; going: readonly EventRow[]; actorId: string | null },
  now: Instant,
): Promise<HandOffRow> {
  const happenings: Happening[] = going.map((event) => ({
    kind: 'undone',
    occurredAt: now,
    actorId,
    detail: { undid: event.kind },
    undoesId: event.id,
  }))
  const gone = new Set(going.map((event) => event.id))
  const facts = standing(ledger.filter((event) => !gone.has(event.id)))
  return recordOne(tx, workspaceId, { ...row, ...facts, events: row.events }, happenings, now)
}

/** Arms what was cancelled and is needed again, and cancels what is needed no more. */
export async function restoreTimers(
  tx: Tx,
  workspaceId: string,
  before: HandOffRow,
  after: HandOffRow,
  now: Instant,
): Promise<void> {
  const timers = (await timersOfHandOff(tx, workspaceId, after.id)).filter((timer) => timer.firedAt === null)
  const needed = timers.filter((timer) => isNeeded(timer, after))
  await armTimers(tx, workspaceId, needed)
  if (before.pausedAt !== null && after.pausedAt === null)
    await cancelTimers(tx, workspaceId, [after.id], now, ['resume'])
}
