import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { enqueue, startJobs } from '#platform/jobs/index.ts'
import { announce, deliverTo } from '#platform/outbox/index.ts'
import { testDatabase, testWorkspace } from '../database.ts'
import { failEveryStatement, statementFaults } from './faults.ts'

const faults = statementFaults()
const log = { warn() {}, error() {} }
let database: Database
let workspaceId: string
let now = Date.UTC(2026, 0, 5, 12)
let round = 0

beforeAll(async () => {
  database = await testDatabase({ onStatement: faults.watch })
  workspaceId = (await testWorkspace(database)).workspaceId
})

const insert = (name: string) => sql`insert into seller (workspace_id, id, name, name_norm, recorded_at)
  values (${workspaceId}, gen_random_uuid(), ${name}, ${name}, '2026-01-01T00:00:00Z')`

async function count(name: string): Promise<number> {
  const { rows } = await database.workspace(workspaceId, (tx) =>
    tx.execute<{ count: number }>(
      sql`select count(*) as count from seller where workspace_id = ${workspaceId} and name = ${name}`,
    ),
  )
  return rows[0]!.count
}

describe('T-03 fault.every-statement', () => {
  it('leaves a transaction done as a whole or not at all, and tells the truth when it says "done"', async () => {
    const failed = await failEveryStatement(
      faults,
      async () => {
        round += 1
        await database.workspace(workspaceId, async (tx) => {
          await tx.execute(insert(`left ${round}`))
          await tx.execute(insert(`right ${round}`))
        })
      },
      async (outcome, where) => {
        const [left, right] = [await count(`left ${round}`), await count(`right ${round}`)]
        expect(left, where).toBe(right)
        if (outcome.ok) expect(left, where).toBe(1)
      },
    )
    // Opening, two inserts, commit: each refused once and unanswered once.
    expect(failed).toBe(8)
  })

  it('ends every job and every delivery exactly once, whichever statement of its run fails', async () => {
    const runDry = async () => {
      const jobs = startJobs({
        database,
        log,
        clock: () => now,
        pollMs: 10,
        leaseMs: 60_000,
        handlers: [
          {
            kind: 'faulty',
            run: (job) => job.finish(async (tx) => void (await tx.execute(insert(job.payload.name)))),
          },
          deliverTo([
            {
              name: 'listener',
              on: ['faulty.told'],
              handle: async (tx, { payload }) => void (await tx.execute(insert(`heard ${payload.name}`))),
            },
          ]),
        ],
      })
      await jobs.idle()
      await jobs.stop()
    }
    const failed = await failEveryStatement(
      faults,
      async () => {
        round += 1
        const name = `job ${round}`
        await database.workspace(workspaceId, async (tx) => {
          await enqueue(tx, { workspaceId, kind: 'faulty', payload: { name }, runAt: now })
          await announce(tx, { workspaceId, event: 'faulty.told', payload: { name }, now })
        })
        await runDry()
      },
      async (_outcome, where) => {
        for (let minute = 0; minute < 3; minute += 1) {
          now += 70_000
          await runDry()
        }
        const effects = await count(`job ${round}`)
        expect(await count(`heard job ${round}`), where).toBe(effects)
        const { rows } = await database.workspace(workspaceId, (tx) =>
          tx.execute(sql`select count(*) filter (where state <> 'done') as unfinished,
            count(*) filter (where payload->>'name' = ${`job ${round}`}) as written
            from job where workspace_id = ${workspaceId}`),
        )
        expect(rows[0], where).toEqual({ unfinished: 0, written: effects })
      },
    )
    expect(failed).toBeGreaterThan(30)
  })
})
