import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '#platform/db/index.ts'
import * as schema from '../schema.ts'

/** Names of the tables whose rows belong to a workspace. */
function workspaceTables(): string[] {
  const globals: readonly string[] = schema.GLOBAL_TABLES
  return (Object.values(schema) as unknown[])
    .filter((value) => value instanceof PgTable)
    .filter((table) => 'workspaceId' in getTableColumns(table))
    .map((table) => getTableName(table))
    .filter((name) => !globals.includes(name))
}

/** Sample workspaces, oldest first. */
export async function sampleWorkspaces(tx: Tx): Promise<string[]> {
  const found = await tx.execute(
    sql`select w.id from workspace w where w.kind = 'sample' order by w.created_at`,
  )
  return (found.rows as { id: string }[]).map(({ id }) => id)
}

/** Workspaces of real data: only from there anything is sent to anybody. */
export async function realWorkspaces(tx: Tx): Promise<string[]> {
  const found = await tx.execute(
    sql`select w.id from workspace w where w.kind = 'real' order by w.created_at`,
  )
  return (found.rows as { id: string }[]).map(({ id }) => id)
}

/** Whether it is a sample workspace that still exists; whoever asks at the same moment waits for the answer. */
export async function lockSample(tx: Tx, workspaceId: string): Promise<boolean> {
  const found = await tx.execute(
    sql`select w.id from workspace w where w.kind = 'sample' and w.id = ${workspaceId} for update`,
  )
  return found.rows.length > 0
}

/** Removes a workspace with everything in it; runs in `database.system`. */
export async function removeWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  for (const name of workspaceTables())
    await tx.execute(sql`delete from ${sql.identifier(name)} where workspace_id = ${workspaceId}`)
  await tx.execute(
    sql`update session set active_workspace_id = null where active_workspace_id = ${workspaceId}`,
  )
  await tx.execute(sql`delete from workspace where id = ${workspaceId}`)
}

/** Name and address of a user, for the membership that loading gives. */
export async function userOf(tx: Tx, userId: string): Promise<{ name: string; email: string } | null> {
  const found = await tx.execute(sql`select u.name, u.email from app_user u where u.id = ${userId}`)
  return (found.rows as { name: string; email: string }[])[0] ?? null
}

/** Everyone who administers a workspace of real data: who may look at what the command line loads. */
export async function administrators(tx: Tx): Promise<string[]> {
  const found = await tx.execute(sql`
    select distinct m.user_id as id from member m join workspace w on w.id = m.workspace_id
    where w.kind = 'real' and m.role = 'administrator' and m.revoked_at is null`)
  return (found.rows as { id: string }[]).map(({ id }) => id)
}
