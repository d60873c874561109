import type { Database } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Logger } from '#platform/log.ts'
import { workspaceList } from '#workspace/access/index.ts'
import { TIMERS } from './flow.ts'

/** Runs the timers of the flow until stopped. What they do is derived from stored state, so a missed or doubled run does no harm. */
export function startTimers({
  database,
  log,
  clock,
}: {
  database: Database
  log: Logger
  clock: () => Instant
}): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const handles = TIMERS.map(({ name, everyMs, run }) =>
    setInterval(() => {
      running = running.then(async () => {
        for (const { id } of await database.system(workspaceList)) await run(database, id, clock())
      })
      running = running.catch((error: unknown) => log.error({ err: error, timer: name }, 'timer failed'))
    }, everyMs).unref(),
  )
  return {
    async stop() {
      for (const handle of handles) clearInterval(handle)
      await running
    },
  }
}
