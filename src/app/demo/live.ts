import { handOffQualified, startHandOffs, sweepHandoffs } from '#leads/handoff/index.ts'
import { recomputeIn, recomputeLeads } from '#leads/lifecycle/index.ts'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { DAY, type Instant, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import type { Actor } from '#platform/operation/index.ts'
import { recordTouches } from '#records/touches/index.ts'
import { giveUp, openDeal, say, turnTo } from './live-answers.ts'
import { LIVE_DAYS, type Live } from './live-rows.ts'
import { acts, inScene, quietly, type Scene } from './live-scene.ts'
import {
  hasBegun,
  neverQualified,
  nextTimerAt,
  peopleByKey,
  qualifiedSince,
  salesTouchesOf,
  sellerCalled,
} from './live-store.ts'
import { seededRandom } from './random.ts'

const ROUTED_AFTER = 20 * SECOND
/** Demo requests of this morning, so that the inbox has something fresh, and how far apart they came. */
export const TODAY = 6
const APART = 17 * MINUTE

/** So long after the last attempt sellers come to an end with a lead. */
const PATIENCE = 5 * DAY
/** So many things happen in one transaction. */
const ACTS_AT_ONCE = 25

interface LiveOptions {
  seed: number
  since: Instant
  now: Instant
  live: Live
  /** who will look at it */
  userId: string | null
}

interface Act {
  at: Instant
  act: () => Promise<unknown>
}

/**
 * Lets the last four weeks happen through the services that work is done with: each lead that qualified is routed and offered at its
 * instant, sellers accept, reject, work and recycle as the story tells, deals are opened, timers fall due in between. What nobody
 * answered is late.
 */
export async function playLive(database: Database, workspaceId: string, options: LiveOptions): Promise<void> {
  const { seed, since, now, live, userId } = options
  const actor: Actor = {
    kind: 'user',
    id: userId ?? newId(now),
    name: 'Sample company',
    role: 'administrator',
  }
  const quiet = quietly(database)
  const scene: Scene = { database: quiet, workspaceId, actor, random: seededRandom(seed, 'live') }
  const begun = await inScene(scene, (tx) => hasBegun(tx, workspaceId))
  await inScene(scene, (tx) => startHandOffs(tx, workspaceId, since))
  if (!begun) await furnish(scene, since)
  const { acts, people } = await actsOf(scene, since, live)
  const played = acts.filter((one) => one.at <= now)
  for (let from = 0; from < played.length; from += ACTS_AT_ONCE) {
    await inScene(scene, async () => {
      for (const { at, act } of played.slice(from, from + ACTS_AT_ONCE)) {
        await sweepUntil(scene, at)
        await act()
      }
    })
  }
  await askToday(scene, now)
  await sweepUntil(scene, now)
  await recomputeLeads(database, workspaceId, people, now)
}

/** Everything that happens, in its order, and whom it is about. */
async function actsOf(
  scene: Scene,
  since: Instant,
  { said, deals }: Live,
): Promise<{ acts: Act[]; people: string[] }> {
  const { workspaceId } = scene
  const ids = await inScene(scene, (tx) => peopleByKey(tx, workspaceId))
  const idOf = (key: string | undefined) => [ids.get(key ?? '')].filter((id) => id !== undefined)
  const ahead = (personId: string, at: Instant) =>
    said.filter((one) => one.at >= at && ids.get(one.personKey) === personId)
  const offers = await inScene(scene, (tx) => qualifiedSince(tx, workspaceId, since))
  const offered = offers.map(({ personId }) => personId)
  const touches = await inScene(scene, (tx) => salesTouchesOf(tx, workspaceId, offered, since))
  const dealt = deals.map((deal) => ({
    deal,
    people: (deal.row.contacts ?? []).flatMap(({ person }) => idOf(person.key)),
  }))
  const acts: Act[] = [
    ...offers.map(({ personId, at }) => ({
      at: at + ROUTED_AFTER,
      act: () => offer(scene, personId, at + ROUTED_AFTER),
    })),
    ...touches.map(({ personId, at }) => ({
      at,
      act: () => turnTo(scene, personId, ahead(personId, at), at),
    })),
    ...said.flatMap((one) =>
      idOf(one.personKey).map((personId) => ({ at: one.at, act: () => say(scene, personId, one) })),
    ),
    ...offered.flatMap((personId) => {
      const last = touches.findLast((touch) => touch.personId === personId)?.at
      if (last === undefined || ahead(personId, last).length > 0) return []
      return [{ at: last + PATIENCE, act: () => giveUp(scene, personId, last + PATIENCE) }]
    }),
    ...dealt.map(({ deal, people }) => ({ at: deal.at, act: () => openDeal(scene, deal, people) })),
  ]
  const spoken = said.flatMap(({ personKey }) => idOf(personKey))
  const people = [...new Set([...offered, ...spoken, ...dealt.flatMap((one) => one.people)])]
  return { acts: acts.sort((a, b) => a.at - b.at), people }
}

/** Some people whom sellers wrote to ask for a demo themselves. */
async function askToday(scene: Scene, now: Instant): Promise<void> {
  const { workspaceId } = scene
  const people = await inScene(scene, (tx) => neverQualified(tx, workspaceId, TODAY))
  for (const [index, personId] of people.entries()) {
    const at = now - (TODAY - index) * APART
    await sweepUntil(scene, at)
    await inScene(scene, async (tx) => {
      const touch = { ...DEMO_REQUEST, id: newId(at), personId, occurredAt: at, dedupeKey: `today-${index}` }
      const known = await recordTouches(tx, workspaceId, [touch], at)
      await recomputeIn(tx, workspaceId, known, at)
      await handOffQualified(tx, workspaceId, known, at)
    })
  }
}

const DEMO_REQUEST = {
  kind: 'demo_request',
  side: 'marketing',
  direction: 'inbound',
  channel: 'Direct',
  subject: 'Book a demo',
  campaignId: null,
  sellerId: null,
  machine: false,
  attributes: {},
  source: 'sample',
} as const

function offer(scene: Scene, personId: string, at: Instant): Promise<unknown> {
  return inScene(scene, (tx) => handOffQualified(tx, scene.workspaceId, [personId], at))
}

/** Carries out timers at the instants at which they fall due, and not later. */
async function sweepUntil(scene: Scene, until: Instant): Promise<void> {
  const { database, workspaceId } = scene
  for (let last = Number.NEGATIVE_INFINITY; ; ) {
    const due = await database.workspace(workspaceId, (tx) => nextTimerAt(tx, workspaceId))
    if (due === null || due > until || due <= last) return
    last = due
    await sweepHandoffs(database, workspaceId, due)
  }
}

/** What a working desk has besides leads: a form, keys for site and servers, somebody away. */
async function furnish(scene: Scene, since: Instant): Promise<void> {
  const away = await inScene(scene, (tx) => sellerCalled(tx, scene.workspaceId, 'Cole Hartigan'))
  const day = (offset: number) => new Date(since + (LIVE_DAYS + offset) * DAY).toISOString().slice(0, 10)
  await acts(scene, 'write_key.create', { kind: 'public', name: 'Website' }, since)
  await acts(scene, 'form.create', { kind: 'demo_request', name: 'Book a demo' }, since)
  if (away) await acts(scene, 'absence.create', { sellerId: away, firstDay: day(-2), lastDay: day(4) }, since)
}
