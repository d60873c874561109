import { sql } from 'drizzle-orm'
import type { Instant } from '../kernel/instant.ts'
import type { Database } from './database.ts'

/** The database's own clock, on which processes with wrong clocks agree. */
export async function databaseNow(database: Database): Promise<Instant> {
  const { rows } = await database.system((tx) => tx.execute<{ now: Instant }>(sql`select now() as now`))
  return rows[0]!.now
}
