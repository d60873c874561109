import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import type { StatementWatch } from './pool.ts'

/** One open transaction; all SQL goes through it. Drizzle's query builder, or `tx.execute(sql`…`)`. */
export type Tx = PgTransaction<
  NodePgQueryResultHKT,
  Record<string, never>,
  ExtractTablesWithRelations<Record<string, never>>
>

export interface Database {
  readonly kind: 'embedded' | 'postgres'
  /**
   * Runs `work` in one transaction that sees one workspace only: role without superuser rights, row-level security keyed on
   * `workspaceId`. Commits when it resolves, rolls back when it throws. 40001 and 40P01 are retried, so `work` may run twice.
   */
  workspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same over the global tables and across workspaces: sign-in, job claims, workspace creation and removal, maintenance. */
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Throws `Problem(diskFull)`, 507, when the disk is below its reserve; called before each write. */
  assertSpace(): Promise<void>
  /** Drizzle over the pool without a transaction, for better-auth only. */
  readonly pool: import('pg').Pool
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** postgres://…; absent: embedded */
  url?: string | undefined
  /** folder of the embedded database, and of the uploads beside it */
  dataDir: string
  /** free bytes on the disk of `dataDir` below which `assertSpace` refuses; by default 5 % of the disk, 24 to 512 MiB */
  reserveBytes?: number | undefined
  /** longest a statement may run on PostgreSQL, default one minute */
  statementTimeoutMs?: number | undefined
  /** false only in tests: the embedded database does not flush to disk */
  durable?: boolean | undefined
  /** for tests: sees each statement before it is sent, and fails it by throwing */
  onStatement?: StatementWatch | undefined
}
