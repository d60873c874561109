import {
  operations as handOffOperations,
  handOffQualified,
  startHandOffs,
  stopClocks,
  sweepHandoffs,
} from '#leads/handoff/index.ts'
import { recomputeIn, recomputeLeads } from '#leads/lifecycle/index.ts'
import { enrol } from '#leads/nurture/index.ts'
import { routingOperations } from '#leads/routing/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { DAY, type Instant, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import { type Actor, type Handler, Problem } from '#platform/operation/index.ts'
import { formOperations } from '#records/forms/index.ts'
import { operations as intakeOperations } from '#records/intake/index.ts'
import { reportStage } from '#records/people/index.ts'
import { recordTouches } from '#records/touches/index.ts'
import { LIVE_DAYS, type Said } from './live-rows.ts'
import {
  forgetAnnouncements,
  hasBegun,
  latestHandOff,
  neverQualified,
  nextTimerAt,
  peopleByKey,
  qualifiedSince,
  salesTouchesOf,
  sellerCalled,
} from './live-store.ts'
import { type Random, seededRandom } from './random.ts'

const ROUTED_AFTER = 20 * SECOND
/** Demo requests of this morning, so that the inbox has something fresh, and how far apart they came. */
export const TODAY = 6
const APART = 17 * MINUTE

/** Reasons for which sellers do not take a lead, as often as they give them. */
const REJECTED = [
  ['wrong_person', 5],
  ['wrong_company', 4],
  ['no_context', 3],
  ['bad_data', 2],
  ['duplicate', 1],
] as const

/** So many things happen in one transaction. */
const ACTS_AT_ONCE = 25

interface Scene {
  database: Database
  workspaceId: string
  actor: Actor
  random: Random
}

interface LiveOptions {
  seed: number
  since: Instant
  now: Instant
  said: readonly Said[]
  /** who will look at it */
  userId: string | null
}

/**
 * Lets the last four weeks happen through the services that work is done with: each lead that qualified is routed and offered at its
 * instant, sellers accept, reject, work and recycle as the story tells, timers fall due in between. What nobody answered is late.
 */
export async function playLive(database: Database, workspaceId: string, options: LiveOptions): Promise<void> {
  const { seed, since, now, said, userId } = options
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
  const ids = await inScene(scene, (tx) => peopleByKey(tx, workspaceId))
  const offers = await inScene(scene, (tx) => qualifiedSince(tx, workspaceId, since))
  const touches = await inScene(scene, (tx) =>
    salesTouchesOf(
      tx,
      workspaceId,
      offers.map(({ personId }) => personId),
      since,
    ),
  )
  const acts: { at: Instant; act: () => Promise<unknown> }[] = [
    ...offers.map(({ personId, at }) => ({
      at: at + ROUTED_AFTER,
      act: () => offer(scene, personId, at + ROUTED_AFTER),
    })),
    ...touches.map(({ personId, at }) => ({
      at,
      act: () => inScene(scene, (tx) => stopClocks(tx, workspaceId, [personId], at)),
    })),
    ...said.flatMap((one) => {
      const personId = ids.get(one.personKey)
      return personId ? [{ at: one.at, act: () => say(scene, personId, one) }] : []
    }),
  ]
  acts.sort((a, b) => a.at - b.at)
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
  const spoken = [...new Set(said.flatMap(({ personKey }) => ids.get(personKey) ?? []))]
  await recomputeLeads(database, workspaceId, [...spoken, ...offers.map(({ personId }) => personId)], now)
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

/**
 * The database without its announcements: nobody is told about what never happened. What asks for a transaction inside another one runs
 * in that.
 */
function quietly(database: Database): Database {
  let running: Tx | null = null
  return {
    ...database,
    async workspace(workspaceId, work) {
      if (running) return work(running)
      return database.workspace(workspaceId, async (tx) => {
        running = tx
        try {
          const done = await work(tx)
          await forgetAnnouncements(tx, workspaceId)
          return done
        } finally {
          running = null
        }
      })
    },
  }
}

/** One transaction of the play. */
const inScene = <T>({ database, workspaceId }: Scene, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.workspace(workspaceId, work)

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

/** What a seller says of a lead: on its hand-off where one is open, else as the CRM would report it. */
async function say(scene: Scene, personId: string, said: Said): Promise<void> {
  const { workspaceId, random } = scene
  const handOff = await inScene(scene, (tx) => latestHandOff(tx, workspaceId, personId))
  const rejection = { reason: random.weighted(REJECTED) }
  const ending = said.reason === null ? {} : { reason: said.reason }
  if (handOff) {
    const { id: handOffId } = handOff
    const done =
      (said.stage === 'sal' && (await acts(scene, 'handoff.accept', { handOffId }, said.at))) ||
      (said.stage === 'recycled' &&
        (await acts(scene, 'handoff.recycle', { handOffId, ...ending }, said.at))) ||
      (said.stage === 'disqualified' &&
        (await acts(scene, 'handoff.disqualify', { handOffId, ...ending }, said.at))) ||
      (said.stage === 'recycled' &&
        (await acts(scene, 'handoff.reject', { handOffId, ...rejection }, said.at)))
    if (done && said.stage === 'recycled')
      await inScene(scene, (tx) =>
        enrol(
          tx,
          workspaceId,
          { personId, cycle: handOff.cycle, trackKey: null, reason: said.reason },
          said.at,
        ),
      )
    if (done) return
  }
  const { stage, reason, at: occurredAt } = said
  await inScene(scene, (tx) =>
    reportStage(
      tx,
      workspaceId,
      { personId, stage, occurredAt, source: 'CRM stage date', reason, actorId: null },
      said.at,
    ),
  )
}

const HANDLERS: readonly Handler[] = [
  ...handOffOperations,
  ...routingOperations(),
  ...intakeOperations,
  ...formOperations({ baseUrl: '', canReply: false }),
]

/** Carries out an operation at an instant of the story; false when it is refused then. */
async function acts(scene: Scene, id: string, input: Record<string, unknown>, at: Instant): Promise<boolean> {
  const handler = HANDLERS.find(({ operation }) => operation.id === id)
  if (!handler || !('run' in handler)) throw new Error(`The sample company needs the operation ${id}`)
  const { workspaceId, actor } = scene
  try {
    await inScene(scene, (tx) =>
      handler.run(
        { tx, workspaceId, actor, now: at, requestId: newId(at), announce: async () => {}, audit: () => {} },
        handler.operation.input.parse(input),
      ),
    )
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
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
