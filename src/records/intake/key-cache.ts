import type { Database } from '#platform/db/index.ts'
import { type Instant, SECOND } from '#platform/kernel/instant.ts'
import { readWriteKey } from './keys.ts'
import { keyByHash, type WriteKeyRow } from './keys-store.ts'

/** Keys by their text, remembered for some seconds. What is stored is checked against the key again as it is stored. */
export interface KeyCache {
  find(token: string): Promise<WriteKeyRow | null>
  /** whether it was found within the last moments, without asking the database */
  remembers(token: string): boolean
  forget(token: string): void
}

const KEPT_FOR = 10 * SECOND
const MOST = 5_000

export function createKeyCache(database: Database, clock: () => Instant): KeyCache {
  const known = new Map<string, { key: WriteKeyRow | null; readAt: Instant }>()
  return {
    async find(token) {
      const read = readWriteKey(token)
      if (!read) return null
      const kept = known.get(read.tokenHash)
      if (kept && clock() - kept.readAt < KEPT_FOR) return kept.key
      const key = await database.workspace(read.workspaceId, (tx) =>
        keyByHash(tx, read.workspaceId, read.tokenHash),
      )
      if (known.size >= MOST) known.clear()
      known.set(read.tokenHash, { key, readAt: clock() })
      return key
    },
    remembers(token) {
      const read = readWriteKey(token)
      return read !== null && !!known.get(read.tokenHash)?.key
    },
    forget(token) {
      const read = readWriteKey(token)
      if (read) known.delete(read.tokenHash)
    },
  }
}
