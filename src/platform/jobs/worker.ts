import type { Database } from '../db/index.ts'
import { newId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import type { JobHandler } from './job.ts'
import { inTurn } from './rules/retry.ts'
import { type JobLog, runJob } from './run.ts'
import { type ClaimedJob, claim, dueWorkspaces, releaseLeases } from './store.ts'

export interface JobOptions {
  database: Database
  handlers: readonly JobHandler[]
  log: JobLog
  /** jobs at once in this process, default 8 */
  concurrency?: number
  /** how long to rest when there is nothing to do, default 500 */
  pollMs?: number
  /** after which a silent worker counts as dead, default 20,000 */
  leaseMs?: number
  /** clock of tests; absent: the database's own */
  clock?: (() => Instant) | undefined
}

export interface Jobs {
  /** Looks for work now instead of at the next poll. */
  wake(): void
  /** Resolves when nothing is due and nothing runs; for tests and commands. */
  idle(): Promise<void>
  /** Takes nothing new, lets running jobs save where they are, waits for them up to `graceMs`. */
  stop(graceMs?: number): Promise<void>
}

/** Starts carrying out jobs in this process. Several processes may do so at once. */
export function startJobs(options: JobOptions): Jobs {
  return new JobWorker(options)
}

/** The workers of this process. */
const workers = new Set<JobWorker>()

/** Lets the workers of this process look for work now. */
export function wakeAll(): void {
  for (const worker of workers) worker.wake()
}

class JobWorker implements Jobs {
  #options: Required<Omit<JobOptions, 'clock'>> & Pick<JobOptions, 'clock'>
  #handlers: Map<string, JobHandler>
  #owner = newId()
  #running = new Set<Promise<void>>()
  #stopping = new AbortController()
  #rest: { end(): void } | undefined
  #woken = false
  #idleWaiters: (() => void)[] = []
  #lastWorkspace = ''
  #loop: Promise<void>
  #lookedAt = Number.NEGATIVE_INFINITY
  #troubled = false
  #takenOver = false

  constructor(options: JobOptions) {
    this.#options = { concurrency: 8, pollMs: 500, leaseMs: 20_000, ...options }
    this.#handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]))
    workers.add(this)
    this.#loop = this.#work()
  }

  wake(): void {
    this.#woken = true
    this.#rest?.end()
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve)
      this.wake()
    })
  }

  async stop(graceMs = 8_000): Promise<void> {
    this.#stopping.abort()
    workers.delete(this)
    this.wake()
    await this.#loop
    let timer: NodeJS.Timeout | undefined
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs)
    })
    await Promise.race([Promise.all(this.#running), grace])
    clearTimeout(timer)
    for (const waiter of this.#idleWaiters.splice(0)) waiter()
  }

  async #work(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#woken = false
      const begun = await this.#round().catch((error: unknown) => this.#report(error))
      if (begun === 0 && this.#running.size === 0 && !this.#woken) {
        for (const waiter of this.#idleWaiters.splice(0)) waiter()
      }
      // With work at hand the next round follows as soon as a place is free.
      if (begun === 0 || this.#running.size >= this.#options.concurrency) await this.#pause()
    }
  }

  /** An equal share of the free places for each workspace in turn; answers how many jobs were begun. */
  async #round(): Promise<number> {
    await this.#takeOver()
    // Without room on the disk every job would fail: they wait.
    await this.#options.database.assertSpace()
    const free = () => this.#options.concurrency - this.#running.size
    const { database, clock, leaseMs, concurrency, pollMs } = this.#options
    // Looking costs as much as a short job, so it waits a little for half of the places to be free.
    const isEarly = free() < concurrency / 2 && performance.now() - this.#lookedAt < pollMs
    if (free() <= 0 || isEarly) return 0
    this.#lookedAt = performance.now()
    const kinds = [...this.#handlers.keys()]
    const waiting = await dueWorkspaces(database, kinds, this.#owner, clock)
    this.#troubled = false
    let begun = 0
    for (const workspaceId of inTurn(waiting, this.#lastWorkspace)) {
      if (free() <= 0 || this.#stopping.signal.aborted) break
      const jobs = await claim(database, workspaceId, {
        kinds,
        owner: this.#owner,
        limit: Math.ceil(free() / waiting.length),
        leaseMs,
        clock,
      })
      this.#lastWorkspace = workspaceId
      for (const job of jobs) this.#begin(job)
      begun += jobs.length
    }
    return begun
  }

  #begin(job: ClaimedJob): void {
    const { database, leaseMs, clock, log } = this.#options
    const run = runJob(job, this.#handlers.get(job.kind)!, {
      database,
      leaseMs,
      clock,
      log,
      stopping: this.#stopping.signal,
    })
    const tracked = run.finally(() => {
      this.#running.delete(tracked)
      this.wake()
    })
    this.#running.add(tracked)
  }

  async #pause(): Promise<void> {
    if (this.#woken || this.#stopping.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs)
      this.#rest = {
        end: () => {
          clearTimeout(timer)
          resolve()
        },
      }
    })
    this.#rest = undefined
  }

  /** The embedded database belongs to one process, so every run it shows as going on died with an earlier one. */
  async #takeOver(): Promise<void> {
    if (this.#takenOver) return
    if (this.#options.database.kind === 'embedded')
      await releaseLeases(this.#options.database, this.#options.clock)
    this.#takenOver = true
  }

  #report(error: unknown): number {
    if (!this.#troubled)
      this.#options.log.warn({ err: error }, 'Jobs wait until the database takes writes again')
    this.#troubled = true
    return 0
  }
}
