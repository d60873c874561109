import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { PARTS, type PartTable } from './parts-store.ts'
import { type ChangeRow, plainArray, type RecordTable } from './records-store.ts'

/**
 * Statements that take an import back. They run through `database.system`: the application's own role may not delete from
 * ledgers, and an undo is the one case where entries of a ledger go. `undone` are the imports taken back so far, this one
 * included; what they created is deleted where no import that stands has changed it or brought it as well, so that what an earlier
 * undo had to leave goes with the last import that held it.
 */

const STEP = 20_000

const among = (ids: readonly string[]): SQL => sql`any(${plainArray(ids)}::uuid[])`
const notAmong = (ids: readonly string[]): SQL => sql`<> all(${plainArray(ids)}::uuid[])`

/** Imports taken back before, and this one. */
export async function undoneImports(tx: Tx, workspaceId: string, importId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`select id from import_run where workspace_id = ${workspaceId} and state = 'undone' and id <> ${importId}`,
  )
  return [...rows.map(({ id }) => id), importId]
}

/**
 * That no import which stands has changed or brought as well what `kept` is.
 *
 * @param key of a row that hangs on a record; `id` is the record's then
 * @param since only what later imports did counts
 */
function isFree(
  workspaceId: string,
  kind: string,
  undone: readonly string[],
  { id, key, since }: { id: SQL; key?: SQL; since?: SQL },
): SQL {
  const isOf = (name: SQL) => sql`${name}.workspace_id = ${workspaceId} and ${name}.kind = ${kind}
    and ${name}.import_id ${notAmong(undone)} ${since ? sql`and ${name}.recorded_at > ${since}` : sql``}`
  const [held, seen] = [sql`held`, sql`seen`]
  return sql`not exists (select 1 from import_change held where ${isOf(held)} and held.record_id = ${id}
      ${key ? sql`and jsonb_exists(held.after, ${key})` : sql``})
    and not exists (select 1 from import_seen seen cross join lateral unnest(seen.record_ids, seen.keys) as one(id, key)
      where ${isOf(seen)} and one.id = ${id} ${key ? sql`and one.key = ${key}` : sql``})`
}

/** Deletes up to a stretch of touches; 0 when none are left. */
export async function deleteTouches(tx: Tx, workspaceId: string, undone: readonly string[]): Promise<number> {
  const result = await tx.execute(sql`
    delete from touch where workspace_id = ${workspaceId} and id in (
      select kept.id from touch kept where kept.workspace_id = ${workspaceId} and kept.import_id = ${among(undone)}
        and ${isFree(workspaceId, 'touch', undone, { id: sql`kept.id` })} limit ${STEP})`)
  return result.rowCount ?? 0
}

/** Deletes rows that hang on records. */
export async function deleteParts(
  tx: Tx,
  workspaceId: string,
  undone: readonly string[],
  table: PartTable,
): Promise<void> {
  const { owner, storedKey } = PARTS[table]
  const which = { id: sql`part.${sql.identifier(owner)}`, key: storedKey }
  await tx.execute(sql`
    delete from ${sql.identifier(table)} part where part.workspace_id = ${workspaceId} and part.import_id = ${among(undone)}
      and ${isFree(workspaceId, table, undone, which)}`)
}

/** Forgets what the import brought as well: there is nothing to restore of it. */
export async function dropSeen(tx: Tx, workspaceId: string, importId: string): Promise<void> {
  await tx.execute(
    sql`delete from import_seen where workspace_id = ${workspaceId} and import_id = ${importId}`,
  )
}

export type StoredChange = ChangeRow & Record<string, unknown>

/** The next changes to take back. */
export async function listChanges(tx: Tx, workspaceId: string, importId: string): Promise<StoredChange[]> {
  const { rows } = await tx.execute<StoredChange>(sql`
    select kind, record_id, before, after from import_change where workspace_id = ${workspaceId} and import_id = ${importId} limit 2000`)
  return rows
}

export interface LaterChange extends StoredChange {
  import_id: string
}

/** What imports did to these records after this one, oldest first. */
export async function laterChanges(
  tx: Tx,
  workspaceId: string,
  importId: string,
  kind: string,
  ids: readonly string[],
): Promise<LaterChange[]> {
  const { rows } = await tx.execute<LaterChange>(sql`
    select later.import_id, later.kind, later.record_id, later.before, later.after
    from import_change later
    join import_change this on this.workspace_id = ${workspaceId} and this.import_id = ${importId} and this.kind = ${kind}
      and this.record_id = later.record_id and (later.recorded_at, later.import_id) > (this.recorded_at, this.import_id)
    where later.workspace_id = ${workspaceId} and later.kind = ${kind} and later.record_id = ${among(ids)}
    order by later.recorded_at, later.import_id`)
  return rows
}

/** Rewrites what later imports found. */
export async function rewriteChanges(
  tx: Tx,
  workspaceId: string,
  changes: readonly LaterChange[],
): Promise<void> {
  if (changes.length === 0) return
  await tx.execute(sql`
    update import_change as kept set before = given.before
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as given(import_id uuid, kind text, record_id uuid, before jsonb)
    where kept.workspace_id = ${workspaceId} and kept.import_id = given.import_id and kept.kind = given.kind
      and kept.record_id = given.record_id`)
}

export async function dropChanges(
  tx: Tx,
  workspaceId: string,
  importId: string,
  kind: string,
  ids: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    delete from import_change where workspace_id = ${workspaceId} and import_id = ${importId} and kind = ${kind}
      and record_id = ${among(ids)}`)
}

/** Places that point at records of a kind, as `table.column`. */
export type Uses = Partial<Record<RecordTable, readonly string[]>>

const USES: Record<RecordTable, readonly string[]> = {
  person: [
    'touch.person_id',
    'opportunity_contact.person_id',
    'reported_stage.person_id',
    'visitor.person_id',
    'identity_join.person_id',
    'person.merged_into_id',
  ],
  account: ['person.account_id', 'opportunity.account_id', 'account.parent_id', 'account.merged_into_id'],
  campaign: ['touch.campaign_id', 'campaign_cost.campaign_id'],
  opportunity: ['opportunity_contact.opportunity_id', 'opportunity_stage_change.opportunity_id'],
  seller: ['person.seller_id', 'account.seller_id', 'opportunity.seller_id', 'touch.seller_id'],
}

/** Order in which records can go: what points at others first. */
export const UNDO_ORDER: readonly RecordTable[] = ['opportunity', 'person', 'account', 'campaign', 'seller']

/**
 * Deletes records the imports created that nothing else uses and no import that stands has changed or brought as well; then the
 * external ids they brought, but of records that stay of theirs or that came with a later import.
 *
 * @param more places outside the record store that use records
 */
export async function deleteCreated(
  tx: Tx,
  workspaceId: string,
  undone: readonly string[],
  kind: RecordTable,
  more: Uses,
): Promise<void> {
  const used = [...USES[kind], ...(more[kind] ?? [])].map((place) => {
    const [name, column] = place.split('.') as [string, string]
    return sql`exists (select 1 from ${sql.identifier(name)} as uses where uses.workspace_id = ${workspaceId} and uses.${sql.identifier(column)} = kept.id)`
  })
  const named = sql`exists (select 1 from external_id as uses where uses.workspace_id = ${workspaceId} and uses.record_id = kept.id
    and (uses.import_id is null or uses.import_id ${notAmong(undone)}))`
  // A parent goes after its children, so accounts are tried until no more go.
  for (let gone = 1; gone > 0; ) {
    const result = await tx.execute(sql`
      delete from ${sql.identifier(kind)} as kept where kept.workspace_id = ${workspaceId} and kept.import_id = ${among(undone)}
        and not (${sql.join([...used, named], sql` or `)}) and ${isFree(workspaceId, kind, undone, { id: sql`kept.id` })}`)
    gone = kind === 'account' ? (result.rowCount ?? 0) : 0
  }
  const later = { id: sql`kept.id`, since: sql`brought.recorded_at` }
  await tx.execute(sql`
    delete from external_id as brought where brought.workspace_id = ${workspaceId} and brought.kind = ${kind}
      and brought.import_id = ${among(undone)} and not exists (
        select 1 from ${sql.identifier(kind)} as kept where kept.workspace_id = ${workspaceId} and kept.id = brought.record_id
          and (kept.import_id = ${among(undone)} or not (${isFree(workspaceId, kind, undone, later)})))`)
}

/** How much of what each of these imports created is still there. */
export async function countLeft(
  tx: Tx,
  workspaceId: string,
  undone: readonly string[],
  kind: string,
): Promise<{ import_id: string; n: number }[]> {
  const { rows } = await tx.execute<{ import_id: string; n: number }>(sql`
    select import_id, count(*) as n from ${sql.identifier(kind)} where workspace_id = ${workspaceId} and import_id = ${among(undone)}
    group by import_id`)
  return rows
}
