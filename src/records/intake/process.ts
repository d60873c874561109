import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Instant, SECOND } from '#platform/kernel/instant.ts'
import { nameNorm, resolveSightings, type Sighting, suppress } from '#records/people/index.ts'
import { machineSigns, type NewTouch, recordTouches } from '#records/touches/index.ts'
import { eventNameNorm } from './rules/kinds.ts'
import { sightingOf } from './rules/sighting-of.ts'
import { type TouchFacts, touchOf } from './rules/touch-of.ts'
import {
  anonymousEvents,
  campaignsNamed,
  clicksAround,
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

interface Owned extends Seen {
  personId: string
  touch: TouchFacts
}

/**
 * From events to everything they cause, in the caller's transaction: who it was, what was done, then whatever the flow of the
 * product makes of it. What a visitor did before they were known follows with its own time.
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
  const seen = events.map(see)
  const { personIds, joined, changedPersonIds } = await resolve(tx, workspaceId, seen, now)
  const isKept = ({ event, touch }: Seen, index: number) =>
    personIds[index] === null && touch !== null && visitorOf(event) !== null
  await markAnonymous(
    tx,
    workspaceId,
    seen.filter(isKept).map(({ event }) => ({ id: event.id, visitor: visitorOf(event)! })),
  )
  await finishWork(tx, workspaceId, idsOf(seen.filter((one, index) => !isKept(one, index))))
  const before = await broughtAlong(
    tx,
    workspaceId,
    [...joined.map(({ anonymousId }) => anonymousId), ...usersNamed(seen)],
    see,
    now,
  )
  const touches = await touchesOf(tx, workspaceId, [...before, ...ownedIn(seen, personIds)], now)
  const touched = await recordTouches(tx, workspaceId, touches, now)
  const silenced = await heedRefusals(tx, workspaceId, seen, now)
  const who = [...new Set([...touched, ...changedPersonIds, ...silenced])]
  if (who.length > 0) await onTouches(tx, workspaceId, who, now)
}

/** Under which name an event waits for its person: the visitor, or a user id that came with a secret before anybody said whose it is. */
const visitorOf = ({ anonymousId, userId, proven }: WaitingEvent): string | null =>
  anonymousId ?? (proven && userId !== null ? userName(userId) : null)

const userName = (userId: string) => `user:${userId}`

/** User ids that this batch says the owner of. */
const usersNamed = (seen: readonly Seen[]): string[] => [
  ...new Set(
    seen.flatMap(({ event: { userId, proven }, sighting: { email } }) =>
      proven && userId !== null && email !== null ? [userName(userId)] : [],
    ),
  ),
]

const idsOf = (seen: readonly Seen[]) => seen.map(({ event }) => event.id)

const resolve = (tx: Tx, workspaceId: string, seen: readonly Seen[], now: Instant) =>
  resolveSightings(
    tx,
    workspaceId,
    seen.map(({ sighting }) => sighting),
    now,
  )

function sightingFrom(event: WaitingEvent): Sighting {
  const { proven, occurredAt, messageId } = event
  return { ...sightingOf(event), proven, occurredAt, messageId }
}

function ownedIn(seen: readonly Seen[], personIds: readonly (string | null)[]): Owned[] {
  return seen.flatMap((one, index) => {
    const personId = personIds[index]
    return personId && one.touch ? [{ ...one, touch: one.touch, personId }] : []
  })
}

/** What visitors did who are known from now on. */
async function broughtAlong(
  tx: Tx,
  workspaceId: string,
  anonymousIds: readonly string[],
  see: (event: WaitingEvent) => Seen,
  now: Instant,
): Promise<Owned[]> {
  const seen = (await anonymousEvents(tx, workspaceId, anonymousIds)).map(see)
  if (seen.length === 0) return []
  const { personIds } = await resolve(tx, workspaceId, seen, now)
  const owned = ownedIn(seen, personIds)
  await finishWork(tx, workspaceId, idsOf(owned))
  return owned
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
      id: newId(now),
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

const APART = 10 * SECOND

/** Clicks that only a scanner makes: many links of one mail within seconds. */
async function machineClicks(
  tx: Tx,
  workspaceId: string,
  owned: readonly Owned[],
): Promise<Map<string, string>> {
  const clicks = owned.filter(({ touch, event }) => touch.kind === 'email_click' && event.machine === null)
  const found = new Map<string, string>()
  if (clicks.length === 0) return found
  const instants = clicks.map(({ event }) => event.occurredAt)
  const people = [...new Set(clicks.map(({ personId }) => personId))]
  const known = await clicksAround(
    tx,
    workspaceId,
    people,
    Math.min(...instants) - APART,
    Math.max(...instants) + APART,
  )
  const all = [
    ...known,
    ...clicks.map(({ personId, event, touch }) => ({ personId, at: event.occurredAt, ...mailOf(touch) })),
  ]
  for (const { event, personId, touch } of clicks) {
    const { mail } = mailOf(touch)
    const near = all.filter(
      (one) => one.personId === personId && one.mail === mail && Math.abs(one.at - event.occurredAt) <= APART,
    )
    const links = touch.attributes.links
    const why = machineSigns({
      mail: 'click',
      clicks: near.map(({ link, at }) => ({ link: link ?? '', at })),
      links: typeof links === 'number' ? links : undefined,
    })
    if (why) found.set(event.id, why)
  }
  return found
}

function mailOf({ attributes }: TouchFacts): { mail: string | null; link: string | null } {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return { mail: text(attributes.email_id), link: text(attributes.link_url) }
}

const REFUSALS: Readonly<Record<string, 'unsubscribed' | 'complained' | 'bounced'>> = {
  unsubscribed: 'unsubscribed',
  'email marked as spam': 'complained',
  'email bounced': 'bounced',
}

/** A mail system that says with our secret that somebody unsubscribed is believed: nothing is sent to them from now on. */
async function heedRefusals(
  tx: Tx,
  workspaceId: string,
  seen: readonly Seen[],
  now: Instant,
): Promise<string[]> {
  const entries = seen.flatMap(({ event, sighting }) => {
    const reason = event.type === 'track' && REFUSALS[eventNameNorm(event.name ?? '')]
    return reason && event.proven && sighting.email
      ? [{ email: sighting.email, reason, detail: `Event ${event.messageId}`, actorId: null }]
      : []
  })
  return entries.length === 0 ? [] : suppress(tx, workspaceId, entries, now)
}
