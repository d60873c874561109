import { guardFormula } from './formula.ts'

export type Cell = string | number | boolean | null | undefined

/** A cell with one of these stands in quotes, so that no program splits or trims it, whichever separator it expects. */
const NEEDS_QUOTES = /[,\t\r\n;|'"]|^\s|\s$/

function written(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'string' ? guardFormula(cell) : String(cell)
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Lines of a CSV file, each ending with CRLF; no cell can start a formula in a spreadsheet. Runs in a browser too.
 *
 * @example csvLines([['name', 'amount'], ['=1+1', -5]]) // "name,amount\r\n\"'=1+1\",-5\r\n"
 */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  // a line without anything would be skipped by readers
  return rows.map((row) => `${row.map(written).join(',') || '""'}\r\n`).join('')
}

/** The whole file, header first. Begins with a byte order mark so that spreadsheets read it as UTF-8 when `forSpreadsheet`. */
export function csvFile(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  forSpreadsheet = false,
): string {
  return (forSpreadsheet ? '\uFEFF' : '') + csvLines([header]) + csvLines(rows)
}
