import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'

/**
 * Removes a touch that was logged here by mistake. It runs through `database.system`: the application's own role may not delete from
 * ledgers, and, as with the undoing of an import, taking back is the one case where an entry goes.
 *
 * @returns whether there was such a touch; one that came from another system stays
 */
export async function removeLogged(
  tx: Tx,
  workspaceId: string,
  { touchId, userId }: { touchId: string; userId: string },
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    delete from touch where workspace_id = ${workspaceId} and id = ${touchId} and source = 'accord'
      and attributes ->> 'loggedBy' = ${userId}`)
  return (rowCount ?? 0) > 0
}
