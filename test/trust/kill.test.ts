import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#platform/db/index.ts'
import { testFolder, testServerDatabase, testWorkspace } from '../database.ts'
import { bundleWriter, startWriter } from './writer-process.ts'

/** 100 in the full run (`KILLS=100`); a start takes one or two seconds. */
const KILLS = Number(process.env.KILLS ?? 8)
/** A life ends after so many saved rows at most, at a random one, or after the time. */
const MOST_ROWS = 150
const LONGEST_LIFE_MS = 4_000
const READY_WITHIN_MS = 15_000

const server = process.env.TEST_DATABASE_URL
let dataDir: string
let url: string | undefined
let workspaceId: string
const removals: (() => unknown)[] = []

beforeAll(async () => {
  await bundleWriter()
  if (server) {
    dataDir = os.tmpdir()
    const database = await testServerDatabase(server)
    url = database.url
    removals.push(database.remove)
  } else {
    const folder = await testFolder()
    dataDir = folder.dataDir
    removals.push(folder.remove)
  }
  const database = await openDatabase({ dataDir, url })
  workspaceId = (await testWorkspace(database)).workspaceId
  await database.close()
})

afterAll(async () => {
  for (const remove of removals.reverse()) await remove()
})

const start = () => startWriter({ DATA_DIR: dataDir, TEST_URL: url, WORKSPACE_ID: workspaceId })

describe('T-01, T-04: kill -9 while writing', () => {
  it(
    `loses nothing acknowledged, doubles nothing and is ready again soon (${KILLS} kills)`,
    async () => {
      const saved: string[] = []
      const readyMs: number[] = []
      for (let kill = 0; kill <= KILLS; kill += 1) {
        const writer = start()
        await writer.started
        expect(writer.refusal).toBeUndefined()
        readyMs.push(writer.readyMs)
        const found = new Set(writer.found)
        expect(writer.found).toHaveLength(found.size)
        expect(saved.filter((name) => !found.has(name))).toEqual([])
        const deadline = Date.now() + LONGEST_LIFE_MS
        const rows = Math.random() * MOST_ROWS
        while (writer.saved.length < rows && Date.now() < deadline) await sleep(Math.random() * 10)
        await writer.kill()
        saved.push(...writer.saved)
      }
      expect(saved.length).toBeGreaterThan(KILLS)
      expect(Math.max(...readyMs)).toBeLessThan(READY_WITHIN_MS)
      console.log(
        `${KILLS} kills: ${saved.length} acknowledged, 0 lost, 0 doubled, ready within ${Math.max(...readyMs)} ms`,
      )
    },
    KILLS * 30_000 + 60_000,
  )

  it(
    'ends every job once, also those that were running when the process died',
    async () => {
      const writer = startWriter({
        DATA_DIR: dataDir,
        TEST_URL: url,
        WORKSPACE_ID: workspaceId,
        CLIENTS: '0',
      })
      await writer.started
      await sleep(1_000)
      await writer.kill()
      const database = await openDatabase({ dataDir, url })
      const open = async () => {
        const { rows } = await database.system((tx) =>
          tx.execute<{ count: number }>(
            sql`select count(*) as count from job where state in ('ready', 'running')`,
          ),
        )
        return rows[0]!.count
      }
      const { startJobs } = await import('#platform/jobs/index.ts')
      const log = { warn() {}, error() {} }
      const jobs = startJobs({
        database,
        log,
        pollMs: 50,
        leaseMs: 2_000,
        handlers: [
          {
            kind: 'echo',
            maxAttempts: 50,
            run: (job) =>
              job.finish(async (tx) => {
                await tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, recorded_at)
                values (${workspaceId}, gen_random_uuid(), ${`echo-${job.payload.name}`}, 'echo', now())`)
              }),
          },
        ],
      })
      // As long as it gets on, it is not stuck.
      for (let left = await open(), seenAt = Date.now(); left > 0 && Date.now() - seenAt < 60_000; ) {
        await sleep(100)
        const now = await open()
        if (now < left) seenAt = Date.now()
        left = now
      }
      await jobs.stop()
      const { rows } = await database.system((tx) =>
        tx.execute(sql`select
        (select count(*) from job where state <> 'done') as unfinished,
        (select count(*) from seller where name not like 'echo-%') as causes,
        (select count(distinct name) from seller where name like 'echo-%') as effects,
        (select count(*) from seller where name like 'echo-%') as effect_rows`),
      )
      await database.close()
      const [counts] = rows as Record<string, number>[]
      expect(counts).toEqual({
        unfinished: 0,
        causes: counts!.causes,
        effects: counts!.causes,
        effect_rows: counts!.causes,
      })
    },
    KILLS * 5_000 + 120_000,
  )
})

describe.skipIf(server !== undefined)('a second process on the same folder', () => {
  it('ends within five seconds with a clear message, and the first goes on', async () => {
    const first = start()
    await first.started
    const second = start()
    expect(await second.ended).toBe(1)
    expect(second.refusedAfterMs).toBeLessThan(3_000)
    expect(second.refusal).toMatch(
      /is in use by process \d+\. Stop that one first, or choose another folder with DATA_DIR/,
    )
    const before = first.saved.length
    await sleep(500)
    expect(first.saved.length).toBeGreaterThan(before)
    await first.kill()
  })

  it('takes over what a killed one left; of several that try at once, one', async () => {
    const killed = start()
    await killed.started
    await killed.kill()
    const several = [start(), start(), start()]
    await Promise.all(several.map((writer) => writer.started))
    expect(several.filter((writer) => writer.refusal === undefined)).toHaveLength(1)
    await Promise.all(several.map((writer) => writer.kill()))
  })
})
