import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { loadStates, plainArray, type RecordTable, type State, updateRecords } from './records-store.ts'

/**
 * Statements that take an import back. They run through `database.system`: the application's own role may not delete from
 * ledgers, and an undo is the one case where entries of a ledger go.
 */

const STEP = 20_000

/** Deletes up to a stretch of the import's touches; 0 when none are left. */
export async function deleteTouches(tx: Tx, workspaceId: string, importId: string): Promise<number> {
  const result = await tx.execute(sql`
    delete from touch where workspace_id = ${workspaceId} and id in (
      select id from touch where workspace_id = ${workspaceId} and import_id = ${importId} limit ${STEP})`)
  return result.rowCount ?? 0
}

/** Deletes what the import hung on records: stage dates, contact roles, stage changes, costs, external ids. */
export async function deleteParts(tx: Tx, workspaceId: string, importId: string): Promise<void> {
  for (const name of [
    'reported_stage',
    'opportunity_contact',
    'opportunity_stage_change',
    'campaign_cost',
    'external_id',
  ]) {
    await tx.execute(
      sql`delete from ${sql.identifier(name)} where workspace_id = ${workspaceId} and import_id = ${importId}`,
    )
  }
}

export interface StoredChange {
  kind: RecordTable
  record_id: string
  before: State
  after: State
}

export async function listChanges(tx: Tx, workspaceId: string, importId: string): Promise<StoredChange[]> {
  const { rows } = await tx.execute<StoredChange & State>(sql`
    select kind, record_id, before, after from import_change where workspace_id = ${workspaceId} and import_id = ${importId} limit 2000`)
  return rows
}

export async function restore(
  tx: Tx,
  workspaceId: string,
  kind: RecordTable,
  states: readonly (State & { id: string })[],
): Promise<void> {
  await updateRecords(tx, workspaceId, kind, states)
}

export async function dropChanges(
  tx: Tx,
  workspaceId: string,
  importId: string,
  kind: RecordTable,
  ids: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    delete from import_change where workspace_id = ${workspaceId} and import_id = ${importId} and kind = ${kind}
      and record_id = any(${plainArray(ids)}::uuid[])`)
}

export { loadStates }

/** What still points at a record of each kind, as `exists` conditions on `kept.id`. */
const USES: Record<RecordTable, readonly string[]> = {
  person: [
    'touch.person_id',
    'opportunity_contact.person_id',
    'reported_stage.person_id',
    'identity_join.person_id',
    'external_id.record_id',
    'person.merged_into_id',
  ],
  account: [
    'person.account_id',
    'opportunity.account_id',
    'account.parent_id',
    'external_id.record_id',
    'account.merged_into_id',
  ],
  campaign: ['touch.campaign_id', 'campaign_cost.campaign_id', 'external_id.record_id'],
  opportunity: [
    'opportunity_contact.opportunity_id',
    'opportunity_stage_change.opportunity_id',
    'external_id.record_id',
  ],
  seller: [
    'person.seller_id',
    'account.seller_id',
    'opportunity.seller_id',
    'touch.seller_id',
    'external_id.record_id',
  ],
}

/** Order in which records can go: what points at others first. */
export const UNDO_ORDER: readonly RecordTable[] = ['opportunity', 'person', 'account', 'campaign', 'seller']

/** Deletes records the import created that nothing else uses or has changed since; the rest is counted. */
export async function deleteCreated(
  tx: Tx,
  workspaceId: string,
  importId: string,
  kind: RecordTable,
): Promise<{ gone: string[]; kept: number }> {
  const used = USES[kind].map((place) => {
    const [name, column] = place.split('.') as [string, string]
    return sql`exists (select 1 from ${sql.identifier(name)} as uses where uses.workspace_id = ${workspaceId} and uses.${sql.identifier(column)} = kept.id)`
  })
  const changed = sql`exists (select 1 from import_change as later where later.workspace_id = ${workspaceId} and later.kind = ${kind} and later.record_id = kept.id and later.import_id <> ${importId})`
  // A parent goes after its children, so accounts are tried until no more go.
  const gone: string[] = []
  for (let more = true; more; ) {
    const { rows } = await tx.execute<{ id: string }>(sql`
      delete from ${sql.identifier(kind)} as kept where kept.workspace_id = ${workspaceId} and kept.import_id = ${importId}
        and not (${sql.join([...used, changed], sql` or `)}) returning kept.id`)
    for (const { id } of rows) gone.push(id)
    more = kind === 'account' && rows.length > 0
  }
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*) as n from ${sql.identifier(kind)} where workspace_id = ${workspaceId} and import_id = ${importId}`)
  return { gone, kept: rows[0]!.n }
}
