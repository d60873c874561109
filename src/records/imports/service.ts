import { renameSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { afterCommit } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { Id, newId } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { type Context, Problem, pageOf, readCursor, writeCursor } from '#platform/operation/index.ts'
import { malformed, notFound } from '#platform/operation/problem.ts'
import { type ImportView, importBusy, importNoFiles, importState, importUnanswered } from './contract.ts'
import { DRY_RUN, FORGET_FILES, IMPORT_FINISHED, LOOK, RUN, UNDO } from './jobs.ts'
import type { Mapping } from './mapping.ts'
import { withAnswers } from './rules/answers.ts'
import {
  countBusy,
  deleteErrors,
  deleteFile,
  deleteRun,
  filesOf,
  findRun,
  hasJob,
  type ImportFileRow,
  type ImportRunRow,
  type ImportSummary,
  insertFile,
  insertRun,
  listRuns,
  lockRun,
  updateRun,
} from './store.ts'

type ById = { id: string }

function view(run: ImportSummary, files: readonly ImportFileRow[]): ImportView {
  const { workspaceId: _, ...shown } = run
  return {
    ...shown,
    files: files
      .filter(({ importId }) => importId === run.id)
      .map(({ id, name, bytes }) => ({ id, name, bytes })),
  }
}

async function shown({ tx, workspaceId }: Context, id: string): Promise<ImportView> {
  const run = await findRun(tx, workspaceId, id)
  if (!run) throw new Problem(notFound, 'There is no such import. Go back to the list.')
  const { understanding: _, mapping: __, ...summary } = run
  return view(summary, await filesOf(tx, workspaceId, [id]))
}

/** The run, locked, when it stands at one of these steps. */
async function at(
  { tx, workspaceId }: Context,
  id: string,
  states: readonly ImportRunRow['state'][],
): Promise<ImportRunRow> {
  const run = await lockRun(tx, workspaceId, id)
  if (!run) throw new Problem(notFound, 'There is no such import. Go back to the list.')
  if (!states.includes(run.state))
    throw new Problem(
      importState,
      `It is at the step "${run.state}"; this needs ${states.map((state) => `"${state}"`).join(' or ')}.`,
    )
  return run
}

const EDITABLE = ['draft', 'ready', 'failed'] as const

export async function create(context: Context, { name }: { name: string }): Promise<ImportView> {
  const { tx, workspaceId, actor, now } = context
  const id = newId(now)
  await insertRun(tx, { workspaceId, id, name, state: 'draft', createdBy: actor.name, createdAt: now })
  context.audit({ subject: id, summary: `Began the import "${name}"` })
  return shown(context, id)
}

/** Takes the received file over. Its bytes move beside the database once it is certain that they belong there. */
export async function upload(context: Context, { id, name }: ById & { name: string }): Promise<ImportView> {
  const { tx, workspaceId, now, upload: received } = context
  await at(context, id, EDITABLE)
  if (!received) throw new Problem(malformed, 'Send the file as the body of the request.')
  const fileId = newId(now)
  for (const file of await filesOf(tx, workspaceId, [id]))
    if (file.name === name) await forgetFile(context, file.id)
  const folder = join(dirname(dirname(received.path)), 'imports')
  await mkdir(folder, { recursive: true })
  afterCommit(() => renameSync(received.path, join(folder, fileId)))
  await insertFile(tx, {
    workspaceId,
    id: fileId,
    importId: id,
    name,
    bytes: received.bytes,
    digest: received.digest,
    createdAt: now,
  })
  await updateRun(tx, workspaceId, id, {
    state: 'draft',
    understanding: null,
    dryCounts: null,
    problem: null,
  })
  context.audit({
    subject: id,
    summary: `Added the file "${name}" to an import`,
    detail: { bytes: received.bytes },
  })
  return shown(context, id)
}

export async function removeFile(
  context: Context,
  { id, fileId }: ById & { fileId: string },
): Promise<ImportView> {
  const { tx, workspaceId } = context
  await at(context, id, EDITABLE)
  const file = (await filesOf(tx, workspaceId, [id])).find((candidate) => candidate.id === fileId)
  if (!file) throw new Problem(notFound, 'There is no such file in this import.')
  await forgetFile(context, fileId)
  await updateRun(tx, workspaceId, id, { state: 'draft', understanding: null, dryCounts: null })
  context.audit({ subject: id, summary: `Took the file "${file.name}" out of an import` })
  return shown(context, id)
}

async function forgetFile(context: Context, fileId: string): Promise<void> {
  await deleteFile(context.tx, context.workspaceId, fileId)
  await forgetBytes(context, [fileId])
}

/** Bytes go once the change that made them superfluous is certain. */
async function forgetBytes({ tx, workspaceId, now }: Context, fileIds: readonly string[]): Promise<void> {
  await enqueue(tx, { workspaceId, kind: FORGET_FILES, payload: { fileIds }, runAt: now })
}

/** Forgets an import before it has written anything. */
export async function discard(context: Context, { id }: ById): Promise<{ id: string }> {
  const { tx, workspaceId } = context
  const run = await at(context, id, EDITABLE)
  if (run.counts)
    throw new Problem(importState, 'It has written records. Let it run to its end, then undo it.')
  const files = await filesOf(tx, workspaceId, [id])
  await deleteRun(tx, workspaceId, id)
  await forgetBytes(
    context,
    files.map((file) => file.id),
  )
  context.audit({ subject: id, summary: `Discarded the import "${run.name}" before it wrote anything` })
  return { id }
}

/** When the last import shown was made, and its id. */
const Place = z.tuple([InstantIso, Id])

export async function list(
  { tx, workspaceId }: Context,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const place = readCursor(Place, cursor)
  const runs = await listRuns(tx, workspaceId, place && { at: place[0], id: place[1] }, limit + 1)
  const { shown: items, nextCursor } = pageOf(runs, limit, (last) =>
    writeCursor(Place, [last.createdAt, last.id]),
  )
  const files = await filesOf(
    tx,
    workspaceId,
    items.map((run) => run.id),
  )
  return { items: items.map((run) => view(run, files)), nextCursor }
}

export const read = (context: Context, { id }: ById): Promise<ImportView> => shown(context, id)

export async function preview({ tx, workspaceId }: Context, { id }: ById) {
  const run = await findRun(tx, workspaceId, id)
  if (!run) throw new Problem(notFound, 'There is no such import. Go back to the list.')
  const { understanding, mapping, answers } = run
  const open = understanding && {
    ...understanding,
    questions: understanding.questions.filter((question) => answers[question.id] === undefined),
  }
  return { understanding: open, mapping }
}

async function begin(
  context: Context,
  run: ImportRunRow,
  kind: string,
  values: Parameters<typeof updateRun>[3],
): Promise<ImportView> {
  const { tx, workspaceId, now } = context
  await updateRun(tx, workspaceId, run.id, { problem: null, ...values })
  await enqueue(tx, { workspaceId, kind, payload: { importId: run.id }, runAt: now })
  return shown(context, run.id)
}

export async function look(context: Context, { id }: ById): Promise<ImportView> {
  const run = await at(context, id, EDITABLE)
  if ((await filesOf(context.tx, context.workspaceId, [id])).length === 0)
    throw new Problem(importNoFiles, 'Add at least one CSV file first.')
  context.audit({ subject: id, summary: `Had the files of the import "${run.name}" looked at` })
  return begin(context, run, LOOK, { state: 'looking' })
}

/** Sets mapping and answers. Files whose kind changed, and answers that change how cells are read, are looked at again. */
export async function setMapping(
  context: Context,
  input: ById & { mapping?: Mapping | undefined; answers?: Record<string, string> | undefined },
): Promise<ImportView> {
  const run = await at(context, input.id, ['ready', 'failed'])
  const answers = { ...run.answers, ...input.answers }
  const mapping = withAnswers(input.mapping ?? run.mapping, input.answers ?? {})
  context.audit({ subject: run.id, summary: `Changed how the files of the import "${run.name}" are read` })
  return begin(context, run, LOOK, { state: 'looking', mapping, answers, dryCounts: null })
}

function refuseUnanswered(run: ImportRunRow): void {
  const open =
    run.understanding?.questions.filter(({ id, must }) => must && run.answers[id] === undefined) ?? []
  if (open.length > 0) throw new Problem(importUnanswered, `Answer first: ${open[0]!.text}`)
  if (!run.mapping?.files.some(({ kind }) => kind !== null))
    throw new Problem(
      importUnanswered,
      'No file is read under the present mapping. Choose what at least one file lists.',
    )
}

export async function dryRun(context: Context, { id }: ById): Promise<ImportView> {
  const run = await at(context, id, ['ready'])
  refuseUnanswered(run)
  context.audit({ subject: id, summary: `Tried the import "${run.name}" without changing anything` })
  return begin(context, run, DRY_RUN, { state: 'dry_run', rowsDone: 0 })
}

export async function start(context: Context, { id }: ById): Promise<ImportView> {
  const { tx, workspaceId, now } = context
  const run = await at(context, id, ['ready'])
  refuseUnanswered(run)
  if ((await countBusy(tx, workspaceId, id)) > 0)
    throw new Problem(importBusy, 'Wait until the other import has ended, then start this one.')
  await deleteErrors(tx, workspaceId, id)
  context.audit({ subject: id, summary: `Started the import "${run.name}"` })
  return begin(context, run, RUN, {
    state: 'queued',
    startedAt: now,
    finishedAt: null,
    rowsDone: 0,
    refusedRows: 0,
    errorCount: 0,
    counts: null,
  })
}

export async function cancel(context: Context, { id }: ById): Promise<ImportView> {
  const run = await at(context, id, ['queued', 'running'])
  const { tx, workspaceId, now } = context
  await updateRun(tx, workspaceId, id, { state: 'cancelled', finishedAt: now })
  // One of the command line has no job that would say so at its end, if it was killed.
  if (!(await hasJob(tx, workspaceId, RUN, id)))
    await context.announce(IMPORT_FINISHED, { importId: id, personIds: 'all' })
  context.audit({ subject: id, summary: `Stopped the import "${run.name}"` })
  return shown(context, id)
}

export async function undo(context: Context, { id }: ById): Promise<ImportView> {
  const run = await at(context, id, ['done', 'cancelled', 'failed'])
  if (await hasJob(context.tx, context.workspaceId, RUN, id))
    throw new Problem(importBusy, 'It is stopping and still writes its last rows. Try again in a moment.')
  if ((await countBusy(context.tx, context.workspaceId, id)) > 0)
    throw new Problem(importBusy, 'Wait until the other import has ended.')
  context.audit({ subject: id, summary: `Took the import "${run.name}" back` })
  return begin(context, run, UNDO, { state: 'undoing' })
}
