import type { Database, Tx } from '../db/index.ts'
import { type Job, JobGivenUp, type JobHandler, JobStopped, LeaseLost } from './job.ts'
import { MAX_ATTEMPTS, pauseMs } from './rules/retry.ts'
import { type ClaimedJob, type Clock, endRun, keepLease, saveProgress } from './store.ts'

export interface RunOptions {
  database: Database
  leaseMs: number
  clock: Clock
  /** aborted when the process stops */
  stopping: AbortSignal
  log: JobLog
}

export interface JobLog {
  warn(detail: Record<string, unknown>, message: string): void
  error(detail: Record<string, unknown>, message: string): void
}

/** Carries out one claimed job to its end: done, to be tried again, or given up. Never throws. */
export async function runJob(claimed: ClaimedJob, handler: JobHandler, options: RunOptions): Promise<void> {
  const lost = new AbortController()
  const heartbeat = setInterval(() => void beat(claimed, options, lost), options.leaseMs / 3)
  const state = { finished: false }
  try {
    if (claimed.attempts > (handler.maxAttempts ?? MAX_ATTEMPTS))
      throw new JobGivenUp('The process died each time it was tried')
    await handler.run(jobOf(claimed, options, AbortSignal.any([lost.signal, options.stopping]), state))
    if (!state.finished) await fenced(claimed, options, (tx) => end(tx, claimed, { state: 'done' }, options))
  } catch (error) {
    await fail(claimed, handler, options, error).catch((failure: unknown) => {
      // The lease runs out and the job is taken up again.
      options.log.error(
        { job: claimed.id, kind: claimed.kind, err: failure },
        'The end of a job could not be saved',
      )
    })
  } finally {
    clearInterval(heartbeat)
  }
}

function jobOf(
  claimed: ClaimedJob,
  options: RunOptions,
  signal: AbortSignal,
  state: { finished: boolean },
): Job {
  return {
    id: claimed.id,
    workspaceId: claimed.workspaceId,
    payload: claimed.payload,
    attempt: claimed.attempts,
    progress: claimed.progress,
    signal,
    transaction: (work) => fenced(claimed, options, work),
    async checkpoint(progress, work) {
      await fenced(claimed, options, async (tx) => {
        await work?.(tx)
        await saveProgress(tx, claimed, progress)
      })
      claimed.attempts = 1
      if (options.stopping.aborted) throw new JobStopped('The process is stopping')
    },
    async finish(work) {
      await fenced(claimed, options, async (tx) => {
        await work(tx)
        await end(tx, claimed, { state: 'done' }, options)
      })
      state.finished = true
    },
  }
}

/** A transaction that commits only while this run holds the lease. */
function fenced<T>(claimed: ClaimedJob, options: RunOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
  return options.database.workspace(claimed.workspaceId, async (tx) => {
    if (!(await keepLease(tx, claimed, options.leaseMs, options.clock)))
      throw new LeaseLost('Another process took the job over')
    return work(tx)
  })
}

async function end(
  tx: Tx,
  claimed: ClaimedJob,
  how: Parameters<typeof endRun>[2],
  options: RunOptions,
): Promise<void> {
  if (!(await endRun(tx, claimed, how, options.clock)))
    throw new LeaseLost('Another process took the job over')
}

async function fail(
  claimed: ClaimedJob,
  handler: JobHandler,
  options: RunOptions,
  error: unknown,
): Promise<void> {
  const detail = {
    job: claimed.id,
    kind: claimed.kind,
    workspaceId: claimed.workspaceId,
    attempt: claimed.attempts,
  }
  if (error instanceof LeaseLost) return options.log.warn(detail, 'A job was taken over by another process')
  const reason = error instanceof Error ? error.message : String(error)
  const givenUp = error instanceof JobGivenUp || claimed.attempts >= (handler.maxAttempts ?? MAX_ATTEMPTS)
  const how =
    error instanceof JobStopped
      ? { state: 'ready' as const, countsAsAttempt: false }
      : givenUp
        ? { state: 'dead' as const, reason }
        : { state: 'ready' as const, reason, pauseMs: pauseMs(claimed.attempts, Math.random()) }
  await options.database.workspace(claimed.workspaceId, (tx) => endRun(tx, claimed, how, options.clock))
  if (how.state === 'dead') options.log.error({ ...detail, err: error }, 'A job was given up')
  else if (!(error instanceof JobStopped))
    options.log.warn({ ...detail, err: error }, 'A job failed and will be tried again')
}

async function beat(claimed: ClaimedJob, options: RunOptions, lost: AbortController): Promise<void> {
  try {
    const kept = await options.database.workspace(claimed.workspaceId, (tx) =>
      keepLease(tx, claimed, options.leaseMs, options.clock),
    )
    if (!kept) lost.abort(new LeaseLost('Another process took the job over'))
  } catch {
    // The database does not answer now; the next beat tries again, and every write of the job checks the lease itself.
  }
}
