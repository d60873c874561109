import { type Database, databaseNow } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Logger } from '#platform/log.ts'
import { workspaceList } from '#workspace/access/index.ts'

/** What happens by the clock alone. What it does is derived from stored state, so a missed or doubled run does no harm. */
export interface Timer {
  name: string
  everyMs: number
  /** workspaces in which there may be something to do; absent: all */
  among?(): Promise<readonly string[]>
  run(workspaceId: string, now: Instant): Promise<unknown>
}

export interface TimersOptions {
  database: Database
  log: Logger
  /** clock of tests; absent: the database's own, so that a process with a wrong clock reminds nobody early */
  clock?: () => Instant
  timers: readonly Timer[]
}

/**
 * Runs timers until stopped, each once at the start, so that what fell due while nothing ran is not late any longer than it has to be.
 * No timer waits for another, none overtakes itself, and trouble in one workspace does not keep the others waiting.
 */
export function startTimers(options: TimersOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = options.timers.map((timer) => keepRunning(timer, options, stopping.signal))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

async function keepRunning(timer: Timer, options: TimersOptions, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const began = performance.now()
    await runEverywhere(timer, options, stopping)
    await rest(timer.everyMs - (performance.now() - began), stopping)
  }
}

async function runEverywhere(
  { name, among, run }: Timer,
  { database, log, clock }: TimersOptions,
  stopping: AbortSignal,
): Promise<void> {
  const failed = (err: unknown, workspaceId?: string) =>
    log.error({ err, timer: name, workspaceId }, 'timer failed')
  const everywhere = async () => (await database.system(workspaceList)).map(({ id }) => id)
  const workspaces = await (among ?? everywhere)().catch(failed)
  for (const workspaceId of workspaces ?? []) {
    if (stopping.aborted) return
    try {
      await run(workspaceId, clock ? clock() : await databaseNow(database))
    } catch (error) {
      failed(error, workspaceId)
    }
  }
}

function rest(ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.aborted) return resolve()
    const end = () => {
      clearTimeout(handle)
      stopping.removeEventListener('abort', end)
      resolve()
    }
    const handle = setTimeout(end, Math.max(0, ms)).unref()
    stopping.addEventListener('abort', end)
  })
}
