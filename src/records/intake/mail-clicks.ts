import type { Tx } from '#platform/db/index.ts'
import { type Instant, SECOND } from '#platform/kernel/instant.ts'
import { machineSigns } from '#records/touches/index.ts'
import { CLICK_WAIT } from './append.ts'
import { sightingOf } from './rules/sighting-of.ts'
import { type TouchFacts, touchOf } from './rules/touch-of.ts'
import { clicksAround, nameMapping, postpone, type WaitingEvent, waitingClicks } from './work-store.ts'

/** An event whose person is known. */
export interface OwnedEvent {
  event: WaitingEvent
  personId: string
  touch: TouchFacts
}

/**
 * Puts off clicks in mails that are too fresh to be judged, also those that only the workspace's own list calls clicks: the others
 * that a scanner would make are to stand beside them.
 *
 * @returns what can be worked on now, and when the last of the others is due
 */
export async function holdFreshClicks(
  tx: Tx,
  workspaceId: string,
  events: readonly WaitingEvent[],
  now: Instant,
): Promise<{ ready: readonly WaitingEvent[]; dueAt: Instant | null }> {
  const isFresh = ({ type, recordedAt }: WaitingEvent) => type === 'track' && recordedAt + CLICK_WAIT > now
  if (!events.some(isFresh)) return { ready: events, dueAt: null }
  const mapping = await nameMapping(tx, workspaceId)
  const held = events.filter((event) => isFresh(event) && touchOf(event, mapping)?.kind === 'email_click')
  if (held.length === 0) return { ready: events, dueAt: null }
  const dueAt = Math.max(...held.map(({ recordedAt }) => recordedAt)) + CLICK_WAIT
  await postpone(
    tx,
    workspaceId,
    held.map(({ id }) => id),
    dueAt,
  )
  return { ready: events.filter((event) => !held.includes(event)), dueAt }
}

const APART = 10 * SECOND

interface Click {
  mail: string | null
  link: string | null
  at: Instant
  isBy(one: OwnedEvent): boolean
}

/** Clicks that only a scanner makes: many links of one mail within seconds, those among them that wait to be judged themselves. */
export async function machineClicks(
  tx: Tx,
  workspaceId: string,
  owned: readonly OwnedEvent[],
): Promise<Map<string, string>> {
  const clicks = owned.filter(({ touch, event }) => touch.kind === 'email_click' && event.machine === null)
  const found = new Map<string, string>()
  if (clicks.length === 0) return found
  const all = await clicksNear(tx, workspaceId, clicks)
  for (const one of clicks) {
    const { event, touch } = one
    const { mail } = mailOf(touch)
    const near = all.filter(
      (click) => click.mail === mail && Math.abs(click.at - event.occurredAt) <= APART && click.isBy(one),
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

/** Clicks around these: of the same people, recorded or among these, and waiting ones under the same name. */
async function clicksNear(tx: Tx, workspaceId: string, clicks: readonly OwnedEvent[]): Promise<Click[]> {
  const instants = clicks.map(({ event }) => event.occurredAt)
  const from = Math.min(...instants) - APART
  const to = Math.max(...instants) + APART
  const people = [...new Set(clicks.map(({ personId }) => personId))]
  const known = await clicksAround(tx, workspaceId, people, from, to)
  const waiting = await waitingClicks(tx, workspaceId, from, to)
  const mapping = waiting.length === 0 ? new Map() : await nameMapping(tx, workspaceId)
  const by = (personId: string) => (one: OwnedEvent) => one.personId === personId
  return [
    ...known.map(({ personId, ...click }) => ({ ...click, isBy: by(personId) })),
    ...clicks.map(({ personId, event, touch }) => ({
      ...mailOf(touch),
      at: event.occurredAt,
      isBy: by(personId),
    })),
    ...waiting.flatMap((event) => {
      const touch = touchOf(event, mapping)
      if (touch?.kind !== 'email_click') return []
      return [
        { ...mailOf(touch), at: event.occurredAt, isBy: (one: OwnedEvent) => sameName(event, one.event) },
      ]
    }),
  ]
}

/** Whether two events name the same visitor, user or address; of the one that waits nobody knows the person yet. */
function sameName(a: WaitingEvent, b: WaitingEvent): boolean {
  const [one, other] = [sightingOf(a), sightingOf(b)]
  return (['anonymousId', 'userId', 'email'] as const).some(
    (name) => one[name] !== null && one[name]?.toLowerCase() === other[name]?.toLowerCase(),
  )
}

function mailOf({ attributes }: TouchFacts): { mail: string | null; link: string | null } {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return { mail: text(attributes.email_id), link: text(attributes.link_url) }
}
