import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { ImportCounts } from './rules/counts.ts'
import { type ImportProgress, runImport } from './run-import.ts'
import { type ImportSource, type ReadingOptions, understand } from './understand.ts'
import type { RowError, Understanding } from './understanding.ts'

export interface SourcesOptions extends ReadingOptions {
  importId: string
  now: Instant
  isDryRun?: boolean
  /** understood before; absent: understood now */
  understanding?: Understanding
  onProgress?: (progress: ImportProgress) => void
  onErrors?: (errors: RowError[]) => void
  /** called in the transaction of each chunk, with how far the import is then */
  note?: (tx: Tx, progress: ImportProgress) => Promise<void>
  /** asked before each chunk; true ends the import where it is */
  isCancelled?: () => boolean
}

/** Imports files in short transactions without an import run that can be resumed; running it again completes what was stopped. */
export async function importSources(
  database: Database,
  workspaceId: string,
  sources: readonly ImportSource[],
  options: SourcesOptions,
): Promise<{
  counts: ImportCounts
  rowsDone: number
  refusedRows: number
  errorCount: number
  people: string[] | 'all'
  understanding: Understanding
}> {
  const understanding = options.understanding ?? (await understand(sources, options))
  const { progress, people } = await runImport({
    workspaceId,
    sources,
    mapping: understanding.mapping,
    limits: options.limits,
    write: {
      importId: options.importId,
      source: 'spreadsheet',
      now: options.now,
      isDryRun: options.isDryRun ?? false,
    },
    async save(_, work) {
      if (!options.isDryRun) await database.assertSpace()
      const done = await database.workspace(workspaceId, async (tx) => {
        const chunk = await work(tx)
        await options.note?.(tx, chunk.progress)
        return chunk
      })
      options.onProgress?.(done.progress)
      if (done.errors.length) options.onErrors?.(done.errors)
    },
    ...(options.isCancelled && { isCancelled: options.isCancelled }),
  })
  const { counts, rowsDone, refusedRows, errorCount } = progress
  return { counts, rowsDone, refusedRows, errorCount, people, understanding }
}
