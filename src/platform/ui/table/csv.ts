import type { CellValue, Column } from './column.ts'

/** A spreadsheet would read a text that begins so as a formula. */
const FORMULA = /^[\s\0]*[=+\-@|;\t\r\n\0]/

function csvCell(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const guarded = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/**
 * CSV text of rows as a table shows them: its columns that have a `value`, in its order.
 * Texts that could start a formula get a leading apostrophe.
 */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const written = columns.filter((column) => column.value)
  const lines = [written.map((column) => csvCell(column.header))]
  for (const row of rows) lines.push(written.map((column) => csvCell(column.value?.(row))))
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}

/** Hands a text to the browser as a file to save. */
export function saveFile(filename: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = filename
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
