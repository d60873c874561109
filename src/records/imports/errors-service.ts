import { csvFile } from '#platform/csv/index.ts'
import { type Context, Problem } from '#platform/operation/index.ts'
import { notFound } from '#platform/operation/problem.ts'
import { findRun, listErrors } from './store.ts'

export async function errorsFile({ tx, workspaceId }: Context, { id }: { id: string }) {
  const run = await findRun(tx, workspaceId, id)
  if (!run) throw new Problem(notFound, 'There is no such import. Go back to the list.')
  const errors = await listErrors(tx, workspaceId, id, 50_000)
  return { filename: 'errors.csv', contentType: 'text/csv; charset=utf-8', body: errorsCsv(errors) }
}

/** What was left out, one line each, as `errors.csv` has it. */
export function errorsCsv(
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
