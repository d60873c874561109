import { stringify } from 'csv-stringify/sync'
import { guardFormula } from './formula.ts'

export type Cell = string | number | boolean | null | undefined

const OPTIONS = {
  record_delimiter: '\r\n',
  quoted_match: /[\t\r\n;|'"]|^\s|\s$/,
  quoted_empty: false,
} as const

function text(cell: Cell): string {
  return cell === null || cell === undefined ? '' : guardFormula(String(cell))
}

/**
 * Lines of a CSV file, each ending with CRLF; no cell can start a formula in a spreadsheet.
 *
 * @example csvLines([['name', 'amount'], ['=1+1', -5]]) // "name,amount\r\n\"'=1+1\",-5\r\n"
 */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return rows
    .map((row) => (row.length === 1 && text(row[0]) === '' ? '""\r\n' : stringify([row.map(text)], OPTIONS)))
    .join('')
}

/** The whole file, header first. Begins with a byte order mark so that spreadsheets read it as UTF-8 when `forSpreadsheet`. */
export function csvFile(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  forSpreadsheet = false,
): string {
  return (forSpreadsheet ? '\uFEFF' : '') + csvLines([header]) + csvLines(rows)
}
