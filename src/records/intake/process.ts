import type { Tx } from '#platform/db/index.ts'
import { nextId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { addressesOf, nameNorm, resolveSightings, type Sighting, suppress } from '#records/people/index.ts'
import { type NewTouch, recordTouches } from '#records/touches/index.ts'
import { machineClicks } from './mail-clicks.ts'
import { eventNameNorm } from './rules/kinds.ts'
import { sightingOf } from './rules/sighting-of.ts'
import { type TouchFacts, touchOf } from './rules/touch-of.ts'
import {
  anonymousEvents,
  campaignsNamed,
  finishWork,
  markAnonymous,
  nameMapping,
  type WaitingEvent,
} from './work-store.ts'

/** Told in the same transaction who got something new. */
export type OnTouches = (
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
) => Promise<void>

interface Seen {
  event: WaitingEvent
  sighting: Sighting
  touch: TouchFacts | null
}

interface Known extends Seen {
  personId: string
}

interface Owned extends Known {
  touch: TouchFacts
}

/**
 * From events to everything they cause, in the caller's transaction: who it was, what was done, then whatever the flow of the
 * product makes of it. What a visitor or a user did before they were known follows with its own time.
 */
export async function processEvents(
  tx: Tx,
  workspaceId: string,
  events: readonly WaitingEvent[],
  now: Instant,
  onTouches: OnTouches,
): Promise<void> {
  const mapping = await nameMapping(tx, workspaceId)
  const see = (event: WaitingEvent): Seen => ({
    event,
    sighting: sightingFrom(event),
    touch: touchOf(event, mapping),
  })
  const arrived = await recognise(tx, workspaceId, events.map(see), now)
  const kept = arrived.unknown.filter(mayBecomeKnown)
  const never = arrived.unknown.filter((one) => !mayBecomeKnown(one))
  await markAnonymous(tx, workspaceId, kept.map(waitingNames))
  await finishWork(tx, workspaceId, idsOf([...arrived.known, ...never]))
  const before = await broughtAlong(tx, workspaceId, arrived.names, see, now)
  const known = [...before.known, ...arrived.known]
  const touches = await touchesOf(tx, workspaceId, known.filter(isOwned), now)
  const touched = await recordTouches(tx, workspaceId, touches, now)
  const silenced = await heedRefusals(tx, workspaceId, [...known, ...arrived.unknown], now)
  const who = [...new Set([...touched, ...before.changed, ...arrived.changed, ...silenced])]
  if (who.length > 0) await onTouches(tx, workspaceId, who, now)
}

const isOwned = (one: Known): one is Owned => one.touch !== null

/** Whether something follows once it is known whose an event is: a touch, or what a secret says of a user nobody has named. */
const mayBecomeKnown = ({ event: { anonymousId, userId, proven }, touch }: Seen) =>
  (proven && userId !== null) || (touch !== null && anonymousId !== null)

/** Under which names an event waits for its person. */
const waitingNames = ({ event: { id, anonymousId, userId, proven }, sighting }: Seen) => ({
  id,
  visitor: sighting.previousId ?? anonymousId,
  user: proven ? userId : null,
})

const idsOf = (seen: readonly Seen[]) => seen.map(({ event }) => event.id)

function sightingFrom(event: WaitingEvent): Sighting {
  const { proven, occurredAt, messageId } = event
  return { ...sightingOf(event), proven, occurredAt, messageId }
}

interface Recognised {
  known: Known[]
  unknown: Seen[]
  /** visitors and user ids of which it is known from now on whose they are */
  names: string[]
  /** people of whom something became known */
  changed: string[]
}

async function recognise(
  tx: Tx,
  workspaceId: string,
  seen: readonly Seen[],
  now: Instant,
): Promise<Recognised> {
  const sightings = seen.map(({ sighting }) => sighting)
  const { personIds, joined, bound, changedPersonIds } = await resolveSightings(
    tx,
    workspaceId,
    sightings,
    now,
  )
  return {
    known: seen.flatMap((one, index) => (personIds[index] ? [{ ...one, personId: personIds[index] }] : [])),
    unknown: seen.filter((_, index) => !personIds[index]),
    names: [...new Set([...joined.map(({ anonymousId }) => anonymousId), ...bound])],
    changed: changedPersonIds,
  }
}

/** What visitors and users did who are known from now on, and whoever becomes known by it. */
async function broughtAlong(
  tx: Tx,
  workspaceId: string,
  names: readonly string[],
  see: (event: WaitingEvent) => Seen,
  now: Instant,
): Promise<Pick<Recognised, 'known' | 'changed'>> {
  const seen = (await anonymousEvents(tx, workspaceId, names)).map(see)
  if (seen.length === 0) return { known: [], changed: [] }
  const found = await recognise(tx, workspaceId, seen, now)
  await finishWork(tx, workspaceId, idsOf(found.known))
  const more = await broughtAlong(tx, workspaceId, found.names, see, now)
  return { known: [...found.known, ...more.known], changed: [...found.changed, ...more.changed] }
}

async function touchesOf(
  tx: Tx,
  workspaceId: string,
  owned: readonly Owned[],
  now: Instant,
): Promise<NewTouch[]> {
  if (owned.length === 0) return []
  const names = [...new Set(owned.flatMap(({ touch }) => touch.campaign ?? []))]
  const campaigns = await campaignsNamed(
    tx,
    workspaceId,
    names.map((said) => ({ said, norm: nameNorm(said) })),
  )
  const machines = await machineClicks(tx, workspaceId, owned)
  return owned.map(({ event, touch, personId }) => {
    const machine = event.machine ?? machines.get(event.id) ?? null
    return {
      id: nextId(now),
      personId,
      campaignId: (touch.campaign && campaigns.get(touch.campaign)) || null,
      sellerId: null,
      kind: touch.kind,
      side: 'marketing',
      direction: touch.direction,
      channel: touch.channel,
      subject: touch.subject,
      machine: machine !== null,
      attributes: machine === null ? touch.attributes : { ...touch.attributes, machine },
      occurredAt: event.occurredAt,
      source: event.source,
      dedupeKey: event.messageId,
    }
  })
}

const REFUSALS: Readonly<Record<string, 'unsubscribed' | 'complained' | 'bounced'>> = {
  unsubscribed: 'unsubscribed',
  'email marked as spam': 'complained',
  'email bounced': 'bounced',
}

/**
 * A mail system that says with our secret that somebody unsubscribed is believed: nothing is sent from now on to the address it
 * names, else to that of the person it names.
 */
async function heedRefusals(
  tx: Tx,
  workspaceId: string,
  seen: readonly (Seen & { personId?: string })[],
  now: Instant,
): Promise<string[]> {
  const refused = seen.flatMap(({ event, sighting, personId }) => {
    const reason = event.type === 'track' && REFUSALS[eventNameNorm(event.name ?? '')]
    return reason && event.proven
      ? [{ said: sighting.email, personId, reason, detail: `Event ${event.messageId}` }]
      : []
  })
  if (refused.length === 0) return []
  const people = refused.flatMap(({ personId }) => personId ?? [])
  const addresses = await addressesOf(tx, workspaceId, people)
  const entries = refused.flatMap(({ said, personId, reason, detail }) => {
    const email = said ?? addresses.get(personId ?? '')
    return email ? [{ email, reason, detail, actorId: null }] : []
  })
  return suppress(tx, workspaceId, entries, now)
}
