import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { endPresent, misplaced, moveEnrolment, presentEnrolment } from './enrolment-store.ts'
import { moveQueued } from './message-store.ts'

/**
 * Brings what somebody is on, with what waits of it, to the record that they are now: the survivor of a merge, or their own again when
 * it was taken back. Who is on a track there already stays on that one.
 *
 * @returns how many enrolments moved or ended
 */
export async function followMerges(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<number> {
  const found = await misplaced(tx, workspaceId, personIds)
  for (const { id, personId, toPersonId, back } of found) {
    const theirs = await presentEnrolment(tx, workspaceId, toPersonId)
    if (theirs && !back) await endPresent(tx, workspaceId, [personId], 'gone', now)
    if (theirs) continue
    await moveEnrolment(tx, workspaceId, id, toPersonId, back ? null : personId)
    await moveQueued(tx, workspaceId, id, toPersonId)
  }
  return found.length
}
