import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CsvProblem } from '#platform/csv/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { type Job, JobGivenUp, type JobHandler } from '#platform/jobs/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { announce } from '#platform/outbox/index.ts'
import { findReviewPairs } from '../matching/index.ts'
import { MOST_ERRORS } from './errors-service.ts'
import { fileSource } from './reading.ts'
import { type ChunkDone, type ImportProgress, NOT_STARTED, runImport } from './run-import.ts'
import {
  filesOf,
  findRun,
  type ImportRunRow,
  importedBefore,
  insertErrors,
  lockRun,
  updateRun,
  workspaceDefaults,
} from './store.ts'
import { type ImportSource, understand } from './understand.ts'
import type { Understanding } from './understanding.ts'
import { isStaying, undoImportedRows } from './undo.ts'
import type { Uses } from './undo-store.ts'

export const LOOK = 'import.look'
export const DRY_RUN = 'import.dry_run'
export const RUN = 'import.run'
export const UNDO = 'import.undo'
/** Files that belong to no import any more; payload `{ fileIds }`. */
export const FORGET_FILES = 'import.forget_files'

/** Announced when an import has ended well, with `personIds`: ids of the people it was about, or `all`. */
export const IMPORT_FINISHED = 'import.finished'
/** Announced when an import was taken back; payload as `import.finished`. */
export const IMPORT_UNDONE = 'import.undone'

export interface ImportJobDeps {
  database: Database
  /** folder of received files, as the server has it */
  uploadDir: string
  clock: () => Instant
  /** places outside the record store that point at records: what they use is not taken back */
  uses?: Uses
}

/** Where the bytes of a file lie until its import has ended. */
const pathOfFile = (uploadDir: string, fileId: string): string => join(uploadDir, 'imports', fileId)

/** The background work of imports, for `startJobs`. */
export function importJobs(deps: ImportJobDeps): JobHandler[] {
  return [
    { kind: LOOK, run: (job) => guarded(deps, job, () => look(deps, job)) },
    { kind: DRY_RUN, run: (job) => guarded(deps, job, () => dryRun(deps, job)) },
    { kind: RUN, run: (job) => guarded(deps, job, () => run(deps, job)) },
    { kind: UNDO, run: (job) => undo(deps, job) },
    { kind: FORGET_FILES, run: (job: Job<{ fileIds: string[] }>) => removeBytes(deps, job.payload.fileIds) },
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
): Promise<{ run: ImportRunRow; fileIds: string[]; sources: ImportSource[] } | undefined> {
  const { workspaceId } = job
  return job.transaction(async (tx) => {
    const run = await findRun(tx, workspaceId, job.payload.importId)
    if (!run) return undefined
    const files = await filesOf(tx, workspaceId, [run.id])
    return {
      run,
      fileIds: files.map(({ id }) => id),
      sources: files.map((file) => fileSource(pathOfFile(deps.uploadDir, file.id), file.name)),
    }
  })
}

/** Says of files whose very content has been imported before what importing it again would do. */
async function warnOfRepeats(tx: Tx, job: ImportJob, understanding: Understanding): Promise<void> {
  for (const file of await filesOf(tx, job.workspaceId, [job.payload.importId])) {
    const before = await importedBefore(tx, job.workspaceId, file)
    const said = understanding.files.find((entry) => entry.file === file.name)
    if (!before || !said) continue
    const then = `This very file was imported on ${toIso(before.at).slice(0, 10)}`
    const now = before.stands
      ? `${then}; importing it again changes nothing.`
      : `${then}. Imports were made or undone since, so importing it again may change records.`
    said.warnings = [...said.warnings, now]
  }
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
  await job.finish(async (tx) => {
    await warnOfRepeats(tx, job, understanding)
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
  if (!loaded?.run.mapping) return
  const { run, fileIds, sources } = loaded
  // stopped before its turn came
  if (run.state === 'cancelled') await removeBytes(deps, fileIds)
  if (run.state !== 'queued' && run.state !== 'running') return
  const { workspaceId } = job
  let isCancelled = false
  const note = async (tx: Tx, { progress, errors }: ChunkDone) => {
    // Locked, so that a stop asked for in between is not written over.
    const now = await lockRun(tx, workspaceId, run.id)
    isCancelled = now?.state !== 'queued' && now?.state !== 'running'
    const before = progress.errorCount - errors.length
    await insertErrors(tx, workspaceId, run.id, before, errors.slice(0, Math.max(0, MOST_ERRORS - before)))
    const { rowsDone, refusedRows, errorCount, counts } = progress
    const values = { rowsDone, refusedRows, errorCount, counts }
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
  await findReviewPairs(deps.database, workspaceId, run.id, deps.clock())
  await job.finish(async (tx) => {
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
  // The records are in; the files have done their duty.
  await removeBytes(deps, fileIds)
}

async function undo(deps: ImportJobDeps, job: ImportJob): Promise<void> {
  const { workspaceId } = job
  const { importId } = job.payload
  const found = await job.transaction((tx) => findRun(tx, workspaceId, importId))
  if (found?.state !== 'undoing') return
  const left = await undoImportedRows(deps.database, workspaceId, importId, deps.uses)
  await job.finish(async (tx) => {
    for (const [id, { changed, stays }] of left) {
      const before = id === importId ? [] : ((await findRun(tx, workspaceId, id))?.leftovers ?? [])
      const leftovers = [
        ...before.filter((sentence) => !isStaying(sentence)),
        ...(changed ? [changed] : []),
        ...stays,
      ]
      await updateRun(tx, workspaceId, id, { leftovers })
    }
    await updateRun(tx, workspaceId, importId, { state: 'undone', finishedAt: deps.clock() })
    await announce(tx, {
      workspaceId,
      event: IMPORT_UNDONE,
      payload: { importId, personIds: 'all' },
      now: deps.clock(),
    })
  })
}

async function removeBytes({ uploadDir }: ImportJobDeps, fileIds: readonly string[]): Promise<void> {
  for (const id of fileIds) await rm(pathOfFile(uploadDir, id), { force: true })
}
