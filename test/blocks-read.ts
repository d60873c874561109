import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#platform/db/index.ts'

/** A plan of `explain (analyze, buffers, format json)`, with what is read here of it. */
type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }

/**
 * How many blocks of tables and indexes (8 kB each) the statements of `work` read; they run, and their answers are thrown away.
 *
 * @example expect(await blocksRead(database, workspaceId, (tx) => listCampaignRows(tx, workspaceId, { limit: 50 }))).toBeLessThan(50)
 */
export function blocksRead(
  database: Database,
  workspaceId: string,
  work: (tx: Tx) => Promise<unknown>,
): Promise<number> {
  return database.workspace(workspaceId, async (tx) => {
    let blocks = 0
    const execute = async (statement: SQL) => {
      const { rows } = await tx.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        sql`explain (analyze, buffers, format json) ${statement}`,
      )
      const plan = rows[0]!['QUERY PLAN'][0].Plan
      blocks += plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
      return { rows: [], rowCount: 0 }
    }
    await work({ execute } as unknown as Tx)
    return blocks
  })
}
