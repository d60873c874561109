import { type SQL, sql } from 'drizzle-orm'
import { type Database, deleteWritten, type Tx } from '../db/index.ts'
import { newId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import { toIso } from '../kernel/instant.ts'

export interface ClaimedJob {
  id: string
  workspaceId: string
  kind: string
  payload: unknown
  progress: unknown
  attempts: number
  token: string
}

/** The database's own clock decides, so that workers with wrong clocks agree; tests pass theirs. */
export type Clock = (() => Instant) | undefined
const nowOf = (clock: Clock): SQL => (clock ? sql`${toIso(clock())}::timestamptz` : sql`now()`)
const after = (clock: Clock, milliseconds: number): SQL =>
  sql`${nowOf(clock)} + ${milliseconds} * interval '1 millisecond'`

export interface NewJob {
  workspaceId: string
  kind: string
  payload: unknown
  runAt: Instant
  key?: string | undefined
}

/** Id of the job that waits now: the new one, or the one that waited under the same key and is locked by this. */
export async function insertJob(tx: Tx, job: NewJob, id: string): Promise<string | undefined> {
  const at = toIso(job.runAt)
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into job (workspace_id, id, kind, payload, key, state, due_at, created_at)
    values (${job.workspaceId}, ${id}, ${job.kind}, ${JSON.stringify(job.payload)}::jsonb, ${job.key ?? null}, 'ready', ${at}, ${at})
    on conflict (workspace_id, kind, key) where state = 'ready' and key is not null
    do update set due_at = least(job.due_at, excluded.due_at)
    returning id`)
  return rows[0]?.id
}

/** Writes jobs without a key in one statement. */
export async function insertJobs(
  tx: Tx,
  workspaceId: string,
  jobs: readonly (Pick<NewJob, 'kind' | 'payload' | 'runAt'> & { id: string })[],
): Promise<void> {
  const rows = jobs.map((job) => ({ ...job, runAt: toIso(job.runAt) }))
  await tx.execute(sql`
    insert into job (workspace_id, id, kind, payload, state, due_at, created_at)
    select ${workspaceId}::uuid, j.id, j.kind, j.payload, 'ready', j."runAt", j."runAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as j(id uuid, kind text, payload jsonb, "runAt" timestamptz)`)
}

/** Workspaces that have something to do, those that wait longest first. */
export async function dueWorkspaces(
  database: Database,
  kinds: string[],
  owner: string,
  clock: Clock,
): Promise<string[]> {
  const { rows } = await database.system((tx) =>
    tx.execute<{ workspace_id: string }>(sql`
      select workspace_id from job
      where state in ('ready', 'running') and due_at <= ${nowOf(clock)} and kind = any(${sql.param(kinds)})
        and (state = 'ready' or lease_owner <> ${owner})
      group by workspace_id order by min(due_at) limit 50`),
  )
  return rows.map((row) => row.workspace_id)
}

/**
 * Takes up to `limit` due jobs of one workspace; two processes never get the same one. The choice stands in `array(…)`, which
 * runs once: `in (select … limit n)` may run once for each row and then takes them all.
 */
export async function claim(
  database: Database,
  workspaceId: string,
  options: { kinds: string[]; owner: string; limit: number; leaseMs: number; clock: Clock },
): Promise<ClaimedJob[]> {
  const token = newId()
  const { rows } = await database.workspace(workspaceId, (tx) =>
    tx.execute<{ id: string; kind: string; payload: unknown; progress: unknown; attempts: number }>(sql`
      update job set state = 'running', attempts = attempts + 1, lease_owner = ${options.owner}, lease_token = ${token},
        due_at = ${after(options.clock, options.leaseMs)}
      where workspace_id = ${workspaceId} and id = any(array(
        select id from job where workspace_id = ${workspaceId} and state in ('ready', 'running')
          and due_at <= ${nowOf(options.clock)} and kind = any(${sql.param(options.kinds)})
          and (state = 'ready' or lease_owner <> ${options.owner})
        order by due_at, id for update skip locked limit ${options.limit}))
      returning id, kind, payload, progress, attempts`),
  )
  return rows.map((row) => ({ ...row, workspaceId, token }))
}

/** Locks the job for the rest of the transaction and extends its lease; false when another run has it now. */
export async function keepLease(tx: Tx, job: ClaimedJob, leaseMs: number, clock: Clock): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    update job set due_at = ${after(clock, leaseMs)}
    where workspace_id = ${job.workspaceId} and id = ${job.id} and lease_token = ${job.token} and state = 'running'`)
  return rowCount === 1
}

/** Whoever gets on is not stuck: attempts count from here again. */
export async function saveProgress(tx: Tx, job: ClaimedJob, progress: unknown): Promise<void> {
  await tx.execute(sql`
    update job set progress = ${JSON.stringify(progress)}::jsonb, attempts = 1
    where workspace_id = ${job.workspaceId} and id = ${job.id} and lease_token = ${job.token}`)
}

/** Ends a run: done, given up, or to be tried again. */
export async function endRun(
  tx: Tx,
  job: ClaimedJob,
  end: { state: 'done' | 'dead' | 'ready'; reason?: string; pauseMs?: number; countsAsAttempt?: boolean },
  clock: Clock,
): Promise<boolean> {
  const finished = end.state === 'ready' ? sql`null` : nowOf(clock)
  const { rowCount } = await tx.execute(sql`
    update job set state = ${end.state}, due_at = ${after(clock, end.pauseMs ?? 0)}, reason = ${end.reason ?? null},
      finished_at = ${finished}, lease_owner = null, lease_token = null,
      key = ${end.state === 'ready' ? sql`null` : sql`key`},
      attempts = attempts - ${end.countsAsAttempt === false ? 1 : 0}
    where workspace_id = ${job.workspaceId} and id = ${job.id} and lease_token = ${job.token}`)
  return rowCount === 1
}

/** For a process that knows itself to be the only one: runs of a process that died need not wait for their lease to end. */
export async function releaseLeases(database: Database, clock: Clock): Promise<void> {
  await database.system((tx) =>
    tx.execute(sql`update job set due_at = ${nowOf(clock)} where state = 'running'`),
  )
}

/** Deletes up to `limit` jobs that were done before an instant; answers how many. */
export const deleteDone = (tx: Tx, workspaceId: string, before: Instant, limit: number): Promise<number> =>
  deleteWritten(tx, 'job', {
    ...{ workspaceId, before, limit },
    and: sql`state = 'done' and finished_at < ${toIso(before)}`,
  })
