import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { mergedAway, mergesTakenBack } from './merge-store.ts'
import { recordOne } from './record.ts'
import { isOpen } from './rules/ledger.ts'
import { eventsOf, handOffsOf, leadStandingOf, lockHandOffs, lockPeople } from './store.ts'
import { restoreTimers, takeBack } from './take-back.ts'

/**
 * Brings open hand-offs to the record that a person is now: the survivor of a merge, or their own again when it was taken back. Clocks,
 * pauses and what was tried go along. Where the survivor has a hand-off of their own, that one stays, and the other rests as long as the
 * merge holds. What ended meanwhile stays where it ended.
 */
export async function followMerges(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  for (const { handOffId, eventId, personId } of await mergesTakenBack(tx, workspaceId, personIds))
    await comeBack(tx, workspaceId, { handOffId, eventId, personId }, now)
  for (const { handOffId, survivorId } of await mergedAway(tx, workspaceId, personIds))
    await goAlong(tx, workspaceId, handOffId, survivorId, now)
}

async function goAlong(
  tx: Tx,
  workspaceId: string,
  handOffId: string,
  personId: string,
  now: Instant,
): Promise<void> {
  await lockPeople(tx, workspaceId, [personId])
  const [row] = await lockHandOffs(tx, workspaceId, [handOffId])
  if (!row || !isOpen(row) || row.personId === personId) return
  const theirs = await handOffsOf(tx, workspaceId, personId)
  const said = { occurredAt: now, actorId: null }
  if (theirs.some(isOpen)) {
    const detail = { toSellerId: row.sellerId, note: MERGED, mergedFrom: row.personId }
    await recordOne(tx, workspaceId, row, [{ ...said, kind: 'reassigned', detail }], now)
    return
  }
  const cycle = (await leadStandingOf(tx, workspaceId, personId))?.cycle || row.cycle
  const sequence = Math.max(0, ...theirs.filter((one) => one.cycle === cycle).map((one) => one.sequence)) + 1
  const detail = { personId, cycle, sequence, note: MERGED, mergedFrom: row.personId }
  await recordOne(tx, workspaceId, row, [{ ...said, kind: 'moved', detail }], now)
}

const MERGED = 'Merged with another record of the same person'

async function comeBack(
  tx: Tx,
  workspaceId: string,
  { handOffId, eventId, personId }: { handOffId: string; eventId: string; personId: string },
  now: Instant,
): Promise<void> {
  await lockPeople(tx, workspaceId, [personId])
  const [row] = await lockHandOffs(tx, workspaceId, [handOffId])
  if (!row || (await handOffsOf(tx, workspaceId, personId)).some(isOpen)) return
  const ledger = (await eventsOf(tx, workspaceId, [handOffId])).get(handOffId)!
  const going = ledger.filter(({ id }) => id === eventId)
  const after = await takeBack(tx, workspaceId, { row, ledger, going, actorId: null }, now)
  await restoreTimers(tx, workspaceId, row, after, now)
}
