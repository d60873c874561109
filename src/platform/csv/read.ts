import { type Options, Parser } from 'csv-parse'
import { type Dialect, packedColumns, sniffDialect } from './dialect.ts'
import { type Encoding, sniffEncoding, Utf8Chunks } from './encoding.ts'
import { unguardFormula } from './formula.ts'
import { PlainLines } from './plain-lines.ts'
import { CsvProblem } from './problem.ts'

/** One data row. `number` counts as a spreadsheet does: the header of a plain file is row 1. */
interface CsvRow {
  number: number
  cells: string[]
  /** set when the row does not fit the header; its cells are then not to be trusted */
  problem?: string
}

export interface CsvLimits {
  maxBytes: number
  maxRows: number
  maxColumns: number
  /** one record, in bytes; more means a quote that is never closed */
  maxRecordBytes: number
}

const CSV_LIMITS: CsvLimits = {
  maxBytes: 4 * 1024 ** 3,
  maxRows: 20_000_000,
  maxColumns: 2_000,
  maxRecordBytes: 4 * 1024 ** 2,
}

/** What is known of a file after its beginning was read, and counts that grow while its rows are read. */
export interface CsvFile {
  encoding: Encoding
  dialect: Dialect
  /** trimmed and unique; a repeated one gets ` (2)`, an empty one `Column 7` */
  headers: string[]
  warnings: string[]
  counts: { rows: number; ragged: number; blank: number; bytes: number; brokenCharacters: number }
  /** rows in batches, as they are read; memory does not grow with the file */
  rows(): AsyncGenerator<CsvRow[]>
}

/** Opens the same bytes again each time it is called. */
export type CsvSource = () => AsyncIterable<Uint8Array>

const SAMPLE_BYTES = 256 * 1024

/**
 * Reads the beginning of a CSV file and says how to read the rest.
 *
 * @throws {CsvProblem} with one clear sentence when it cannot be read
 */
export async function openCsv(source: CsvSource, limits: Partial<CsvLimits> = {}): Promise<CsvFile> {
  const within = { ...CSV_LIMITS, ...limits }
  const { bytes, isWhole } = await head(source)
  if (bytes.length === 0) throw new CsvProblem('empty', 'This file is empty. Export the data again.')
  const { encoding, bomBytes } = sniffEncoding(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  const { dialect, sample } = sniffDialect(text, isWhole)
  const header = sample[0] ?? []
  const warnings: string[] = []
  const headers = cleanHeaders(header, warnings)
  refuseHeader(headers, header, sample, within, isWhole)
  const file: CsvFile = {
    encoding,
    dialect,
    headers,
    warnings,
    counts: { rows: 0, ragged: 0, blank: 0, bytes: 0, brokenCharacters: 0 },
    rows: () => readRows(source, file, bomBytes, within),
  }
  return file
}

async function head(source: CsvSource): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source()) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= SAMPLE_BYTES) return { bytes: Buffer.concat(chunks), isWhole: false }
  }
  return { bytes: Buffer.concat(chunks), isWhole: true }
}

function cleanHeaders(header: string[], warnings: string[]): string[] {
  const last = header.findLastIndex((cell) => cell.trim() !== '')
  const seen = new Map<string, number>()
  return header.slice(0, last + 1).map((cell, index) => {
    const name =
      unguardFormula(cell).replaceAll('\0', '').replace(/\s+/g, ' ').trim() || `Column ${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    if (times === 1) return name
    warnings.push(
      `The header "${name}" stands more than once; the repeated one is called "${name} (${times})".`,
    )
    return `${name} (${times})`
  })
}

const LOOKS_LIKE_DATA = /^[-+]?\d[\d.,:/ T-]*Z?$|^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i

function refuseHeader(
  headers: string[],
  raw: string[],
  sample: string[][],
  limits: CsvLimits,
  isWhole: boolean,
): void {
  if (headers.length > limits.maxColumns) {
    throw new CsvProblem(
      'too_many_columns',
      `This file has ${headers.length} columns; at most ${limits.maxColumns} can be read. Export only the columns you need.`,
    )
  }
  const filled = raw.filter((cell) => cell.trim() !== '')
  const dataLike = filled.filter((cell) => LOOKS_LIKE_DATA.test(cell.trim())).length
  if (filled.length > 0 && dataLike * 2 >= filled.length) {
    throw new CsvProblem(
      'no_header',
      `The first row looks like data ("${filled[0]}"), not like column names. Add a header row.`,
    )
  }
  const hasData = sample.slice(1).some((row) => row.some((cell) => cell.trim() !== ''))
  if (isWhole && !hasData) {
    throw new CsvProblem(
      'header_only',
      `This file has a header (${headers.length} columns) and no rows below it.`,
    )
  }
}

function parserOptions(dialect: Dialect, limits: CsvLimits): Options {
  return {
    delimiter: dialect.separator,
    quote: dialect.quote,
    escape: dialect.quote,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limits.maxRecordBytes,
  }
}

async function* readRows(
  source: CsvSource,
  file: CsvFile,
  bomBytes: number,
  limits: CsvLimits,
): AsyncGenerator<CsvRow[]> {
  const { counts } = file
  Object.assign(counts, { rows: 0, ragged: 0, blank: 0, bytes: 0, brokenCharacters: 0 })
  const chunks = new Utf8Chunks(file.encoding, () => counts.brokenCharacters++)
  const parser = new Parser({ ...parserOptions(file.dialect, limits) })
  const shape = new RowShape(file, limits)
  let failure: Error | undefined
  parser.on('error', (error) => {
    failure = error
  })
  // A character has at most four bytes.
  let plain: PlainLines | undefined = new PlainLines(file.dialect, limits.maxRecordBytes / 4)
  let skip = bomBytes
  for await (const chunk of source()) {
    counts.bytes += chunk.length
    if (counts.bytes > limits.maxBytes) throw tooLarge(limits)
    const cut = Math.min(skip, chunk.length)
    skip -= cut
    const bytes = chunks.push(cut ? chunk.subarray(cut) : chunk)
    if (plain) {
      const { records, rest } = plain.take(bytes.toString())
      yield* shaped(records, shape)
      if (rest === undefined) continue
      plain = undefined
      parser.write(rest)
    } else parser.write(bytes)
    yield* drain(parser, shape)
    if (failure) throw unreadable(failure, shape.number)
  }
  const last = chunks.end()
  if (plain) {
    const { records, rest } = plain.take(last.toString())
    yield* shaped(rest === undefined ? [...records, ...plain.end()] : records, shape)
    if (rest === undefined) return
    parser.write(rest)
  } else parser.write(last)
  const ended = new Promise<void>((resolve) => parser.once('error', () => resolve()).once('end', resolve))
  parser.end()
  yield* drain(parser, shape)
  parser.resume()
  await ended
  if (failure) throw unreadable(failure, shape.number)
}

function* drain(parser: Parser, shape: RowShape): Generator<CsvRow[]> {
  const batch: CsvRow[] = []
  for (let record = parser.read(); record !== null; record = parser.read()) {
    const row = shape.take(record as string[])
    if (row) batch.push(row)
  }
  if (batch.length) yield batch
}

function* shaped(records: readonly string[][], shape: RowShape): Generator<CsvRow[]> {
  const batch = records.flatMap((record) => shape.take(record) ?? [])
  if (batch.length) yield batch
}

/** Counts rows and says which do not fit the header. */
class RowShape {
  number = 0
  private readonly file: CsvFile
  private readonly limits: CsvLimits
  private afterBlank = false

  constructor(file: CsvFile, limits: CsvLimits) {
    this.file = file
    this.limits = limits
  }

  take(cells: string[]): CsvRow | undefined {
    this.number++
    const { counts, headers, dialect } = this.file
    if (this.number <= dialect.skipRecords + 1) return undefined
    const filled = cells.findLastIndex((cell) => cell !== '') + 1
    if (filled === 0) {
      counts.blank++
      this.afterBlank = true
      return undefined
    }
    // Report exports end with remarks below a blank line.
    if (this.afterBlank && cells.length < headers.length && filled === 1 && headers.length >= 3)
      return undefined
    this.afterBlank = false
    counts.rows++
    if (counts.rows > this.limits.maxRows) throw tooManyRows(this.limits)
    const row: CsvRow = { number: this.number, cells: cells.map(unguardFormula) }
    if (cells.length !== headers.length && (filled > headers.length || cells.length < headers.length)) {
      counts.ragged++
      row.problem = raggedSentence(cells, filled, headers.length)
    } else if (cells.length > headers.length) row.cells.length = headers.length
    return row
  }
}

function raggedSentence(cells: string[], filled: number, expected: number): string {
  if (filled === 1 && packedColumns(cells[0]!) >= Math.max(3, expected / 2)) {
    return 'The whole row stands in one cell. Export the file again without opening it in a spreadsheet.'
  }
  const count = cells.length < expected ? cells.length : filled
  return `The row has ${count} cells, the header has ${expected}. Look for a separator inside a value that is not in quotes.`
}

function tooLarge(limits: CsvLimits): CsvProblem {
  const megabytes = Math.floor(limits.maxBytes / 1024 ** 2)
  return new CsvProblem(
    'too_large',
    `This file is larger than ${megabytes} MB. Split it, for example by year.`,
  )
}

function tooManyRows(limits: CsvLimits): CsvProblem {
  return new CsvProblem(
    'too_many_rows',
    `This file has more than ${limits.maxRows.toLocaleString('en-US')} rows. Split it, for example by year.`,
  )
}

function unreadable(error: Error & { code?: string }, number: number): Error {
  if (error instanceof CsvProblem) return error
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new CsvProblem(
      'row_too_long',
      `Row ${number + 1} does not end: a quote is opened and never closed.`,
    )
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new CsvProblem('row_too_long', `A quote is opened in row ${number + 1} or later and never closed.`)
  }
  return new CsvProblem('unreadable', `Row ${number + 1} cannot be read: ${error.message}.`)
}
