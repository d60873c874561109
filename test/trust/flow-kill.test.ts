import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from '#leads/lifecycle/index.ts'
import { type Database, openDatabase } from '#platform/db/index.ts'
import { testFolder, testServerDatabase } from '../database.ts'
import {
  askApi,
  type LiveServer,
  type LiveWorkspace,
  leadOf,
  prepareWorkspace,
  sendEvents,
  startLive,
} from '../factories/live-server.ts'

/** 200 in the full run (`KILLS=200`), on both databases. */
const KILLS = Number(process.env.KILLS ?? 4)
/** A life is loaded for at most so long, and killed at a random moment of it. */
const LONGEST_LIFE_MS = Number(process.env.LIFE_MS ?? 4_000)
const LEADS_A_SECOND = 5
/** A CI machine does other things too. */
const READY_WITHIN_MS = Number(process.env.READY_MS ?? 15_000)
const SETTLED_WITHIN_MS = 120_000
/** At the end the timers are looked at from here on, so that those of the last leads are due as well. */
const AHEAD_MS = 5 * 60_000

const server = process.env.TEST_DATABASE_URL
let workspace: LiveWorkspace
const removals: (() => unknown)[] = []
/** Message ids of requests that were answered with 200, and of people who asked for a demo in them. */
const acknowledged: string[] = []
const askedForDemo: string[] = []
const accepted: string[] = []
const readyMs: number[] = []

beforeAll(async () => {
  const folder = await testFolder()
  removals.push(folder.remove)
  const database = server ? await testServerDatabase(server) : null
  if (database) removals.push(database.remove)
  workspace = await prepareWorkspace({ dataDir: folder.dataDir, databaseUrl: database?.url, within: 'PT1M' })
}, 180_000)
afterAll(async () => {
  for (const remove of removals.reverse()) await remove()
})

let made = 0

/** Sends leads at a steady rate, again when a request was not answered: the same events under the same ids. */
async function sendLeads(url: string, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const number = `${process.pid}-${made++}`
    void sendUntilAnswered(url, number, stopped)
    await sleep(1_000 / LEADS_A_SECOND)
  }
}

const unanswered: string[] = []

async function sendUntilAnswered(url: string, number: string, stopped: AbortSignal): Promise<void> {
  const events = leadOf(number, 1)
  const status = await sendEvents(url, workspace.writeKey, events)
  if (status === 200) {
    acknowledged.push(...events.map(({ messageId }) => messageId))
    askedForDemo.push(`lead${number}@firm${number}.example`)
  } else if (!stopped.aborted || status === 0) unanswered.push(number)
}

/** A seller who accepts what is offered, each with an idempotency key of its own. */
async function acceptOffers(url: string, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const list = await askApi(url, workspace.apiKey, '/handoffs?view=all&group=offered&limit=10')
    for (const { id } of (list?.body?.items ?? []).filter((_: unknown, n: number) => n % 3 === 0)) {
      if (stopped.aborted) break
      const init = { method: 'POST', body: '{}', headers: { 'idempotency-key': `accept-${id}` } }
      const answer = await askApi(url, workspace.apiKey, `/handoffs/${id}/accept`, init)
      if (answer?.status === 200) accepted.push(id)
    }
    await sleep(200)
  }
}

async function oneLife(): Promise<void> {
  const product = await startLive(workspace)
  readyMs.push(product.readyMs)
  const stop = new AbortController()
  for (const number of unanswered.splice(0)) void sendUntilAnswered(product.url, number, stop.signal)
  const work = [sendLeads(product.url, stop.signal), acceptOffers(product.url, stop.signal)]
  await sleep(Math.random() * LONGEST_LIFE_MS)
  await product.kill()
  stop.abort()
  await Promise.all(work)
}

/** The last life: everything that is due is carried out. */
async function settle(): Promise<void> {
  const product: LiveServer = await startLive(workspace)
  readyMs.push(product.readyMs)
  for (const number of unanswered.splice(0))
    await sendUntilAnswered(product.url, number, new AbortController().signal)
  await product.stop()
  await inDatabase(async (database) => {
    const { jobHandlers, timers } = await import('../../src/app/flow.ts')
    const { startJobs } = await import('#platform/jobs/index.ts')
    const flow = { database, clock: Date.now, uploadDir: workspace.dataDir } as Parameters<
      typeof jobHandlers
    >[0]
    const jobs = startJobs({ database, log: { warn() {}, error() {} }, handlers: jobHandlers(flow) })
    // On a server the leases of the dead run out first, which takes twenty seconds.
    while ((await runningJobs(database)) > 0) await sleep(500)
    await jobs.idle()
    for (const timer of timers(flow)) await timer.run(workspace.workspaceId, Date.now() + AHEAD_MS)
    await jobs.idle()
    await jobs.stop()
  })
}

async function runningJobs(database: Database): Promise<number> {
  const { rows } = await database.system((tx) =>
    tx.execute<{ open: number }>(sql`select count(*) as open from job where state = 'running'`),
  )
  return rows[0]!.open
}

async function inDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir: workspace.dataDir, url: workspace.databaseUrl })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

type Counts = Record<string, number>
const one = async (database: Database, query: ReturnType<typeof sql>): Promise<Counts> =>
  (await database.system((tx) => tx.execute<Counts>(query))).rows[0]!

describe('T-01: kill -9 while leads flow', () => {
  beforeAll(
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) await oneLife()
      await settle()
    },
    KILLS * (LONGEST_LIFE_MS + 60_000) + SETTLED_WITHIN_MS,
  )

  it('is ready again soon', () => {
    console.log(
      `${KILLS} kills, ready within ${Math.max(...readyMs)} ms; ${acknowledged.length} events acknowledged`,
    )
    expect(Math.max(...readyMs)).toBeLessThan(READY_WITHIN_MS)
    expect(acknowledged.length).toBeGreaterThan(KILLS)
  })

  it('loses no event that was acknowledged and doubles none', async () => {
    const counts = await inDatabase((database) =>
      one(
        database,
        sql`select
          (select count(*) from unnest(${sql.param(acknowledged)}::text[]) a(id)
            where not exists (select 1 from intake_event e where e.message_id = a.id)) as lost,
          (select count(*) - count(distinct e.message_id) from intake_event e) as doubled,
          (select count(*) from intake_work) as unfinished,
          (select count(*) - count(distinct (t.source, t.dedupe_key)) from touch t) as "touchesDoubled"`,
      ),
    )
    expect(counts).toEqual({ lost: 0, doubled: 0, unfinished: 0, touchesDoubled: 0 })
  })

  it('offers each person who asked exactly once', async () => {
    const counts = await inDatabase((database) =>
      one(
        database,
        sql`select
          (select count(*) from unnest(${sql.param(askedForDemo)}::text[]) a(email) where 1 <> (
            select count(*) from hand_off h join person p on p.workspace_id = h.workspace_id and p.id = h.person_id
            where p.email_norm = a.email)) as "notOnce",
          (select count(*) from hand_off h where h.seller_id is null) as "withoutSeller",
          (select count(*) from hand_off h where 1 <> (
            select count(*) from hand_off_event e where e.hand_off_id = h.id and e.kind = 'offered')) as "offeredNotOnce",
          (select count(*) - count(distinct p.email_norm) from person p where p.email_norm is not null) as "peopleDoubled"`,
      ),
    )
    expect(counts).toEqual({ notOnce: 0, withoutSeller: 0, offeredNotOnce: 0, peopleDoubled: 0 })
  })

  it('keeps each acceptance that was answered, once', async () => {
    const counts = await inDatabase((database) =>
      one(
        database,
        sql`select
          (select count(*) from unnest(${sql.param(accepted)}::uuid[]) a(id) where 1 <> (
            select count(*) from hand_off_event e where e.hand_off_id = a.id and e.kind = 'accepted')) as "notOnce"`,
      ),
    )
    expect(counts).toEqual({ notOnce: 0 })
  })

  it('escalates each overdue hand-off once a level, none before its time, with its true lateness', async () => {
    const counts = await inDatabase((database) =>
      one(
        database,
        sql`select
          (select count(*) from hand_off_timer t where t.kind = 'escalation' and t.due_at <= now() + interval '1 minute'
            and t.fired_at is null and t.cancelled_at is null) as missed,
          (select count(*) from hand_off_timer t where t.kind = 'escalation' and t.fired_at is not null
            and 1 <> (select count(*) from hand_off_event e where e.hand_off_id = t.hand_off_id and e.kind = 'escalated'
              and (e.detail ->> 'level')::int = t.level)) as "notOnce",
          (select count(*) from hand_off_timer t where t.fired_at < t.due_at) as early`,
      ),
    )
    expect(counts).toEqual({ missed: 0, notOnce: 0, early: 0 })
  })

  it('stands as the replay over its ledger gives it', async () => {
    const found = await inDatabase((database) => rebuild(database, workspace.workspaceId))
    expect(found.examples).toEqual([])
  })
})
