import type { Tx } from '../db/index.ts'

/** One run of a job, as its handler sees it. */
export interface Job<Payload = unknown, Progress = unknown> {
  readonly id: string
  readonly workspaceId: string
  readonly payload: Payload
  /** number of this attempt, from 1 */
  readonly attempt: number
  /** what the last `checkpoint` of an earlier run saved; null at the very first */
  readonly progress: Progress | null
  /** aborted when the process stops or the job was taken over by another one */
  readonly signal: AbortSignal
  /** One transaction of the job; it does not commit when another process has taken the job over. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Saves how far the job has come, and what `work` does, in one transaction. Throws when the process is stopping: the job
   * goes on from here at the next start.
   */
  checkpoint(progress: Progress, work?: (tx: Tx) => Promise<void>): Promise<void>
  /** What `work` does and the end of the job in one transaction; call it last. Without it the job ends when `run` resolves. */
  finish(work: (tx: Tx) => Promise<void>): Promise<void>
}

/** Carries out the jobs of one kind. An attempt that throws is tried again later, `JobGivenUp` is not. */
export interface JobHandler {
  kind: string
  /** attempts before it is given up, default 5 */
  maxAttempts?: number
  // biome-ignore lint/suspicious/noExplicitAny: each handler knows the shape of its own payload and progress
  run(job: Job<any, any>): Promise<void>
}

/** Thrown by a handler: trying again would not help. */
export class JobGivenUp extends Error {
  override readonly name = 'JobGivenUp'
}

/** Thrown into a handler when the process stops. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped'
}

/** Thrown into a handler whose job now belongs to another process. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}
