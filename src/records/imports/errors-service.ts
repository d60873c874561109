import { readFile, rm, writeFile } from 'node:fs/promises'
import { csvFile } from '#platform/csv/index.ts'
import { type Context, Problem } from '#platform/operation/index.ts'
import { notFound } from '#platform/operation/problem.ts'
import { findRun, listErrors } from './store.ts'
import type { RowError } from './understanding.ts'

/** So many errors of an import are kept and written. */
export const MOST_ERRORS = 50_000

export async function errorsFile({ tx, workspaceId }: Context, { id }: { id: string }) {
  const run = await findRun(tx, workspaceId, id)
  if (!run) throw new Problem(notFound, 'There is no such import. Go back to the list.')
  const errors = await listErrors(tx, workspaceId, id, MOST_ERRORS)
  return { filename: 'errors.csv', contentType: 'text/csv; charset=utf-8', body: errorsCsv(errors) }
}

/** What was left out, one line each, as `errors.csv` has it. */
function errorsCsv(
  errors: readonly {
    file: string
    row: number
    header: string | null
    value: string | null
    message: string
    refused: boolean
  }[],
): string {
  const rows = errors.map((error) => [
    error.file,
    error.row,
    error.header,
    error.value,
    error.refused ? 'row left out' : 'cell left empty',
    error.message,
  ])
  return csvFile(['file', 'row', 'column', 'value', 'effect', 'reason'], rows)
}

/** Writes `errors.csv` into the present folder, or removes that of an earlier import; a file of the name that lists anything else stays. */
export async function writeErrors(errors: readonly RowError[]): Promise<void> {
  if (errors.length > 0) return writeFile('errors.csv', errorsCsv(errors))
  const earlier = await readFile('errors.csv', 'utf8').catch(() => '')
  if (earlier.startsWith(errorsCsv([]))) await rm('errors.csv', { force: true })
}
