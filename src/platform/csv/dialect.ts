import { CsvProblem } from './problem.ts'

/** How a file writes its cells. */
export interface Dialect {
  separator: string
  quote: '"' | "'"
  /** records before the header: `sep=;`, titles, blank lines */
  skipRecords: number
}

const SEPARATORS = [',', ';', '\t', '|', '^', '`'] as const

/** Splits text into records the way csv-parse will; the last record is dropped when the sample may end inside it. */
function records(text: string, separator: string, quote: string, isWhole: boolean): string[][] {
  const out: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  const limit = 300
  for (let index = 0; index < text.length && out.length < limit; index++) {
    const char = text[index]!
    if (isQuoted) {
      if (char !== quote) cell += char
      else if (text[index + 1] === quote) {
        cell += quote
        index++
      } else isQuoted = false
    } else if (char === quote && cell === '') isQuoted = true
    else if (char === separator) {
      row.push(cell)
      cell = ''
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[index + 1] === '\n') index++
      row.push(cell)
      out.push(row)
      row = []
      cell = ''
    } else cell += char
  }
  if (isWhole && out.length < limit && (cell !== '' || row.length > 0)) out.push([...row, cell])
  return out
}

function consistency(rows: string[][]): { columns: number; share: number } {
  const counts = new Map<number, number>()
  for (const row of rows)
    if (row.length > 1 || row[0] !== '') counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  let columns = 1
  let most = 0
  let all = 0
  for (const [length, count] of counts) {
    all += count
    if (count > most || (count === most && length > columns)) {
      most = count
      columns = length
    }
  }
  return { columns, share: all === 0 ? 0 : most / all }
}

/** `'` is the quote only when cells begin and end with it and none does with `"`. */
function sniffQuote(text: string): '"' | "'" {
  const double = (text.match(/(?:^|[,;\t|^`\r\n])"/g) ?? []).length
  const single = (text.match(/(?:^|[,;\t|^`\r\n])'[^'\r\n]*'(?=[,;\t|^`\r\n]|$)/g) ?? []).length
  return double === 0 && single >= 2 ? "'" : '"'
}

/**
 * Names separator, quote and header position from the beginning of a file.
 *
 * @param isWhole whether the sample is the whole file
 * @throws {CsvProblem} `empty`, `packed`
 */
export function sniffDialect(text: string, isWhole: boolean): { dialect: Dialect; sample: string[][] } {
  if (text.trim() === '') throw new CsvProblem('empty', 'This file is empty. Export the data again.')
  const stated = /^sep=(.)\r?\n/i.exec(text)
  const quote = sniffQuote(text)
  const candidates = stated ? [stated[1]!] : SEPARATORS
  let best = { separator: ',', rows: records(text, ',', quote, isWhole), score: -1 }
  for (const separator of candidates) {
    const rows = records(text, separator, quote, isWhole)
    const { columns, share } = consistency(stated ? rows.slice(1) : rows)
    const score = columns > 1 ? share * share * Math.log2(columns + 1) : 0
    if (score > best.score + 1e-9) best = { separator, rows, score }
  }
  const skipRecords = headerPosition(best.rows, stated ? 1 : 0)
  const sample = best.rows.slice(skipRecords)
  refusePacked(sample)
  return { dialect: { separator: best.separator, quote, skipRecords }, sample }
}

/** Titles and blank lines above the header have one filled cell at most, while the table has several. */
function headerPosition(rows: string[][], from: number): number {
  const { columns } = consistency(rows.slice(from))
  let position = from
  while (position < rows.length - 1) {
    const filled = rows[position]!.filter((cell) => cell.trim() !== '')
    const isTitle = columns >= 3 && filled.length === 1 && packedColumns(filled[0]!) < 3
    if (filled.length > 0 && !isTitle) break
    position++
  }
  return position
}

/** How many columns one cell would give if it were split again. */
export function packedColumns(cell: string): number {
  return Math.max(...SEPARATORS.map((separator) => cell.split(separator).length))
}

function refusePacked(sample: string[][]): void {
  const header = sample[0] ?? []
  const filled = header.filter((cell) => cell.trim() !== '')
  const inHeader = filled.length === 1 ? packedColumns(filled[0]!) : 1
  const data = sample.slice(1).filter((row) => row.some((cell) => cell !== ''))
  const packedRows = data.filter(
    (row) => row.filter((cell) => cell !== '').length === 1 && packedColumns(row[0]!) >= 4,
  )
  if (inHeader >= 4 && (data.length === 0 || packedRows.length > data.length / 2 || header.length === 1)) {
    throw packed(`The header row holds ${inHeader} columns packed into one cell`)
  }
  if (header.length >= 4 && data.length > 0 && packedRows.length > data.length / 2) {
    throw packed(`The rows hold ${packedColumns(packedRows[0]![0]!)} columns packed into one cell`)
  }
}

function packed(what: string): CsvProblem {
  return new CsvProblem(
    'packed',
    `${what}. The file was saved again with every row inside quotes. Export it once more and upload it without opening it in between.`,
  )
}
