import {
  type ReadingOptions,
  type RowError,
  readFiles,
  sourcesIn,
  type Understanding,
  understand,
} from '#records/imports/index.ts'
import type { Collector } from './collect.ts'

/** What was understood of the files, and what could not be read. */
export interface Reading {
  understanding: Understanding
  /** the first of them */
  errors: RowError[]
  errorCounts: { refusedRows: number; cells: number }
}

const MOST_ERRORS = 100

/**
 * Understands the files of a folder, then reads every row into the collector.
 *
 * @throws {CsvProblem} when the folder holds no CSV file
 */
export async function readFolderInto(
  path: string,
  collector: Collector,
  { options, onRows }: { options: ReadingOptions; onRows(rows: number): void },
): Promise<Reading> {
  const sources = await sourcesIn(path)
  const understanding = await understand(sources, options)
  const reading: Reading = { understanding, errors: [], errorCounts: { refusedRows: 0, cells: 0 } }
  const rows = new Map<string, number>()
  for await (const batch of readFiles(sources, understanding.mapping)) {
    rows.set(batch.file, (rows.get(batch.file) ?? 0) + batch.rowCount)
    for (const record of batch.records) collector.add(record)
    for (const error of batch.errors) {
      reading.errorCounts[error.refused ? 'refusedRows' : 'cells'] += 1
      if (reading.errors.length < MOST_ERRORS) reading.errors.push(error)
    }
    onRows(collector.rows)
  }
  // now that they were read to the end, their rows are known
  understanding.files = understanding.files.map((file) => {
    const read = rows.get(file.file)
    return read === undefined ? file : { ...file, rows: read, isWhole: true }
  })
  return reading
}
