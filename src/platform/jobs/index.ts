import { afterCommit, type Database, inSteps, type Tx } from '../db/index.ts'
import { newId, nextId } from '../kernel/ids.ts'
import { DAY, type Instant } from '../kernel/instant.ts'
import { deleteDone, insertJob, insertJobs, type NewJob } from './store.ts'
import { wakeAll } from './worker.ts'

export { type Job, JobGivenUp, type JobHandler, JobStopped } from './job.ts'
export { type Jobs, startJobs } from './worker.ts'
export type { NewJob }

/**
 * Writes a job in the transaction of its cause: it runs if, and only if, that commits, and begins at once when it is due.
 *
 * One that waits under the same key is held until this transaction ends, so that it runs after it and sees what it wrote. Ask for
 * keyed jobs last in a transaction: others that ask for the same wait for it.
 *
 * @param job `runAt` epoch milliseconds, not before; `key`: while one of that kind and key waits, no second is written
 * @returns id of the job; `null` when one with the same key is waiting already
 * @example await enqueue(tx, { workspaceId, kind: 'import.run', payload: { importId }, runAt: now })
 */
export async function enqueue(tx: Tx, job: NewJob): Promise<string | null> {
  const id = newId()
  const waiting = await insertJob(tx, job, id)
  afterCommit(wakeAll)
  return waiting === id ? id : null
}

/**
 * Writes many jobs in one statement, none of which shares a key with another. Those due at the same instant begin in the order given.
 *
 * @example await enqueueAll(tx, workspaceId, [{ kind: 'outbox.deliver', payload, runAt: now }])
 */
export async function enqueueAll(
  tx: Tx,
  workspaceId: string,
  jobs: readonly Pick<NewJob, 'kind' | 'payload' | 'runAt'>[],
): Promise<void> {
  if (jobs.length === 0) return
  await insertJobs(
    tx,
    workspaceId,
    jobs.map((job) => ({ ...job, id: nextId(Date.now()) })),
  )
  afterCommit(wakeAll)
}

/** Jobs that are done can be looked up for three days. */
export async function forgetDoneJobs(database: Database, workspaceId: string, now: Instant): Promise<void> {
  await inSteps((limit) =>
    database.workspace(workspaceId, (tx) => deleteDone(tx, workspaceId, now - 3 * DAY, limit)),
  )
}
