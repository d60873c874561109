import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, testWorkspace } from '#test/database.ts'
import type { Database } from '../db/index.ts'
import { newId } from '../kernel/ids.ts'
import { DAY } from '../kernel/instant.ts'
import { announce, announceAll, type Consumer, deliverTo } from '../outbox/index.ts'
import { enqueue, forgetDoneJobs, JobGivenUp, type JobHandler, type Jobs, startJobs } from './index.ts'
import { claim, insertJob } from './store.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const silent = { warn() {}, error() {} }

let database: Database
let workspaceId: string
let now: number
const clock = () => now

beforeEach(async () => {
  database ??= await testDatabase()
  workspaceId = (await testWorkspace(database)).workspaceId
  now = NOON
})

const put = (kind: string, payload: unknown = {}, more: { key?: string; runAt?: number } = {}) =>
  database.workspace(workspaceId, (tx) => enqueue(tx, { workspaceId, kind, payload, runAt: now, ...more }))
const look = (id: string | null) =>
  database.workspace(workspaceId, async (tx) => {
    const { rows } = await tx.execute(sql`
      select state, attempts, progress, reason from job where workspace_id = ${workspaceId} and id = ${id}`)
    return rows[0]
  })
const start = (handlers: JobHandler[], more = {}): Jobs =>
  startJobs({ database, handlers, log: silent, clock, pollMs: 20, ...more })

async function runDry(handlers: JobHandler[], more = {}): Promise<void> {
  const jobs = start(handlers, more)
  await jobs.idle()
  await jobs.stop()
}

/** Effects are rows of `seller`, because every workspace has that table. */
const effect = (name: string) =>
  sql`insert into seller (workspace_id, id, name, name_norm, recorded_at)
    values (${workspaceId}, gen_random_uuid(), ${name}, ${name}, '2026-01-01T00:00:00Z')`
async function effects(): Promise<string[]> {
  const { rows } = await database.workspace(workspaceId, (tx) =>
    tx.execute<{ name: string }>(
      sql`select name from seller where workspace_id = ${workspaceId} order by name`,
    ),
  )
  return rows.map((row) => row.name)
}

describe('a job', () => {
  it('can be looked up for three days after it is done, and for good when it was given up', async () => {
    const add = async (kind: string, addedAt: number) => {
      const id = newId(addedAt)
      const job = { workspaceId, kind, payload: {}, runAt: NOON }
      await database.workspace(workspaceId, (tx) => insertJob(tx, job, id))
      return id
    }
    const ids = [await add('fine', NOON), await add('fine', NOON - 9 * DAY), await add('bad', NOON)]
    const bad: JobHandler = { kind: 'bad', maxAttempts: 1, run: () => Promise.reject(new Error('no')) }
    await runDry([{ kind: 'fine', run: async () => {} }, bad])
    const states = async () => Promise.all(ids.map(async (id) => (await look(id))?.state))
    await forgetDoneJobs(database, workspaceId, NOON + 3 * DAY)
    expect(await states()).toEqual(['done', 'done', 'dead'])
    await forgetDoneJobs(database, workspaceId, NOON + 3 * DAY + 1)
    expect(await states()).toEqual([undefined, undefined, 'dead'])
  })

  it('is not written when its cause fails', async () => {
    const cause = database.workspace(workspaceId, async (tx) => {
      await enqueue(tx, { workspaceId, kind: 'never', payload: {}, runAt: now })
      throw new Error('cause failed')
    })
    await expect(cause).rejects.toThrow('cause failed')
    const ran: string[] = []
    await runDry([{ kind: 'never', run: async (job) => void ran.push(job.id) }])
    expect(ran).toEqual([])
  })

  it('runs when it is due, not before', async () => {
    const ran: number[] = []
    const handler: JobHandler = { kind: 'later', run: async () => void ran.push(now) }
    await put('later', {}, { runAt: NOON + 60_000 })
    await runDry([handler])
    now = NOON + 60_000
    await runDry([handler])
    expect(ran).toEqual([NOON + 60_000])
  })

  it('ends together with its effect', async () => {
    const id = await put('effect')
    await runDry([
      { kind: 'effect', run: (job) => job.finish(async (tx) => void (await tx.execute(effect('once')))) },
    ])
    expect(await effects()).toEqual(['once'])
    expect(await look(id)).toMatchObject({ state: 'done', attempts: 1 })
  })

  it('waits longer after each failure and is given up after five, with the reason', async () => {
    const id = await put('poison')
    const times: number[] = []
    const handler: JobHandler = {
      kind: 'poison',
      run: async () => {
        times.push(now)
        throw new Error('The address is wrong')
      },
    }
    for (let minute = 0; minute < 12; minute += 1) {
      await runDry([handler])
      now += 60_000
    }
    expect(times).toHaveLength(5)
    expect(await look(id)).toMatchObject({ state: 'dead', attempts: 5, reason: 'The address is wrong' })
  })

  it('is given up at once when its handler knows that trying again is useless', async () => {
    const id = await put('hopeless')
    await runDry([
      {
        kind: 'hopeless',
        run: async () => {
          throw new JobGivenUp('The file is empty')
        },
      },
    ])
    expect(await look(id)).toMatchObject({ state: 'dead', attempts: 1, reason: 'The file is empty' })
  })

  it('waits only once under one key', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => put('rebuild', {}, { key: 'all' })))
    expect(ids.filter((id) => id !== null)).toHaveLength(1)
  })

  it('that was asked for under a waiting key runs after the asker has committed, and sees what it wrote', async () => {
    const seen: number[] = []
    const handler: JobHandler = {
      kind: 'count',
      run: async () => void seen.push((await effects()).length),
    }
    await put('count', {}, { key: 'all' })
    let running: Promise<void> | undefined
    await database.workspace(workspaceId, async (tx) => {
      const asked = await enqueue(tx, { workspaceId, kind: 'count', payload: {}, runAt: now, key: 'all' })
      expect(asked).toBeNull()
      running = runDry([handler])
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(seen).toEqual([])
      await tx.execute(effect('written late'))
    })
    await running
    await runDry([handler])
    expect(seen).toEqual([1])
  })

  it('begins as soon as its cause commits, without waiting for the next look', async () => {
    const ran: string[] = []
    const jobs = start([{ kind: 'soon', run: async (job) => void ran.push(job.id) }], { pollMs: 60_000 })
    await jobs.idle()
    const id = await put('soon')
    for (let wait = 0; wait < 500 && ran.length === 0; wait += 1)
      await new Promise((resolve) => setTimeout(resolve, 10))
    expect(ran).toEqual([id])
    await jobs.stop()
  })

  it('does not delay those of other workspaces, however many wait before', async () => {
    const crowded = workspaceId
    for (let count = 0; count < 30; count += 1) await put('turn', { workspace: 'crowded' })
    workspaceId = (await testWorkspace(database)).workspaceId
    await put('turn', { workspace: 'other' })
    const order: string[] = []
    const handler: JobHandler = { kind: 'turn', run: async (job) => void order.push(job.payload.workspace) }
    await runDry([handler], { concurrency: 1 })
    expect(order).toHaveLength(31)
    expect(order.indexOf('other')).toBeLessThan(3)
    expect(crowded).not.toBe(workspaceId)
  })
})

describe('a long job', () => {
  const steps: JobHandler = {
    kind: 'long',
    run: async (job) => {
      for (let step = Number(job.progress ?? 0); step < 5; step += 1) {
        await job.checkpoint(step + 1, async (tx) => void (await tx.execute(effect(`step ${step}`))))
      }
    },
  }
  const allSteps = ['step 0', 'step 1', 'step 2', 'step 3', 'step 4']

  it('goes on from its last checkpoint after a stop', async () => {
    const id = await put('long')
    let jobs: Jobs | undefined
    const stopping: JobHandler = {
      kind: 'long',
      run: async (job) => {
        await job.checkpoint(1, async (tx) => void (await tx.execute(effect('step 0'))))
        const stopped = jobs!.stop()
        await job.checkpoint(2, async (tx) => void (await tx.execute(effect('step 1'))))
        await stopped
      },
    }
    jobs = start([stopping])
    await jobs.idle()
    expect(await look(id)).toMatchObject({ state: 'ready', progress: 2 })
    await runDry([steps])
    expect(await effects()).toEqual(allSteps)
    expect(await look(id)).toMatchObject({ state: 'done' })
  })

  it('is taken over when its worker dies, and the dead one cannot write any more', async () => {
    const id = await put('long')
    const options = { kinds: ['long'], owner: crypto.randomUUID(), limit: 1, leaseMs: 60_000, clock }
    const [dead] = await claim(database, workspaceId, options)
    expect(await claim(database, workspaceId, { ...options, owner: crypto.randomUUID() })).toEqual([])
    now += 61_000
    await runDry([steps])
    expect(await effects()).toEqual(allSteps)
    const { keepLease } = await import('./store.ts')
    expect(await database.workspace(workspaceId, (tx) => keepLease(tx, dead!, 60_000, clock))).toBe(false)
    expect(await look(id)).toMatchObject({ state: 'done' })
  })
})

describe('T-02 race.jobs: many workers at once', () => {
  it('give each of 60 jobs to one worker, once', async () => {
    for (let count = 0; count < 60; count += 1) await put('race', { count })
    const ran: number[] = []
    const handler: JobHandler = {
      kind: 'race',
      run: (job) =>
        job.finish(async (tx) => {
          await tx.execute(effect(`job ${job.payload.count}`))
          ran.push(job.payload.count)
        }),
    }
    const workers = Array.from({ length: 5 }, () => start([handler], { concurrency: 3 }))
    await Promise.all(workers.map((worker) => worker.idle()))
    await Promise.all(workers.map((worker) => worker.stop()))
    expect(new Set(await effects()).size).toBe(60)
    expect(await effects()).toHaveLength(60)
  })

  it('T-31 clock.skew: end each of 40 jobs once although one clock is five minutes ahead', async () => {
    for (let count = 0; count < 40; count += 1) await put('skew', { count })
    const handler: JobHandler = {
      kind: 'skew',
      maxAttempts: 50,
      run: async (job) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        await job.finish(async (tx) => void (await tx.execute(effect(`job ${job.payload.count}`))))
      },
    }
    const right = start([handler])
    const ahead = start([handler], { clock: () => now + 5 * 60_000 })
    await Promise.all([right.idle(), ahead.idle()])
    await Promise.all([right.stop(), ahead.stop()])
    now += 10 * 60_000
    await runDry([handler])
    expect(await effects()).toHaveLength(40)
    expect(new Set(await effects()).size).toBe(40)
  })

  it('claim disjoint jobs when 50 ask for the same ones', async () => {
    for (let count = 0; count < 20; count += 1) await put('claim')
    const claims = await Promise.all(
      Array.from({ length: 50 }, () =>
        claim(database, workspaceId, {
          kinds: ['claim'],
          owner: crypto.randomUUID(),
          limit: 1,
          leaseMs: 60_000,
          clock,
        }),
      ),
    )
    const ids = claims.flat().map((job) => job.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeLessThanOrEqual(20)
  })
})

describe('the outbox', () => {
  const heard: Consumer = {
    name: 'heard',
    on: ['import.finished'],
    handle: async (tx, { payload }) => void (await tx.execute(effect(`heard ${payload.rows}`))),
  }
  const tell = () =>
    database.workspace(workspaceId, (tx) =>
      announce(tx, { workspaceId, event: 'import.finished', payload: { rows: 3 }, now }),
    )

  it('tells each consumer once, and one that fails again without repeating the others', async () => {
    let failures = 0
    const shaky: Consumer = {
      name: 'shaky',
      on: ['import.finished'],
      handle: async (tx) => {
        await tx.execute(effect('shaky'))
        failures += 1
        if (failures < 3) throw new Error('not yet')
      },
    }
    const deaf: Consumer = { ...heard, name: 'deaf', on: ['something.else'] }
    await tell()
    for (let minute = 0; minute < 4; minute += 1) {
      await runDry([deliverTo([shaky, deaf, heard])])
      now += 60_000
    }
    expect(await effects()).toEqual(['heard 3', 'shaky'])
  })

  it('tells many events one after the other in the order they were announced in', async () => {
    const events = Array.from({ length: 500 }, (_, n) => ({ event: 'counted', payload: { n } }))
    await database.workspace(workspaceId, (tx) => announceAll(tx, workspaceId, events, now))
    const told: unknown[] = []
    const counting: Consumer = {
      name: 'counting',
      on: ['counted'],
      handle: async (_, { payload }) => void told.push(payload.n),
    }
    await runDry([deliverTo([counting])], { concurrency: 1 })
    expect(told).toEqual(events.map(({ payload }) => payload.n))
  })
})
