import type { Tx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { companyDomain, freeMailCorrections } from '../accounts/index.ts'
import { accountsByDomain, activeJoins, loadPeople, namedPeople, writeIdentity } from './live-store.ts'
import { claimedEmail, ownerAt, readTraits, usableId } from './rules/identity-live.ts'
import { type Read, SightingBatch, type World } from './sighting-batch.ts'

/** What one event says about who sent it. */
export interface Sighting {
  anonymousId: string | null
  userId: string | null
  /** of an `alias`: what the same user went by before; a user id, a visitor or an e-mail address */
  previousId: string | null
  email: string | null
  traits: Record<string, string | number | boolean | null>
  /** came with a secret: a server-side write key, a link we signed, the API; a public key proves nothing */
  proven: boolean
  occurredAt: Instant
  messageId: string
}

/** A visitor found to be a person at a time of which nobody was known; what they did then is to become touches of the person. */
export interface NewlyJoined {
  anonymousId: string
  personId: string
}

export interface Resolved {
  /** in the order of the sightings; null while anonymous */
  personIds: (string | null)[]
  joined: NewlyJoined[]
  /** user ids of which it is known from now on whose they are */
  bound: string[]
  /** people who were made, or of whom something was filled: to be scored although no touch may follow */
  changedPersonIds: string[]
}

/** Brings the touches of visitors to whose they are. */
export const SETTLE = 'identity.settle'

/**
 * Finds or makes the person behind each event, in a fixed number of statements whatever their number.
 *
 * An event that says who it is belongs to the person with its proven user id, else to the one with its e-mail address, else to the
 * one with the previous id of a proven alias; all others belong to whoever the visitor was at that instant. A user id that nobody
 * has yet becomes that of the person a proven event names. What a public key says is a claim: it joins a visitor to a person from then
 * on and fills what is empty on people whom claims made. It never changes a person that came otherwise, never sets owner, score
 * or stage, never binds a user id, and never makes two people one.
 */
export async function resolveSightings(
  tx: Tx,
  workspaceId: string,
  sightings: readonly Sighting[],
  now: Instant,
): Promise<Resolved> {
  const read = sightings.map(readSighting)
  const world = await loadWorld(tx, workspaceId, read)
  const batch = new SightingBatch(world, now)
  const said = read.map((sighting) => batch.take(sighting))
  const personIds = read.map(({ anonymousId, previousId, occurredAt }, index) => {
    // An alias is about its ids and waits for them, whoever the visitor was.
    if (said[index] || anonymousId === null || previousId !== null) return said[index] ?? null
    return ownerAt(world.joins.get(anonymousId) ?? [], occurredAt)
  })
  await writeIdentity(tx, workspaceId, batch.writes, now)
  const anonymousIds = [...batch.shared]
  if (anonymousIds.length > 0)
    await enqueue(tx, { workspaceId, kind: SETTLE, payload: { anonymousIds }, runAt: now })
  const bound = batch.writes.userIds.map(({ external_id }) => external_id)
  return { personIds, joined: batch.joined, bound, changedPersonIds: [...batch.changed] }
}

/** User ids without a secret are worth nothing: they are easily guessed. */
const readSighting = (sighting: Sighting): Read => ({
  ...sighting,
  anonymousId: usableId(sighting.anonymousId),
  userId: sighting.proven ? usableId(sighting.userId) : null,
  previousId: sighting.proven && sighting.userId !== null ? usableId(sighting.previousId) : null,
  email: claimedEmail(sighting.email),
  messageId: usableId(sighting.messageId) ?? 'unnamed',
})

const present = (values: readonly (string | null)[]) => [...new Set(values.filter((value) => value !== null))]

async function loadWorld(tx: Tx, workspaceId: string, sightings: readonly Read[]): Promise<World> {
  const visitors = present(sightings.flatMap(({ anonymousId, previousId }) => [anonymousId, previousId]))
  const userIds = present(sightings.flatMap(({ userId, previousId }) => [userId, previousId]))
  const emails = present(sightings.flatMap(({ email, previousId }) => [email, claimedEmail(previousId)]))
  const world: World = {
    byUserId: new Map(),
    byEmail: new Map(),
    people: new Map(),
    accounts: new Map(),
    domainOf: () => undefined,
    joins: new Map(),
  }
  for (const join of await activeJoins(tx, workspaceId, visitors))
    world.joins.set(join.anonymousId, [...(world.joins.get(join.anonymousId) ?? []), join])
  for (const { userId, email, personId } of await namedPeople(tx, workspaceId, userIds, emails)) {
    if (userId !== null && !world.byUserId.has(userId)) world.byUserId.set(userId, personId)
    if (email !== null && !world.byEmail.has(email)) world.byEmail.set(email, personId)
  }
  const known = [...new Set([...world.byUserId.values(), ...world.byEmail.values()])]
  for (const person of await loadPeople(tx, workspaceId, known)) world.people.set(person.id, person)
  const strangers = emails.filter((email) => !world.byEmail.has(email))
  const companies = present(
    sightings.map(({ proven, traits }) => (proven ? readTraits(traits).companyDomain : null)),
  )
  if (strangers.length + companies.length > 0) {
    const corrections = await freeMailCorrections(tx, workspaceId)
    world.domainOf = (place) => companyDomain(place, corrections)
    const domains = present([...strangers, ...companies].map((place) => world.domainOf(place) ?? null))
    world.accounts = await accountsByDomain(tx, workspaceId, domains)
  }
  return world
}
