import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CsvProblem, openCsv } from '#platform/csv/index.ts'
import { minorDigits } from '#platform/kernel/money.ts'
import type { FileMapping, Mapping } from './mapping.ts'
import { RowView } from './rules/convert.ts'
import { CONVERT } from './rules/convert-row.ts'
import { FILE_KINDS, type FileKind } from './rules/fields.ts'
import { FillDown } from './rules/grouped-report.ts'
import { Repeats } from './rules/repeats.ts'
import type { RecordRow } from './rules/rows.ts'
import { type ImportSource, type ReadingOptions, understand } from './understand.ts'
import type { RowError, Understanding } from './understanding.ts'
import { zoneOffset } from './zone.ts'

/** Records of a stretch of one file. */
export interface ReadBatch {
  file: string
  kind: FileKind
  /** number of the last row in it */
  lastRow: number
  /** rows of the file it covers, readable or not */
  rowCount: number
  records: RecordRow[]
  /** row of the file that each record came from */
  rowNumbers: number[]
  errors: RowError[]
  /** rows of it that were left out */
  refusedRows: number
}

const digits = new Map<string, number>()

function minorDigitsOf(currency: string): number {
  let known = digits.get(currency)
  if (known === undefined) {
    known = minorDigits(currency)
    digits.set(currency, known)
  }
  return known
}

/** The files of a mapping in the order in which their records can refer to each other. */
export function inReadingOrder(mapping: Mapping): FileMapping[] {
  const rank = (file: FileMapping) => (file.kind ? FILE_KINDS.indexOf(file.kind) : 99)
  return mapping.files
    .filter(({ kind }) => kind !== null && kind !== 'product')
    .sort((a, b) => rank(a) - rank(b))
}

/**
 * Reads one file under its mapping.
 *
 * @param splitAfter a batch ends at this row, so that rows written before can be told from those to come (resuming)
 */
export async function* readFile(
  source: ImportSource,
  mapping: FileMapping,
  options: Pick<ReadingOptions, 'limits'> & { splitAfter?: number } = {},
): AsyncGenerator<ReadBatch> {
  const { kind } = mapping
  if (kind === null) return
  const csv = await openCsv(source.open, options.limits)
  const view = new RowView(mapping, csv.headers, {
    zone: zoneOffset(mapping.timeZone),
    minorDigits: minorDigitsOf,
  })
  const convert = CONVERT[kind]
  const fillDown = fillDownOf(mapping, csv.headers)
  const repeats = new Repeats()
  const splitAfter = options.splitAfter ?? 0
  for await (const rows of csv.rows()) {
    let batch = emptyBatch(source.name, kind)
    for (const row of rows) {
      if (row.number > splitAfter && batch.rowCount > 0 && batch.lastRow <= splitAfter) {
        yield batch
        batch = emptyBatch(source.name, kind)
      }
      batch.lastRow = row.number
      batch.rowCount++
      if (row.problem) {
        batch.refusedRows++
        batch.errors.push({
          file: source.name,
          row: row.number,
          header: null,
          value: null,
          message: row.problem,
          refused: true,
        })
        continue
      }
      const cells = fillDown ? fillDown.take(row.cells) : row.cells
      if (!cells) continue
      const converted = convert(view.next(cells))
      for (const record of converted.rows) {
        if (record.kind === 'touch') record.repeats = repeats.count(record)
        batch.records.push(record)
        batch.rowNumbers.push(row.number)
      }
      if (converted.errors.some(({ refused }) => refused)) batch.refusedRows++
      for (const error of converted.errors)
        batch.errors.push({ file: source.name, row: row.number, ...error })
    }
    if (batch.rowCount > 0) yield batch
  }
}

function fillDownOf({ columns }: FileMapping, headers: readonly string[]): FillDown | undefined {
  const down = columns.flatMap(({ fillDown, header }) => (fillDown ? [headers.indexOf(header)] : []))
  return down.length > 0 ? new FillDown(down.filter((at) => at >= 0)) : undefined
}

const emptyBatch = (file: string, kind: FileKind): ReadBatch => ({
  file,
  kind,
  lastRow: 0,
  rowCount: 0,
  records: [],
  rowNumbers: [],
  errors: [],
  refusedRows: 0,
})

/** Reads all files of a mapping, in an order in which references resolve. */
export async function* readFiles(
  sources: readonly ImportSource[],
  mapping: Mapping,
  options: Pick<ReadingOptions, 'limits'> = {},
): AsyncGenerator<ReadBatch> {
  for (const file of inReadingOrder(mapping)) {
    const source = sources.find(({ name }) => name === file.file)
    if (source) yield* readFile(source, file, options)
  }
}

/** A folder of CSV files, understood and ready to be read. */
export interface FolderReading {
  understanding: Understanding
  /** records in an order in which references resolve: sellers, accounts, people, campaigns, opportunities, touches */
  rows(): AsyncGenerator<RecordRow>
  /** what could not be read so far; complete when `rows()` has ended; the first 10,000 */
  errors: RowError[]
  /** all of them, also beyond the first 10,000 */
  errorCounts: { refusedRows: number; cells: number }
}

const MOST_ERRORS = 10_000

/**
 * Reads a folder of CSV exports (or one file): understands each file and its columns, and streams typed records.
 *
 * @throws {CsvProblem} when the folder holds no file that can be a CSV export
 * @internal
 * @example const reading = await readFolder('exports'); for await (const row of reading.rows()) …
 */
export async function readFolder(path: string, options: ReadingOptions = {}): Promise<FolderReading> {
  const sources = await sourcesIn(path)
  const understanding = await understand(sources, options)
  const reading: FolderReading = {
    understanding,
    errors: [],
    errorCounts: { refusedRows: 0, cells: 0 },
    rows: () => rowsOf(sources, reading, options),
  }
  return reading
}

async function* rowsOf(
  sources: readonly ImportSource[],
  reading: FolderReading,
  options: ReadingOptions,
): AsyncGenerator<RecordRow> {
  reading.errors.length = 0
  reading.errorCounts = { refusedRows: 0, cells: 0 }
  for await (const batch of readFiles(sources, reading.understanding.mapping, options)) {
    for (const error of batch.errors) {
      if (error.refused) reading.errorCounts.refusedRows++
      else reading.errorCounts.cells++
      if (reading.errors.length < MOST_ERRORS) reading.errors.push(error)
    }
    yield* batch.records
  }
}

/** The CSV files of a folder, or the one file named. */
export async function sourcesIn(path: string): Promise<ImportSource[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found)
    throw new CsvProblem('missing', `There is nothing at ${path}. Give a folder of CSV files, or one file.`)
  if (!found.isDirectory()) return [fileSource(path)]
  const names = (await readdir(path))
    .filter((name) => /\.(?:csv|tsv|txt|tab)$/i.test(name) && !name.startsWith('.'))
    .sort()
  if (names.length === 0) throw new CsvProblem('empty', `The folder ${path} holds no CSV file.`)
  return names.map((name) => fileSource(join(path, name)))
}

/** A file on disk as a source. */
export function fileSource(path: string, name = basename(path)): ImportSource {
  return { name, open: () => createReadStream(path, { highWaterMark: 64 * 1024 }) }
}
