import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#platform/db/index.ts'
import { unavailable } from '#platform/operation/problem.ts'
import { testServerDatabase, testWorkspace } from '../database.ts'
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'

/** 3b: a line to the database that is cut without a word, or so slow that nothing gets through. 20 cuts in the full run (`CUTS=20`). */

const CUTS = Number(process.env.CUTS ?? 3)
const ANSWERED_WITHIN_MS = 10_000
const RECONNECTED_WITHIN_MS = 5_000
const server = process.env.TEST_DATABASE_URL

describe.skipIf(!server)('the line to a PostgreSQL server', () => {
  let line: TcpProxy
  let database: Database
  let workspaceId: string
  let remove: () => Promise<void>

  beforeAll(async () => {
    const made = await testServerDatabase(server!)
    remove = made.remove
    const url = new URL(made.url)
    line = await startTcpProxy(Number(url.port))
    url.port = String(line.port)
    database = await openDatabase({ url: url.href, dataDir: os.tmpdir() })
    workspaceId = (await testWorkspace(database)).workspaceId
  })
  afterAll(async () => {
    await line?.close()
    await database?.close()
    await remove?.()
  })

  const save = (name: string) =>
    database.workspace(workspaceId, (tx) =>
      tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, recorded_at)
        values (${workspaceId}, gen_random_uuid(), ${name}, ${name}, now())`),
    )
  const savedNames = async () => {
    const { rows } = await database.system((tx) =>
      tx.execute<{ name: string }>(sql`select name from seller where workspace_id = ${workspaceId}`),
    )
    return rows.map((row) => row.name)
  }

  it(
    `is cut without a word: nobody waits for ever, nothing acknowledged is lost, work goes on by itself (${CUTS} cuts)`,
    async () => {
      const saved: string[] = []
      const unexpected: unknown[] = []
      let stopped = false
      let lastSavedAt = 0
      let slowestMs = 0
      const client = async (number: number) => {
        for (let count = 0; !stopped; count += 1) {
          const name = `${number}-${count}`
          const began = performance.now()
          try {
            await save(name)
            saved.push(name)
            lastSavedAt = performance.now()
          } catch (error) {
            if ((error as { kind?: unknown }).kind !== unavailable) unexpected.push(error)
            await sleep(20)
          }
          slowestMs = Math.max(slowestMs, performance.now() - began)
        }
      }
      const clients = Array.from({ length: 30 }, (_, number) => client(number))
      let reconnectedMs = 0
      for (let cut = 0; cut < CUTS; cut += 1) {
        await sleep(300)
        line.cut()
        // now a moment, now long enough that everybody was told
        await sleep(cut % 2 === 0 ? 400 : 8_000)
        line.mend()
        const since = performance.now()
        while (lastSavedAt < since && performance.now() - since < 20_000) await sleep(5)
        reconnectedMs = Math.max(reconnectedMs, performance.now() - since)
      }
      stopped = true
      await Promise.all(clients)
      const names = await savedNames()
      const found = new Set(names)
      expect(unexpected).toEqual([])
      expect(names).toHaveLength(found.size)
      expect(saved.filter((name) => !found.has(name))).toEqual([])
      expect(slowestMs).toBeLessThan(ANSWERED_WITHIN_MS)
      expect(reconnectedMs).toBeLessThan(RECONNECTED_WITHIN_MS)
      console.log(
        `${CUTS} cuts: ${saved.length} acknowledged, 0 lost, the longest wait ${Math.round(slowestMs)} ms, working again within ${Math.round(reconnectedMs)} ms`,
      )
    },
    CUTS * 40_000 + 60_000,
  )

  it('leaves a statement alone that really takes long', async () => {
    const { rows } = await database.system((tx) => tx.execute(sql`select 1 as one from pg_sleep(9)`))
    expect(rows).toEqual([{ one: 1 }])
  }, 30_000)

  it('is slow, two seconds a statement: what does not get its turn is told to come back, and all is well afterwards', async () => {
    line.delayMs = 2_000
    const began = performance.now()
    const outcomes = await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        save(`slow-${n}`).then(
          () => 'saved',
          (error: { kind?: unknown; retryAfterSeconds?: number }) =>
            error.kind === unavailable && (error.retryAfterSeconds ?? 0) > 0
              ? 'told to come back'
              : String(error),
        ),
      ),
    )
    expect(performance.now() - began).toBeLessThan(30_000)
    expect([...new Set(outcomes)].sort()).toEqual(['saved', 'told to come back'])
    line.delayMs = 0
    await expect
      .poll(
        () =>
          save(`after ${Math.random()}`).then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true)
    const names = new Set(await savedNames())
    for (const [n, outcome] of outcomes.entries())
      if (outcome === 'saved') expect(names).toContain(`slow-${n}`)
  }, 60_000)
})
