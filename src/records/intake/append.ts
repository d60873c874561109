import type { Tx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Instant, SECOND } from '#platform/kernel/instant.ts'
import { addCounts, type Count, insertEvents, type NewEvent } from './append-store.ts'
import type { EventPayload } from './rules/event.ts'
import { trackKind } from './rules/kinds.ts'

export const DRAIN = 'intake.drain'

/** Clicks in mails wait this long, so that a scanner's other clicks stand beside them when they are judged. */
export const CLICK_WAIT = 10 * SECOND

/** An event of our own making: a form that was sent, a link of ours that was followed. */
export interface OwnEvent
  extends Pick<NewEvent, 'messageId' | 'type' | 'name' | 'kind' | 'source' | 'proven'> {
  anonymousId: string | null
  userId: string | null
  payload: EventPayload
  machine?: string | null
  occurredAt: Instant
}

/**
 * Stores events in the caller's transaction and has them worked on once it commits.
 *
 * @returns what became of them: new ones and those known already
 */
export async function appendEvents(
  tx: Tx,
  workspaceId: string,
  events: readonly OwnEvent[],
  now: Instant,
): Promise<{ accepted: number; duplicate: number }> {
  const full = events.map((event) => ({
    ...event,
    id: newId(now),
    machine: event.machine ?? null,
    warning: null,
    writeKeyId: null,
    recordedAt: now,
    dueAt: dueAt(event, now),
  }))
  const added = await insertEvents(tx, workspaceId, full)
  await addCounts(tx, workspaceId, outcomesOf(events.length, added.size), now)
  await askForWork(
    tx,
    workspaceId,
    full.filter(({ messageId }) => added.has(messageId)),
    now,
  )
  return { accepted: added.size, duplicate: events.length - added.size }
}

/** Asks for the work on what was stored. Last in its transaction, because others that ask for the same wait for it. */
export async function askForWork(
  tx: Tx,
  workspaceId: string,
  events: readonly Pick<NewEvent, 'dueAt'>[],
  now: Instant,
): Promise<void> {
  const later = events.find((event) => event.dueAt > now)
  // A second later than due, so that one job serves all clicks of that second.
  if (later) {
    const key = `at ${Math.ceil(later.dueAt / SECOND)}`
    await enqueue(tx, { workspaceId, kind: DRAIN, payload: {}, runAt: later.dueAt + SECOND, key })
  }
  if (events.some((event) => event.dueAt <= now))
    await enqueue(tx, { workspaceId, kind: DRAIN, payload: {}, runAt: now, key: 'now' })
}

/** How many were accepted and how many were known. */
export function outcomesOf(sent: number, added: number): Count[] {
  const counts: Count[] = [
    { outcome: 'accepted', reason: '', events: added },
    { outcome: 'duplicate', reason: '', events: sent - added },
  ]
  return counts.filter(({ events }) => events > 0)
}

/** When an event may be worked on. */
export function dueAt({ type, kind, name }: Pick<NewEvent, 'type' | 'kind' | 'name'>, now: Instant): Instant {
  const said = kind ?? (type === 'track' && name !== null ? trackKind(name, USUAL) : null)
  return said === 'email_click' ? now + CLICK_WAIT : now
}

/** What a workspace decided for a name is looked at when its events are worked on. */
const USUAL = new Map()
