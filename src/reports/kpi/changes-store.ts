import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'

/** What live changes leave behind for the next refresh. Rows are only added and removed, so that nobody waits for anybody. */

export interface ChangeRow {
  id: string
  personIds: string[]
}

export async function addChange(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    insert into fact_change (workspace_id, id, person_ids)
    values (${workspaceId}, ${newId()}, ${sql.param(personIds)}::uuid[])`)
}

export async function changesWaiting(tx: Tx, workspaceId: string, limit: number): Promise<ChangeRow[]> {
  const { rows } = await tx.execute<{ id: string; personIds: string[] }>(sql`
    select c.id, c.person_ids as "personIds" from fact_change c
    where c.workspace_id = ${workspaceId} order by c.id limit ${limit}`)
  return rows
}

export async function removeChanges(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    delete from fact_change c where c.workspace_id = ${workspaceId} and c.id = ${anyId(ids)}`)
}

/** Workspaces in which something waits; the table holds only what the last seconds left. */
export async function workspacesWaiting(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute<{ workspaceId: string }>(
    sql`select distinct c.workspace_id as "workspaceId" from fact_change c`,
  )
  return rows.map((row) => row.workspaceId)
}
