import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'

/**
 * The records that are one person: its own id, then those of records that merges folded into it; a folded record always
 * names the last survivor.
 *
 * @example await recordsOf(tx, workspaceId, personId) // [personId] where nothing was merged
 */
export async function recordsOf(tx: Tx, workspaceId: string, personId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select p.id from person p where p.workspace_id = ${workspaceId} and p.merged_into_id = ${personId} order by p.id`)
  return [personId, ...rows.map(({ id }) => id)]
}
