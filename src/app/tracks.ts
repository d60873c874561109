import type { HandOffAnnouncement } from '#leads/handoff/index.ts'
import { enrol, leaveTrack, leaveTracks } from '#leads/nurture/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { Announcement } from '#platform/outbox/index.ts'

/** Who enters a nurture track and who leaves it again, by what sellers decide of their hand-offs. The flow says when. */

export async function enterTrack(
  tx: Tx,
  { workspaceId, payload, occurredAt: now }: Announcement,
): Promise<void> {
  const { personId, cycle, reason, track, actorId } = payload as unknown as HandOffAnnouncement
  await enrol(
    tx,
    workspaceId,
    { personId, cycle, trackKey: track ?? null, reason: reason ?? null, actorId },
    now,
  )
}

/** A rejection leads into a track only where one names its reason. */
export async function enterNamedTrack(tx: Tx, announcement: Announcement): Promise<void> {
  if (announcement.payload.track) await enterTrack(tx, announcement)
}

export async function leaveTrackAgain(
  tx: Tx,
  { workspaceId, payload, occurredAt }: Announcement,
): Promise<void> {
  const { personId, undid } = payload as unknown as HandOffAnnouncement
  if (undid === 'recycled' || undid === 'rejected')
    await leaveTrack(tx, workspaceId, [personId], 'taken_back', occurredAt)
}

/** Who came back in the meantime was not offered again, and stays where they are. */
export async function leaveTrackIfOverturned(
  tx: Tx,
  { workspaceId, payload, occurredAt }: Announcement,
): Promise<void> {
  const { personId, outcome } = payload as unknown as HandOffAnnouncement
  if (outcome === 'overturned') await leaveTracks(tx, workspaceId, [personId], occurredAt)
}

export const leaveTrackOnReopening = (
  tx: Tx,
  { workspaceId, payload, occurredAt }: Announcement,
): Promise<void> => leaveTracks(tx, workspaceId, payload.personIds as string[], occurredAt)
