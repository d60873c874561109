import type { Config } from '#platform/config.ts'
import { readConfig } from '#platform/config.ts'
import { type Database, migrate, openDatabase } from '#platform/db/index.ts'
import { CommandRefused } from './output.ts'

/** Options of commands that open the database themselves. */
export interface LocalOptions {
  data?: string
}

/**
 * Opens the database of this installation for one command, brought up to date, and closes it whatever happens. The embedded one
 * belongs to one process: while the server runs, the command says so.
 */
export async function withDatabase<T>(
  given: LocalOptions,
  work: (database: Database, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig(process.env, given)
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir }).catch(
    (error: unknown) => {
      if ((error as Error).name !== 'DataFolderInUse') throw error
      throw new CommandRefused(
        `Accord is running on ${config.dataDir}. Stop it for this command, or do the same in the app or with an API key.`,
      )
    },
  )
  try {
    await migrate(database)
    return await work(database, config)
  } finally {
    await database.close()
  }
}
