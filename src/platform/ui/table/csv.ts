import { csvLines } from '#platform/csv/write.ts'
import { writeDuration } from '#platform/kernel/business-time-duration.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { wholeUnits } from '#platform/kernel/money.ts'
import { type CellValue, isMeasured, type PlainValue } from './cell-value.ts'
import type { Column, FileColumn } from './column.ts'

/** Cells a value takes in a file: an amount two, the decimal and its currency beside it. */
function cellsOf(value: CellValue): PlainValue[] {
  if (!isMeasured(value)) return [value]
  if (value.unit === 'instant') return [toIso(value.at)]
  if (value.unit === 'duration') return [writeDuration(Math.round(value.ms))]
  const cells = value.amounts.flatMap(({ amountMinor, currency }) => [
    wholeUnits(amountMinor, currency),
    currency,
  ])
  return cells.length > 0 ? cells : [null, null]
}

/** `Amount`, `Amount currency`, and where a row has a second one `Amount 2`, `Amount 2 currency`. */
function headerOf(header: string, place: number): string {
  const name = place < 2 ? header : `${header} ${Math.floor(place / 2) + 1}`
  return place % 2 === 0 ? name : `${name} currency`
}

/** A column of a table as the columns it takes in a file, each its header and its cells. */
function writtenColumns<Row>({ header, value }: FileColumn<Row>, rows: readonly Row[]): PlainValue[][] {
  const cells = rows.map((row) => cellsOf(value(row)))
  const width = cells.reduce((most, { length }) => Math.max(most, length), 1)
  return Array.from({ length: width }, (_, place) => [
    headerOf(header, place),
    ...cells.map((of) => of[place]),
  ])
}

/**
 * CSV text of rows as a table shows them: its columns that have a `value`, in its order, instants as ISO-8601 with zone and
 * money as a decimal with its currency in the next column. No text can start a formula in a spreadsheet.
 */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const written = columns
    .flatMap(({ header, value, csv }) => csv ?? (value ? [{ header, value }] : []))
    .flatMap((column) => writtenColumns(column, rows))
  return csvLines(Array.from({ length: rows.length + 1 }, (_, line) => written.map((cells) => cells[line])))
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
