import { type SQL, sql } from 'drizzle-orm'
import { lowestIdAt } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Tx } from './database.ts'

/** Rows one step may take: few enough that nobody waits long for its locks. */
const STEP = 5_000

/**
 * Does in steps what may concern any number of rows, so that no statement runs long and no transaction holds them all. Ends with the
 * first step that takes fewer than it may.
 *
 * @param step a transaction that takes up to `limit` rows and answers how many it took
 * @returns how many were taken in all
 * @example await inSteps((limit) => database.workspace(workspaceId, (tx) => forgetDeliveries(tx, workspaceId, before, limit)))
 */
export async function inSteps(step: (limit: number) => Promise<number>): Promise<number> {
  let taken = 0
  for (;;) {
    const now = await step(STEP)
    taken += now
    if (now < STEP) return taken
  }
}

/**
 * Deletes up to `limit` rows of a table that were written before an instant, as their ids tell; answers how many. A step of `inSteps`.
 *
 * @param table one whose `id` is made when its rows are written
 * @param and what else must hold, e.g. sql`state <> 'waiting'`
 */
export async function deleteWritten(
  tx: Tx,
  table: string,
  {
    workspaceId,
    before,
    limit,
    and = sql`true`,
  }: { workspaceId: string; before: Instant; limit: number; and?: SQL },
): Promise<number> {
  const name = sql.identifier(table)
  const { rowCount } = await tx.execute(sql`
    delete from ${name} where workspace_id = ${workspaceId} and id = any(array(
      select id from ${name} where workspace_id = ${workspaceId} and id < ${lowestIdAt(before)} and ${and}
      order by id limit ${limit}))`)
  return rowCount ?? 0
}
