import { afterCommit, type Tx } from '../db/index.ts'
import { newId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import { findJob, insertJob, type JobRow, type NewJob, reviveJob } from './store.ts'
import { wakeAll } from './worker.ts'

export { type Job, JobGivenUp, type JobHandler, JobStopped } from './job.ts'
export { type Jobs, startJobs } from './worker.ts'
export type { JobRow, NewJob }

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

/** A job and how far it has come; `undefined` when there is none with that id in the workspace, or it was done days ago. */
export function jobOf(tx: Tx, workspaceId: string, id: string): Promise<JobRow | undefined> {
  return findJob(tx, workspaceId, id)
}

/** Tries a job that was given up once more; false when there is no such job. */
export function retryJob(tx: Tx, workspaceId: string, id: string, now: Instant): Promise<boolean> {
  return reviveJob(tx, workspaceId, id, now)
}
