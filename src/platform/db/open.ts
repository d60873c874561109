import type { Database, DatabaseOptions } from './database.ts'
import { openEmbedded } from './embedded/open.ts'
import { openPostgres } from './postgres/open.ts'
import { watchSpace } from './space.ts'
import { openingOf, transact } from './transactions.ts'

/**
 * Opens the database: the PostgreSQL at `url`, or the embedded one in `dataDir`, which it then has to itself.
 *
 * @throws {DataFolderInUse} when another process has the folder
 * @example const database = await openDatabase({ dataDir: './data' }); await migrate(database)
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, dataDir, onStatement } = options
  const { pool, close } = url
    ? openPostgres({ url, onStatement, statementTimeoutMs: options.statementTimeoutMs ?? 60_000 })
    : await openEmbedded({ dataDir, onStatement, durable: options.durable ?? true })
  return {
    kind: url ? 'postgres' : 'embedded',
    pool,
    workspace: async (workspaceId, work) => transact(pool, openingOf(workspaceId), work),
    system: (work) => transact(pool, 'begin', work),
    assertSpace: watchSpace(dataDir, options.reserveBytes),
    close: once(close),
  }
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined
  return () => {
    closing ??= close()
    return closing
  }
}
