import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, migrate, openDatabase } from '#platform/db/index.ts'
import { unavailable } from '#platform/operation/problem.ts'
import { hasPostgres, startPostgres, type TestServer } from '../../scripts/postgres-server.mjs'
import { testWorkspace } from '../database.ts'

const RESTARTS = Number(process.env.RESTARTS ?? 5)
const RECONNECTED_WITHIN_MS = 5_000

// Part of the run on PostgreSQL; its server is its own, because others would suffer from the restarts.
describe.skipIf(!process.env.TEST_DATABASE_URL || !hasPostgres())(
  'a PostgreSQL server that restarts under load',
  () => {
    let server: TestServer
    let database: Database
    let workspaceId: string

    beforeAll(async () => {
      server = await startPostgres()
      database = await openDatabase({ url: server.url, dataDir: os.tmpdir() })
      await migrate(database)
      workspaceId = (await testWorkspace(database)).workspaceId
    })

    afterAll(async () => {
      await database?.close()
      server?.stop()
    })

    it(
      `loses nothing acknowledged, and answers again by itself (${RESTARTS} restarts)`,
      async () => {
        const saved: string[] = []
        const unexpected: unknown[] = []
        let stopped = false
        let lastSavedAt = 0
        const client = async (number: number) => {
          for (let count = 0; !stopped; count += 1) {
            const name = `${number}-${count}`
            try {
              await database.workspace(workspaceId, (tx) =>
                tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, recorded_at)
              values (${workspaceId}, gen_random_uuid(), ${name}, ${name}, now())`),
              )
              saved.push(name)
              lastSavedAt = performance.now()
            } catch (error) {
              if ((error as { kind?: unknown }).kind !== unavailable) unexpected.push(error)
              await sleep(20)
            }
          }
        }
        const clients = Array.from({ length: 16 }, (_, number) => client(number))
        let slowestMs = 0
        for (let restart = 0; restart < RESTARTS; restart += 1) {
          await sleep(300)
          server.restart()
          const since = performance.now()
          while (lastSavedAt < since && performance.now() - since < 20_000) await sleep(5)
          slowestMs = Math.max(slowestMs, performance.now() - since)
        }
        stopped = true
        await Promise.all(clients)
        const { rows } = await database.system((tx) =>
          tx.execute<{ name: string }>(sql`select name from seller`),
        )
        const found = new Set(rows.map((row) => row.name))
        expect(unexpected).toEqual([])
        expect(rows).toHaveLength(found.size)
        expect(saved.filter((name) => !found.has(name))).toEqual([])
        expect(slowestMs).toBeLessThan(RECONNECTED_WITHIN_MS)
        console.log(
          `${RESTARTS} restarts: ${saved.length} acknowledged, 0 lost, writing again within ${Math.round(slowestMs)} ms`,
        )
      },
      RESTARTS * 25_000,
    )

    it('answers 503 while the server is down, and the process lives on', async () => {
      server.halt()
      await expect(database.system((tx) => tx.execute(sql`select 1`))).rejects.toMatchObject({
        kind: unavailable,
      })
      server.start()
      // A connection from before the halt may still be found dead once.
      const one = () => database.system((tx) => tx.execute(sql`select 1 as one`)).catch(() => null)
      await expect.poll(async () => (await one())?.rows).toEqual([{ one: 1 }])
    })
  },
)
