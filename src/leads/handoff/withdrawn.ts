import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { touchesThere } from './people-store.ts'
import { eventsThatHold } from './rules/ledger.ts'
import { type EventRow, eventsOf, type HandOffRow } from './store.ts'
import { restoreTimers, takeBack } from './take-back.ts'

/** An open hand-off with its ledger. */
export interface Kept {
  row: HandOffRow
  ledger: EventRow[]
}

/**
 * Takes evidence back whose touch is not there any more, or is somebody else's now: an import was undone, or a merge. The clock runs as if
 * it had never been, and its timers are armed again.
 *
 * @param open locked
 * @returns all of them as they are then
 */
export async function withoutWithdrawn(
  tx: Tx,
  workspaceId: string,
  open: readonly HandOffRow[],
  now: Instant,
): Promise<Kept[]> {
  const ids = open.map(({ id }) => id)
  const ledgers = await eventsOf(tx, workspaceId, ids)
  const kept = open.map((row) => ({ row, ledger: ledgers.get(row.id)! }))
  const shown = kept.flatMap(({ ledger }) => ledger.flatMap(({ touchId }) => touchId ?? []))
  const there = await touchesThere(tx, workspaceId, shown)
  const after: Kept[] = []
  for (const { row, ledger } of kept) {
    const held = eventsThatHold(ledger) as EventRow[]
    const going = held.filter(({ touchId }) => touchId !== null && there.get(touchId) !== row.personId)
    after.push(
      going.length === 0 ? { row, ledger } : await without(tx, workspaceId, { row, ledger, going }, now),
    )
  }
  return after
}

async function without(
  tx: Tx,
  workspaceId: string,
  { row, ledger, going }: Kept & { going: readonly EventRow[] },
  now: Instant,
): Promise<Kept> {
  const after = await takeBack(tx, workspaceId, { row, ledger, going, actorId: null }, now)
  await restoreTimers(tx, workspaceId, row, after, now)
  return { row: after, ledger: (await eventsOf(tx, workspaceId, [row.id])).get(row.id)! }
}
