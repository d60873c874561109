import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { writeKey } from './tables.ts'

export type WriteKeyRow = typeof writeKey.$inferSelect

/** A key that is in force, by its hash. */
export async function keyByHash(tx: Tx, workspaceId: string, tokenHash: string): Promise<WriteKeyRow | null> {
  const rows = await tx
    .select()
    .from(writeKey)
    .where(
      and(
        eq(writeKey.workspaceId, workspaceId),
        eq(writeKey.tokenHash, tokenHash),
        isNull(writeKey.revokedAt),
      ),
    )
  return rows[0] ?? null
}

export async function keysOf(tx: Tx, workspaceId: string): Promise<WriteKeyRow[]> {
  return tx
    .select()
    .from(writeKey)
    .where(and(eq(writeKey.workspaceId, workspaceId), isNull(writeKey.revokedAt)))
    .orderBy(asc(writeKey.id))
}

export async function addKey(tx: Tx, row: typeof writeKey.$inferInsert): Promise<void> {
  await tx.insert(writeKey).values(row)
}

/** Changes a key in force; null when there is none. */
export async function changeKey(
  tx: Tx,
  workspaceId: string,
  id: string,
  values: Partial<Pick<WriteKeyRow, 'name' | 'origins' | 'consent' | 'honourSignals' | 'revokedAt'>> & {
    changedAt: Instant
  },
): Promise<WriteKeyRow | null> {
  const rows = await tx
    .update(writeKey)
    .set(values)
    .where(and(eq(writeKey.workspaceId, workspaceId), eq(writeKey.id, id), isNull(writeKey.revokedAt)))
    .returning()
  return rows[0] ?? null
}
