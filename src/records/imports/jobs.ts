import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CsvProblem } from '#platform/csv/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { type Job, JobGivenUp, type JobHandler } from '#platform/jobs/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { announce } from '#platform/outbox/index.ts'
import { findReviewPairs } from '../matching/index.ts'
import { fileSource } from './reading.ts'
import { type ChunkDone, type ImportProgress, NOT_STARTED, runImport } from './run-import.ts'
import {
  filesOf,
  findRun,
  type ImportRunRow,
  insertErrors,
  noteDigest,
  updateRun,
  workspaceDefaults,
} from './store.ts'
import { type ImportSource, understand } from './understand.ts'
import type { Understanding } from './understanding.ts'
import { undoImportedRows } from './undo.ts'

export const LOOK = 'import.look'
export const DRY_RUN = 'import.dry_run'
export const RUN = 'import.run'
export const UNDO = 'import.undo'

/** Announced when an import has ended well, with `personIds`: ids of the people it was about, or `all`. */
export const IMPORT_FINISHED = 'import.finished'
/** Announced when an import was taken back; payload as `import.finished`. */
export const IMPORT_UNDONE = 'import.undone'

export interface ImportJobDeps {
  database: Database
  /** folder of received files, as the server has it */
  uploadDir: string
  clock: () => Instant
}

const MOST_ERRORS = 50_000

/** Where the bytes of a file lie until its import has ended. */
const pathOfFile = (uploadDir: string, fileId: string): string => join(uploadDir, 'imports', fileId)

/** The background work of imports, for `startJobs`. */
export function importJobs(deps: ImportJobDeps): JobHandler[] {
  return [
    { kind: LOOK, run: (job) => guarded(deps, job, () => look(deps, job)) },
    { kind: DRY_RUN, run: (job) => guarded(deps, job, () => dryRun(deps, job)) },
    { kind: RUN, run: (job) => guarded(deps, job, () => run(deps, job)) },
    { kind: UNDO, run: (job) => undo(deps, job) },
  ]
}

type ImportJob = Job<{ importId: string }, ImportProgress>

/** A file that cannot be read ends the import with its sentence instead of being tried again. */
async function guarded({ clock }: ImportJobDeps, job: ImportJob, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CsvProblem) && job.attempt < 5) throw error
    if (!(error instanceof CsvProblem) && job.signal.aborted) throw error
    const problem =
      error instanceof CsvProblem ? error.message : 'The import stopped at an error of ours. Try it again.'
    const {
      workspaceId,
      payload: { importId },
    } = job
    await job.transaction(async (tx) => {
      await updateRun(tx, workspaceId, importId, { state: 'failed', problem, finishedAt: clock() })
      await announce(tx, {
        workspaceId,
        event: IMPORT_FINISHED,
        payload: { importId, personIds: 'all' },
        now: clock(),
      })
    })
    throw new JobGivenUp(problem)
  }
}

async function load(
  deps: ImportJobDeps,
  job: ImportJob,
): Promise<{ run: ImportRunRow; sources: ImportSource[] } | undefined> {
  const { workspaceId } = job
  return job.transaction(async (tx) => {
    const run = await findRun(tx, workspaceId, job.payload.importId)
    if (!run) return undefined
    const files = await filesOf(tx, workspaceId, [run.id])
    return { run, sources: files.map((file) => fileSource(pathOfFile(deps.uploadDir, file.id), file.name)) }
  })
}

/** Says of files whose very content has been imported before that it will change nothing. */
async function warnOfRepeats(
  tx: Tx,
  job: ImportJob,
  understanding: Understanding,
  digests: ReadonlyMap<string, string>,
): Promise<void> {
  for (const file of await filesOf(tx, job.workspaceId, [job.payload.importId])) {
    const before = await noteDigest(tx, job.workspaceId, file, digests.get(file.id) ?? '')
    const said = understanding.files.find((entry) => entry.file === file.name)
    if (before && said)
      said.warnings = [
        ...said.warnings,
        `This very file was imported on ${toIso(before.at).slice(0, 10)}; importing it again changes nothing.`,
      ]
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

async function look(deps: ImportJobDeps, job: ImportJob): Promise<void> {
  const loaded = await load(deps, job)
  if (loaded?.run.state !== 'looking') return
  const { run, sources } = loaded
  const defaults = await job.transaction((tx) => workspaceDefaults(tx, job.workspaceId))
  const understanding = await understand(sources, {
    ...defaults,
    answers: run.answers,
    mapping: run.mapping ?? undefined,
  })
  const rowsTotal = understanding.files.every(({ isWhole }) => isWhole)
    ? understanding.files.reduce((sum, { rows }) => sum + rows, 0)
    : null
  const files = await job.transaction((tx) => filesOf(tx, job.workspaceId, [run.id]))
  const digests = new Map<string, string>()
  for (const { id } of files) digests.set(id, await digestOf(pathOfFile(deps.uploadDir, id)))
  await job.finish(async (tx) => {
    await warnOfRepeats(tx, job, understanding, digests)
    await updateRun(tx, job.workspaceId, run.id, {
      state: 'ready',
      understanding,
      mapping: understanding.mapping,
      rowsTotal,
      dryCounts: null,
      problem: null,
    })
  })
}

async function dryRun(deps: ImportJobDeps, job: ImportJob): Promise<void> {
  const loaded = await load(deps, job)
  if (loaded?.run.state !== 'dry_run' || !loaded.run.mapping) return
  const { run, sources } = loaded
  const { progress } = await runImport({
    workspaceId: job.workspaceId,
    sources,
    mapping: run.mapping!,
    write: { importId: run.id, source: 'spreadsheet', now: deps.clock(), isDryRun: true },
    save: async (_, work) => {
      await job.transaction(async (tx) => {
        const done = await work(tx)
        await updateRun(tx, job.workspaceId, run.id, { rowsDone: done.progress.rowsDone })
      })
    },
    isCancelled: () => job.signal.aborted,
  })
  if (job.signal.aborted) throw new Error('The process is stopping')
  await job.finish((tx) =>
    updateRun(tx, job.workspaceId, run.id, {
      state: 'ready',
      dryCounts: progress.counts,
      errorCount: progress.errorCount,
      rowsDone: 0,
      rowsTotal: progress.rowsDone,
    }),
  )
}

async function run(deps: ImportJobDeps, job: ImportJob): Promise<void> {
  const loaded = await load(deps, job)
  if (!loaded?.run.mapping || (loaded.run.state !== 'queued' && loaded.run.state !== 'running')) return
  const { run, sources } = loaded
  const { workspaceId } = job
  let isCancelled = false
  const note = async (tx: Tx, { progress, errors }: ChunkDone) => {
    const state = await findRun(tx, workspaceId, run.id)
    isCancelled = state?.state === 'cancelled'
    const before = progress.errorCount - errors.length
    await insertErrors(tx, workspaceId, run.id, before, errors.slice(0, Math.max(0, MOST_ERRORS - before)))
    const values = { rowsDone: progress.rowsDone, errorCount: progress.errorCount, counts: progress.counts }
    await updateRun(tx, workspaceId, run.id, isCancelled ? values : { ...values, state: 'running' })
  }
  const { progress, people } = await runImport({
    workspaceId,
    sources,
    mapping: run.mapping!,
    // One instant for the whole run, also after a stop: what it wrote carries the time it was started.
    write: { importId: run.id, source: 'spreadsheet', now: run.startedAt ?? deps.clock() },
    from: job.progress ?? NOT_STARTED,
    save: (progress, work) => job.checkpoint(progress, async (tx) => note(tx, await work(tx))),
    isCancelled: () => isCancelled,
  })
  await job.finish(async (tx) => {
    await findReviewPairs(tx, workspaceId, run.id, deps.clock())
    const state = isCancelled ? 'cancelled' : 'done'
    await updateRun(tx, workspaceId, run.id, {
      state,
      counts: progress.counts,
      rowsTotal: progress.rowsDone,
      rowsDone: progress.rowsDone,
      finishedAt: deps.clock(),
    })
    await announce(tx, {
      workspaceId,
      event: IMPORT_FINISHED,
      payload: { importId: run.id, personIds: people },
      now: deps.clock(),
    })
  })
  await removeBytes(deps, job)
}

async function undo(deps: ImportJobDeps, job: ImportJob): Promise<void> {
  const { workspaceId } = job
  const { importId } = job.payload
  const found = await job.transaction((tx) => findRun(tx, workspaceId, importId))
  if (found?.state !== 'undoing') return
  const { leftovers } = await undoImportedRows(deps.database, workspaceId, importId)
  await job.finish(async (tx) => {
    await updateRun(tx, workspaceId, importId, { state: 'undone', leftovers, finishedAt: deps.clock() })
    await announce(tx, {
      workspaceId,
      event: IMPORT_UNDONE,
      payload: { importId, personIds: 'all' },
      now: deps.clock(),
    })
  })
}

/** The records are in; the files have done their duty. */
async function removeBytes(deps: ImportJobDeps, job: ImportJob): Promise<void> {
  const files = await job.transaction((tx) => filesOf(tx, job.workspaceId, [job.payload.importId]))
  for (const { id } of files) await rm(pathOfFile(deps.uploadDir, id), { force: true })
}
