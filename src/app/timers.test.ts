import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { createLog } from '#platform/log.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { startTimers, type Timer } from './timers.ts'

const HOUR = 3_600_000
const silent = createLog('silent')
let database: Database
beforeAll(async () => {
  database = await testDatabase()
})

const start = (timers: Timer[]) => startTimers({ database, log: silent, clock: () => 5, timers })
const until = async (holds: () => boolean) => {
  for (let wait = 0; wait < 500 && !holds(); wait += 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('what happens by the clock alone', () => {
  it('is looked after at the start, in every workspace, although one is in trouble', async () => {
    const { workspaceId: troubled } = await testWorkspace(database)
    const { workspaceId: fine } = await testWorkspace(database)
    const seen: string[] = []
    const run = async (workspaceId: string) => {
      seen.push(workspaceId)
      if (workspaceId === troubled) throw new Error('no luck')
    }
    const running = start([{ name: 'sweep', everyMs: HOUR, run }])
    await until(() => seen.includes(fine) && seen.includes(troubled))
    await running.stop()
    expect(seen).toEqual(expect.arrayContaining([troubled, fine]))
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('asks only the workspaces that have something to do, where these are known', async () => {
    const seen: string[] = []
    const among = async () => ['one']
    const running = start([
      { name: 'sweep', everyMs: HOUR, among, run: async (id, now) => void seen.push(`${id} ${now}`) },
    ])
    await until(() => seen.length > 0)
    await running.stop()
    expect(seen).toEqual(['one 5'])
  })

  it('goes by the clock of the database, however wrong the one of the process is', async () => {
    const truth = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: truth + 24 * HOUR })
    const seen: number[] = []
    const run = async (_: string, now: number) => void seen.push(now)
    const timer: Timer = { name: 'sweep', everyMs: HOUR, among: async () => ['one'], run }
    const running = startTimers({ database, log: silent, timers: [timer] })
    try {
      await until(() => seen.length > 0)
    } finally {
      vi.useRealTimers()
      await running.stop()
    }
    expect(Math.abs(seen[0]! - truth)).toBeLessThan(HOUR)
  })

  it('never overtakes itself, and no timer waits for another', async () => {
    let [inside, most, others] = [0, 0, 0]
    const slow: Timer = {
      name: 'slow',
      everyMs: 1,
      among: async () => ['one'],
      async run() {
        inside += 1
        most = Math.max(most, inside)
        await new Promise((resolve) => setTimeout(resolve, 50))
        inside -= 1
      },
    }
    const quick: Timer = {
      name: 'quick',
      everyMs: 1,
      among: async () => ['one'],
      run: async () => void others++,
    }
    const running = start([slow, quick])
    await until(() => others > 20)
    await running.stop()
    expect(most).toBe(1)
    expect(others).toBeGreaterThan(20)
  })
})
