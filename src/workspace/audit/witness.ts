import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '#platform/db/index.ts'
import type { Head } from './chain.ts'
import { headsSince, type KeptHead } from './store.ts'

/** Keeps the ends of all chains in a file beside the database, so that cutting off a chain's tail shows. */
export interface Witness {
  headOf(workspaceId: string): Promise<Head | null>
  /**
   * Writes the present ends; called every minute and at shutdown. A chain that no longer contains the end kept of it keeps that end,
   * so that what was done to it stays visible. A sample company that was removed is forgotten.
   *
   * @returns the workspaces whose chain no longer contains the end kept of it
   */
  write(database: Database): Promise<string[]>
}

export function createWitness(dataDir: string): Witness {
  const file = join(dataDir, 'audit-heads.json')
  const read = async () => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}'
      throw error
    })
    return JSON.parse(text) as Record<string, KeptHead>
  }
  return {
    async headOf(workspaceId) {
      return (await read())[workspaceId] ?? null
    },
    async write(database) {
      const kept = await read()
      const found = await database.system((tx) => headsSince(tx, kept))
      const next = found.map(({ workspaceId, present, continues }) => [
        workspaceId,
        continues ? present : kept[workspaceId],
      ])
      await mkdir(dataDir, { recursive: true })
      await writeFile(`${file}.next`, JSON.stringify(Object.fromEntries(next), null, 2))
      await rename(`${file}.next`, file)
      return found.flatMap(({ workspaceId, continues }) => (continues ? [] : workspaceId))
    },
  }
}
