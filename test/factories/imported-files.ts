import type { SQL } from 'drizzle-orm'
import { newId } from '#platform/kernel/ids.ts'
import { importSources } from '../../src/records/imports/import-sources.ts'
import type { ImportCounts } from '../../src/records/imports/rules/counts.ts'
import { sharedTestDatabase, testWorkspace } from '../database.ts'

const NOON = Date.UTC(2026, 0, 5, 12)

export interface ImportedFiles {
  workspaceId: string
  /** imports files given as name and content, as one import */
  imported(files: Record<string, string>): Promise<ImportCounts>
  /** the column `line` of a query */
  lines(statement: SQL): Promise<string[]>
}

/** A new workspace that files are imported into. */
export async function importedFiles(): Promise<ImportedFiles> {
  const database = await sharedTestDatabase()
  const { workspaceId } = await testWorkspace(database)
  return {
    workspaceId,
    async imported(files) {
      const sources = Object.entries(files).map(([name, text]) => ({
        name,
        open: async function* () {
          yield Buffer.from(text)
        },
      }))
      const done = await importSources(database, workspaceId, sources, { importId: newId(), now: NOON })
      return done.counts
    },
    async lines(statement) {
      const { rows } = await database.workspace(workspaceId, (tx) => tx.execute<{ line: string }>(statement))
      return rows.map(({ line }) => line)
    },
  }
}
