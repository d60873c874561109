import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** What one event says about who sent it. */
export interface Sighting {
  anonymousId: string | null
  userId: string | null
  email: string | null
  traits: Record<string, string | number | boolean | null>
  /** came with a secret: a server-side write key, a link we signed, the API; a public key proves nothing */
  proven: boolean
  occurredAt: Instant
  messageId: string
  /** `alias` only: the anonymous id that is the same visitor as `anonymousId` or `userId`; without a secret it is ignored */
  previousId?: string | null
}

/** A visitor who was anonymous until now; what they did before is to become touches of the person. */
export interface NewlyJoined {
  anonymousId: string
  personId: string
}

export interface Resolved {
  /** in the order of the sightings; null while anonymous */
  personIds: (string | null)[]
  joined: NewlyJoined[]
  /** people whose fields changed although no touch may follow: to be scored anew */
  changedPersonIds: string[]
}

/**
 * Finds or makes the person behind each event, in the order given, in a fixed number of statements whatever their number.
 *
 * A person is found by a proven user id, then by e-mail address, then by what the visitor is known as at that instant. What a
 * public key says is a claim: it may join a visitor to a person and fill fields that are empty on a person whom claims created;
 * it never changes owner, score or stage and never makes two people one.
 */
export async function resolveSightings(
  _tx: Tx,
  _workspaceId: string,
  sightings: readonly Sighting[],
  _now: Instant,
): Promise<Resolved> {
  return { personIds: sightings.map(() => null), joined: [], changedPersonIds: [] }
}
