import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'

/**
 * The records that are one person: its own id, then those of records that merges folded into it, directly or through another.
 *
 * @example await recordsOf(tx, workspaceId, personId) // [personId] where nothing was merged
 */
export async function recordsOf(tx: Tx, workspaceId: string, personId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    with recursive folded as (
      select p.id from person p where p.workspace_id = ${workspaceId} and p.merged_into_id = ${personId}
      union
      select p.id from folded f join person p on p.workspace_id = ${workspaceId} and p.merged_into_id = f.id
    ) select id from folded order by id`)
  return [personId, ...rows.map(({ id }) => id)]
}
