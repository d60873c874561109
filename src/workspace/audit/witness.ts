import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '#platform/db/index.ts'
import type { Head } from './chain.ts'
import { allHeads } from './store.ts'

/** Keeps the ends of all chains in a file beside the database, so that cutting off a chain's tail shows. */
export interface Witness {
  headOf(workspaceId: string): Promise<Head | null>
  /** writes the present ends; called every minute and at shutdown */
  write(database: Database): Promise<void>
}

export function createWitness(dataDir: string): Witness {
  const file = join(dataDir, 'audit-heads.json')
  return {
    async headOf(workspaceId) {
      const text = await readFile(file, 'utf8').catch(() => '{}')
      return (JSON.parse(text) as Record<string, Head>)[workspaceId] ?? null
    },
    async write(database) {
      const heads = await database.system(allHeads)
      const byWorkspace = Object.fromEntries(
        heads.map(({ workspaceId, seq, hash }) => [workspaceId, { seq, hash }]),
      )
      await mkdir(dataDir, { recursive: true })
      await writeFile(`${file}.next`, JSON.stringify(byWorkspace, null, 2))
      await rename(`${file}.next`, file)
    },
  }
}
