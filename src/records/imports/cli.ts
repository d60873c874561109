import { readFileSync } from 'node:fs'
import { CsvProblem } from '#platform/csv/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { announce } from '#platform/outbox/index.ts'
import { findReviewPairs } from '../matching/index.ts'
import { MOST_ERRORS, writeErrors } from './errors-service.ts'
import { importSources } from './import-sources.ts'
import { IMPORT_FINISHED } from './jobs.ts'
import { Mapping } from './mapping.ts'
import { sourcesIn } from './reading.ts'
import type { ImportCounts } from './rules/counts.ts'
import { KIND_TITLES } from './rules/fields.ts'
import { type ImportProgress, NOT_STARTED } from './run-import.ts'
import { findWorkspaces, insertErrors, insertRun, lockRun, updateRun, workspaceDefaults } from './store.ts'
import { understand } from './understand.ts'
import type { RowError, Understanding } from './understanding.ts'

/** Words of `accord import`. */
export interface ImportCommandOptions {
  /** slug, name or id; may be left out where there is one workspace only */
  workspace?: string
  /** file with a mapping as JSON, e.g. the `mapping` that `--json` prints */
  mapping?: string
  dryRun?: boolean
}

interface CommandOutput {
  json: boolean
  stdout(text: string): void
  stderr(text: string): void
}

/** What the command works with. */
export interface ImportCommandDeps {
  database: Database
  now: Instant
  output: CommandOutput
  /** shows how far it is, on a terminal */
  onProgress?: (rows: number) => void
  /** aborted: the import stops after the rows it is at */
  stop?: AbortSignal
}

/**
 * `accord import DIR_or_FILE`: the reader of the app, into the database. Rows that were left out go to `errors.csv` in the
 * present folder; where there are none, that of an earlier import is removed.
 *
 * @returns 0 imported, 1 refused, or files or rows left out, 2 wrong usage
 */
export async function importCommand(
  path: string,
  options: ImportCommandOptions,
  deps: ImportCommandDeps,
): Promise<0 | 1 | 2> {
  try {
    return await carryOut(path, options, deps)
  } catch (error) {
    if (!(error instanceof CsvProblem || error instanceof Refused)) throw error
    deps.output.stderr(`${error.message}\n`)
    if (error instanceof Refused) return error.exitCode
    return error.code === 'missing' ? 2 : 1
  }
}

class Refused extends Error {
  readonly exitCode: 1 | 2
  constructor(exitCode: 1 | 2, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

async function carryOut(
  path: string,
  options: ImportCommandOptions,
  deps: ImportCommandDeps,
): Promise<0 | 1> {
  const { database, now, output } = deps
  const workspaceId = await workspaceNamed(database, options.workspace)
  const sources = await sourcesIn(path)
  const defaults = await database.workspace(workspaceId, (tx) => workspaceDefaults(tx, workspaceId))
  const mapping = options.mapping === undefined ? undefined : readMapping(options.mapping)
  const understanding = await understand(sources, { ...defaults, mapping })
  if (!output.json) output.stdout(describe(understanding))
  if (!options.dryRun) refuseUnready(understanding)
  const importId = newId(now)
  const errors: RowError[] = []
  const note = (found: RowError[]) => {
    for (const error of found) if (errors.length < MOST_ERRORS) errors.push(error)
  }
  if (!options.dryRun) await begin(database, workspaceId, importId, path, understanding, now)
  let reached = NOT_STARTED
  let stopAsked = false
  let isStopped = false
  const noteRun = async (tx: Tx, { counts, rowsDone, refusedRows, errorCount }: ImportProgress) => {
    // in the app
    stopAsked = (await lockRun(tx, workspaceId, importId))?.state !== 'running'
    await updateRun(tx, workspaceId, importId, { counts, rowsDone, refusedRows, errorCount })
  }
  const finish = async (how: Omit<Ended, 'errors' | 'now'>) => {
    if (!options.dryRun) await end(database, workspaceId, importId, { ...how, errors, now })
    await writeErrors(errors)
  }
  const work = importSources(database, workspaceId, sources, {
    importId,
    now,
    understanding,
    isDryRun: options.dryRun ?? false,
    onErrors: note,
    ...(!options.dryRun && { note: noteRun }),
    isCancelled: () => {
      isStopped = stopAsked || deps.stop?.aborted === true
      return isStopped
    },
    onProgress(progress) {
      reached = progress
      deps.onProgress?.(progress.rowsDone)
    },
  })
  const done = await work.catch(async (error) => {
    const problem =
      error instanceof CsvProblem ? error.message : 'The import stopped at an error of ours. Try it again.'
    const { counts, rowsDone, refusedRows, errorCount } = reached
    await finish({ counts, rowsDone, refusedRows, errorCount, people: 'all', problem })
    throw error
  })
  await finish({ ...done, isStopped })
  if (isStopped)
    throw new Refused(
      1,
      `Stopped after ${done.rowsDone.toLocaleString('en')} rows. They stay until the import is undone in the app; running the command again writes the rest.`,
    )
  const { counts, errorCount } = done
  report(output, understanding, counts, errorCount, options.dryRun ?? false)
  const isPartial =
    errors.some(({ refused }) => refused) || understanding.files.some(({ problem }) => problem)
  return isPartial ? 1 : 0
}

/** What keeps an import from being written: open questions, or nothing that can be read. */
function refuseUnready({ questions, mapping, files }: Understanding): void {
  const open = questions.filter(({ must }) => must)
  if (open.length > 0)
    throw new Refused(
      1,
      `Answer ${open.length === 1 ? 'this' : 'these'} first, in a mapping file (print one with --dry-run --json, correct what is marked as assumed and take the mark off, give it with --mapping):\n${open.map(({ text }) => `  ${text}`).join('\n')}`,
    )
  if (mapping.files.every(({ kind }) => kind === null))
    throw new Refused(
      1,
      `No file can be read, so nothing was imported:\n${files.map(({ file, problem }) => `  ${file}: ${problem ?? NO_KIND}`).join('\n')}`,
    )
}

async function workspaceNamed(database: Database, named: string | undefined): Promise<string> {
  const all = await database.system(findWorkspaces)
  if (named === undefined) {
    if (all.length === 1) return all[0]!.id
    throw new Refused(
      2,
      all.length === 0
        ? 'There is no workspace yet. Start Accord and set it up first.'
        : `Say which workspace with --workspace: ${all.map(({ slug }) => slug).join(', ')}.`,
    )
  }
  const found = all.find(({ id, slug, name }) =>
    [id, slug, name].some((text) => text.toLowerCase() === named.toLowerCase()),
  )
  if (!found)
    throw new Refused(
      2,
      `There is no workspace "${named}". There is: ${all.map(({ slug }) => slug).join(', ') || 'none'}.`,
    )
  return found.id
}

function readMapping(file: string): Mapping {
  let given: unknown
  try {
    given = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Refused(2, `The mapping ${file} cannot be read: ${(error as Error).message}.`)
  }
  const inside = typeof given === 'object' && given !== null && 'mapping' in given ? given.mapping : given
  const parsed = Mapping.safeParse(inside)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Refused(2, `The mapping ${file} is not valid at ${issue!.path.join('.')}: ${issue!.message}.`)
}

async function begin(
  database: Database,
  workspaceId: string,
  id: string,
  path: string,
  understanding: Understanding,
  now: Instant,
): Promise<void> {
  await database.workspace(workspaceId, (tx) =>
    insertRun(tx, {
      workspaceId,
      id,
      name: `Command line: ${path}`.slice(0, 200),
      state: 'running',
      understanding,
      mapping: understanding.mapping,
      createdBy: 'Command line',
      createdAt: now,
      startedAt: now,
    }),
  )
}

interface Ended {
  counts: ImportCounts
  rowsDone: number
  refusedRows: number
  errorCount: number
  people: string[] | 'all'
  errors: RowError[]
  /** why it broke off half way, in a sentence */
  problem?: string
  /** stopped by who began it, or in the app */
  isStopped?: boolean
  now: Instant
}

async function end(
  database: Database,
  workspaceId: string,
  id: string,
  { counts, rowsDone, refusedRows, errorCount, people, errors, problem, isStopped = false, now }: Ended,
): Promise<void> {
  await findReviewPairs(database, workspaceId, id, now)
  await database.workspace(workspaceId, async (tx) => {
    for (let from = 0; from < errors.length; from += 1_000)
      await insertErrors(tx, workspaceId, id, from, errors.slice(from, from + 1_000))
    await updateRun(tx, workspaceId, id, {
      state: problem !== undefined ? 'failed' : isStopped ? 'cancelled' : 'done',
      counts,
      rowsDone,
      rowsTotal: rowsDone,
      refusedRows,
      errorCount,
      problem: problem ?? null,
      finishedAt: now,
    })
    await announce(tx, {
      workspaceId,
      event: IMPORT_FINISHED,
      payload: { importId: id, personIds: people },
      now,
    })
  })
}

const NO_KIND = 'Nothing in it says what it lists.'

function describe({ files, questions, suggestions }: Understanding): string {
  const lines = files.map(({ file, kind, problem, rows, isWhole }) => {
    if (problem) return `${file}: not read. ${problem}`
    if (!kind) return `${file}: not read. ${NO_KIND}`
    return `${file}: ${KIND_TITLES[kind]}, ${isWhole ? rows.toLocaleString('en') : `more than ${rows.toLocaleString('en')}`} rows`
  })
  for (const { value, meant, file, header, rows } of suggestions)
    lines.push(`${file}, ${header}: "${value}" (${rows} rows) is probably "${meant}".`)
  for (const { text, must } of questions) if (!must) lines.push(text)
  return `${lines.join('\n')}\n`
}

function report(
  output: CommandOutput,
  understanding: Understanding,
  counts: ImportCounts,
  errorCount: number,
  isDryRun: boolean,
): void {
  if (output.json) {
    output.stdout(
      `${JSON.stringify({ dryRun: isDryRun, counts, errorCount, errorsWritten: Math.min(errorCount, MOST_ERRORS), questions: understanding.questions, suggestions: understanding.suggestions, mapping: understanding.mapping })}\n`,
    )
    return
  }
  const would = isDryRun ? ' (nothing was changed)' : ''
  const lines = Object.entries(counts).map(
    ([kind, { created, updated, unchanged, refused }]) =>
      `  ${kind}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused`,
  )
  if (errorCount > 0)
    lines.push(
      `  ${errorCount} rows or cells were left out: see errors.csv${errorCount > MOST_ERRORS ? `, which has the first ${MOST_ERRORS.toLocaleString('en')}` : ''}`,
    )
  output.stdout(`${isDryRun ? 'Would import' : 'Imported'}${would}:\n${lines.join('\n')}\n`)
}
