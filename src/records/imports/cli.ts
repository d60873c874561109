import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { CsvProblem } from '#platform/csv/index.ts'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { announce } from '#platform/outbox/index.ts'
import { findReviewPairs } from '../matching/index.ts'
import { errorsCsv } from './errors-service.ts'
import { importSources } from './import-sources.ts'
import { IMPORT_FINISHED } from './jobs.ts'
import { Mapping } from './mapping.ts'
import { sourcesIn } from './reading.ts'
import type { ImportCounts } from './rules/counts.ts'
import { KIND_TITLES } from './rules/fields.ts'
import { findWorkspaces, insertErrors, insertRun, updateRun, workspaceDefaults } from './store.ts'
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
}

/**
 * `accord import DIR_or_FILE`: the reader of the app, into the database. Rows that were left out go to `errors.csv` in the
 * present folder.
 *
 * @returns 0 imported, 1 refused or rows left out, 2 wrong usage
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
    return error instanceof Refused ? error.exitCode : 1
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
  const open = understanding.questions.filter(({ must }) => must)
  if (open.length > 0 && !options.dryRun) {
    throw new Refused(
      1,
      `Answer ${open.length === 1 ? 'this' : 'these'} first, in a mapping file (print one with --dry-run --json, correct what is marked as assumed and take the mark off, give it with --mapping):\n${open.map(({ text }) => `  ${text}`).join('\n')}`,
    )
  }
  const importId = newId(now)
  const errors: RowError[] = []
  const note = (found: RowError[]) => {
    for (const error of found) if (errors.length < 50_000) errors.push(error)
  }
  if (!options.dryRun) await begin(database, workspaceId, importId, path, understanding, now)
  const { counts, errorCount, people } = await importSources(database, workspaceId, sources, {
    importId,
    now,
    understanding,
    isDryRun: options.dryRun ?? false,
    onErrors: note,
    onProgress: ({ rowsDone }) => deps.onProgress?.(rowsDone),
  })
  if (!options.dryRun) await end(database, workspaceId, importId, { counts, errorCount, people, errors, now })
  if (errors.length > 0) await writeFile('errors.csv', errorsCsv(errors))
  report(output, understanding, counts, errorCount, options.dryRun ?? false)
  return errors.some(({ refused }) => refused) ? 1 : 0
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
  errorCount: number
  people: string[] | 'all'
  errors: RowError[]
  now: Instant
}

async function end(
  database: Database,
  workspaceId: string,
  id: string,
  { counts, errorCount, people, errors, now }: Ended,
): Promise<void> {
  await database.workspace(workspaceId, async (tx) => {
    for (let from = 0; from < errors.length; from += 1_000)
      await insertErrors(tx, workspaceId, id, from, errors.slice(from, from + 1_000))
    await findReviewPairs(tx, workspaceId, id, now)
    await updateRun(tx, workspaceId, id, { state: 'done', counts, errorCount, finishedAt: now })
    await announce(tx, {
      workspaceId,
      event: IMPORT_FINISHED,
      payload: { importId: id, personIds: people },
      now,
    })
  })
}

function describe({ files, questions, suggestions }: Understanding): string {
  const lines = files.map(({ file, kind, problem, rows, isWhole }) => {
    if (problem) return `${file}: not read. ${problem}`
    if (!kind) return `${file}: not read. Nothing in it says what it lists.`
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
      `${JSON.stringify({ dryRun: isDryRun, counts, errorCount, questions: understanding.questions, suggestions: understanding.suggestions, mapping: understanding.mapping })}\n`,
    )
    return
  }
  const would = isDryRun ? ' (nothing was changed)' : ''
  const lines = Object.entries(counts).map(
    ([kind, { created, updated, unchanged, refused }]) =>
      `  ${kind}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused`,
  )
  if (errorCount > 0) lines.push(`  ${errorCount} rows or cells were left out: see errors.csv`)
  output.stdout(`${isDryRun ? 'Would import' : 'Imported'}${would}:\n${lines.join('\n')}\n`)
}
