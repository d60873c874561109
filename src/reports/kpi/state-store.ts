import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'

/** Lets one refresh of a workspace run at a time, until the end of the transaction; answers what the facts were made under. */
export async function lockFacts(tx: Tx, workspaceId: string, now: Instant): Promise<string | null> {
  await tx.execute(sql`
    insert into fact_state (workspace_id, refreshed_at, revision) values (${workspaceId}, ${toIso(now)}, 0)
    on conflict (workspace_id) do nothing`)
  const { rows } = await tx.execute<{ signature: string | null }>(
    sql`select s.signature from fact_state s where s.workspace_id = ${workspaceId} for update`,
  )
  return rows[0]?.signature ?? null
}

/** Notes that the facts changed, and after a full refresh what they were made under. */
export async function noteRefresh(
  tx: Tx,
  workspaceId: string,
  now: Instant,
  signature?: string,
): Promise<void> {
  const made = signature === undefined ? sql`` : sql`, signature = ${signature}`
  await tx.execute(sql`
    update fact_state s set refreshed_at = ${toIso(now)}, revision = s.revision + 1 ${made}
    where s.workspace_id = ${workspaceId}`)
}

/** How often the facts of a workspace were refreshed. */
export async function readRevision(tx: Tx, workspaceId: string): Promise<number> {
  const { rows } = await tx.execute<{ revision: number }>(
    sql`select s.revision from fact_state s where s.workspace_id = ${workspaceId}`,
  )
  return rows[0]?.revision ?? 0
}

/**
 * Lets the planner know what the tables hold now. Right after a large import it knows nothing of this workspace, and looks every
 * row up through the whole of it; the databases' own upkeep comes a minute too late for that.
 */
export async function analyzeTables(tx: Tx, tables: readonly string[]): Promise<void> {
  await tx.execute(sql.raw(`analyze ${tables.join(', ')}`))
}

/** Ids of the next people, accounts or opportunities, in order. */
export async function nextIds(
  tx: Tx,
  workspaceId: string,
  table: 'person' | 'account' | 'opportunity',
  after: string | null,
  limit: number,
): Promise<string[]> {
  const from = after === null ? sql`` : sql`and r.id > ${after}`
  const { rows } = await tx.execute<{ id: string }>(sql`
    select r.id from ${sql.raw(table)} r where r.workspace_id = ${workspaceId} ${from} order by r.id limit ${limit}`)
  return rows.map((row) => row.id)
}

/** Accounts that these people and opportunities belong to. */
export async function accountsOf(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  opportunityIds: readonly string[],
): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select p.account_id as id from person p
    where p.workspace_id = ${workspaceId} and p.id = ${anyId(personIds)} and p.account_id is not null
    union
    select o.account_id from opportunity o
    where o.workspace_id = ${workspaceId} and o.id = ${anyId(opportunityIds)} and o.account_id is not null`)
  return rows.map((row) => row.id)
}

/** Where the workspace's days begin, and what its totals are in. */
export async function workspaceBasics(
  tx: Tx,
  workspaceId: string,
): Promise<{ timeZone: string; currency: string }> {
  const { rows } = await tx.execute<{ timeZone: string; currency: string }>(
    sql`select w.time_zone as "timeZone", w.currency from workspace w where w.id = ${workspaceId}`,
  )
  return rows[0] ?? { timeZone: 'UTC', currency: 'USD' }
}
