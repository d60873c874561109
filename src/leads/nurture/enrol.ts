import { type AgreementDocument, agreementInForce } from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { endPresent, insertEnrolment, presentEnrolment } from './enrolment-store.ts'
import type { EndedBecause } from './rules/states.ts'

export interface Enrol {
  personId: string
  /** cycle that ends here */
  cycle: number
  /** null: the track that the agreement names for the reason */
  trackKey: string | null
  /** recycle reason of the agreement */
  reason: string | null
  /** the user who chose it; absent or null: the agreement's own rule */
  actorId?: string | null
}

/**
 * The track for a recycle reason: the first that names it, else the first one.
 *
 * @example trackFor(defaultAgreement(), 'no_answer') // 'wake_up'
 */
export function trackFor({ recycling }: AgreementDocument, reason: string | null): string {
  const named = recycling.tracks.find((track) => reason !== null && track.reasons.includes(reason))
  return (named ?? recycling.tracks[0]!).key
}

/**
 * Puts a person on a nurture track, under the agreement in force, whose steps hold to the end. On the same track for the same cycle
 * already: nothing happens; on another one: that one ends.
 *
 * @returns whether the person is on it now; false when the agreement has no such track
 */
export async function enrol(tx: Tx, workspaceId: string, entry: Enrol, now: Instant): Promise<boolean> {
  const { personId, cycle, reason, actorId = null } = entry
  const { document, version } = await agreementInForce(tx, workspaceId, now)
  const trackKey = entry.trackKey ?? trackFor(document, reason)
  if (!document.recycling.tracks.some((track) => track.key === trackKey)) return false
  const present = await presentEnrolment(tx, workspaceId, personId)
  if (present?.trackKey === trackKey && present.cycle === cycle) return true
  if (present) await endPresent(tx, workspaceId, [personId], 'moved', now)
  await insertEnrolment(tx, workspaceId, {
    id: newId(now),
    personId,
    cycle,
    trackKey,
    agreementVersion: version,
    enrolledAt: now,
    reason,
    actorId,
  })
  return true
}

/**
 * Takes people off their tracks. What waits for them is not sent any more.
 *
 * @returns ids of the people who were on one
 * @example await leaveTrack(tx, workspaceId, [personId], 'converted', now)
 */
export async function leaveTrack(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  why: EndedBecause,
  now: Instant,
): Promise<string[]> {
  if (personIds.length === 0) return []
  return (await endPresent(tx, workspaceId, personIds, why, now)).map(({ personId }) => personId)
}
