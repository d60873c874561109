import type { Tx } from '#platform/db/index.ts'
import type { Mapping } from './mapping.ts'
import { inReadingOrder, type ReadBatch, readFile } from './reading.ts'
import { addCounts, type ImportCounts } from './rules/counts.ts'
import { SPREADSHEET, scopeOfList } from './rules/plain-lists.ts'
import type { ImportSource, ReadingOptions } from './understand.ts'
import type { RowError } from './understanding.ts'
import { skipRows, writeBatch } from './write-records.ts'
import { type WriteOptions, WriteSession } from './write-session.ts'

/** How far an import has come; what a stopped one goes on from. */
export interface ImportProgress {
  /** position of the file in reading order */
  file: number
  /** rows up to this one are written */
  row: number
  rowsDone: number
  /** rows left out */
  refusedRows: number
  /** rows and cells left out */
  errorCount: number
  counts: ImportCounts
}

export const NOT_STARTED: ImportProgress = {
  file: 0,
  row: 0,
  rowsDone: 0,
  refusedRows: 0,
  errorCount: 0,
  counts: {},
}

export interface RunOptions extends Pick<ReadingOptions, 'limits'> {
  workspaceId: string
  sources: readonly ImportSource[]
  mapping: Mapping
  write: WriteOptions
  from?: ImportProgress
  /** Runs `work` in one transaction together with the note of how far the import has come. */
  save(progress: ImportProgress, work: (tx: Tx) => Promise<ChunkDone>): Promise<void>
  /** asked before each chunk; true ends the import where it is */
  isCancelled?: () => boolean
}

/** What one chunk did, known inside its transaction. */
export interface ChunkDone {
  progress: ImportProgress
  errors: RowError[]
}

const CHUNK_RECORDS = 2_500

/**
 * Imports files chunk by chunk, each in a transaction of its own together with its progress, so that a stop at any moment loses
 * and doubles nothing. The next chunk is read while the last one is written.
 *
 * @returns how far it came, and the people it was about
 */
export async function runImport(
  options: RunOptions,
): Promise<{ progress: ImportProgress; people: string[] | 'all' }> {
  const session = new WriteSession(options.workspaceId, options.write)
  const start = options.from ?? NOT_STARTED
  let progress = start
  let writing: Promise<void> = Promise.resolve()
  const files = inReadingOrder(options.mapping)
  session.lists = files.flatMap(({ system, file }) => (system === SPREADSHEET ? scopeOfList(file) : []))
  try {
    for (const [position, mapping] of files.entries()) {
      const source = options.sources.find(({ name }) => name === mapping.file)
      if (!source || (position < start.file && mapping.kind !== 'opportunity' && mapping.kind !== 'campaign'))
        continue
      const done = position < start.file ? Number.POSITIVE_INFINITY : position === start.file ? start.row : 0
      for await (const chunk of inChunks(readFile(source, mapping, { ...options, splitAfter: done }), done)) {
        if (chunk.lastRow <= done) {
          session.list = scopeOfList(chunk.file)
          skipRows(session, chunk.records)
          continue
        }
        await writing
        if (options.isCancelled?.()) return { progress, people: session.affected }
        writing = writeChunk(options, session, progress, position, chunk).then((done) => {
          progress = done
        })
        // Waited for at the next chunk; a failure until then must not count as unhandled.
        writing.catch(() => {})
      }
    }
    await writing
  } finally {
    await writing.catch(() => {})
  }
  return { progress, people: start === NOT_STARTED ? session.affected : 'all' }
}

async function writeChunk(
  options: RunOptions,
  session: WriteSession,
  before: ImportProgress,
  file: number,
  chunk: ReadBatch,
): Promise<ImportProgress> {
  const progress: ImportProgress = {
    ...before,
    file,
    row: chunk.lastRow,
    rowsDone: before.rowsDone + chunk.rowCount,
  }
  await options.save(progress, async (tx) => {
    session.list = scopeOfList(chunk.file)
    const { counts, refusals } = await writeBatch(tx, session, chunk.records)
    const refused: RowError[] = refusals.map(({ index, message }) => ({
      file: chunk.file,
      row: chunk.rowNumbers[index]!,
      header: null,
      value: null,
      message,
      refused: true,
    }))
    const errors = [...chunk.errors, ...refused].sort((a, b) => a.row - b.row)
    progress.counts = addCounts(addCounts(before.counts, counts), refusedByReader(chunk))
    progress.refusedRows =
      before.refusedRows + chunk.refusedRows + new Set(refused.map(({ row }) => row)).size
    progress.errorCount = before.errorCount + errors.length
    return { progress, errors }
  })
  session.commit()
  return progress
}

function refusedByReader({ kind, refusedRows }: ReadBatch): ImportCounts {
  return kind === 'product' || refusedRows === 0
    ? {}
    : { [kind]: { created: 0, updated: 0, unchanged: 0, refused: refusedRows } }
}

/** Joins what the reader gives into chunks of one transaction each; none reaches over the last row that was done before. */
async function* inChunks(batches: AsyncIterable<ReadBatch>, done: number): AsyncGenerator<ReadBatch> {
  let chunk: ReadBatch | undefined
  for await (const batch of batches) {
    if (chunk && chunk.lastRow <= done && batch.lastRow > done) {
      yield chunk
      chunk = undefined
    }
    if (!chunk) chunk = batch
    else {
      chunk.lastRow = batch.lastRow
      chunk.rowCount += batch.rowCount
      chunk.refusedRows += batch.refusedRows
      for (const record of batch.records) chunk.records.push(record)
      for (const row of batch.rowNumbers) chunk.rowNumbers.push(row)
      for (const error of batch.errors) chunk.errors.push(error)
    }
    if (chunk.records.length + chunk.errors.length < CHUNK_RECORDS) continue
    yield chunk
    chunk = undefined
  }
  if (chunk) yield chunk
}
