import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import type { MergeKind } from './store.ts'

/** Places that point at a record of each kind: table, column, and the columns that tell its rows apart. */
const POINTERS: Record<MergeKind, readonly (readonly [table: string, column: string, key: string])[]> = {
  person: [
    ['touch', 'person_id', 'id'],
    ['visitor', 'person_id', 'anonymous_id'],
    ['identity_join', 'person_id', 'id'],
    ['external_id', 'record_id', `system || '|' || kind || '|' || external_id`],
  ],
  account: [
    ['person', 'account_id', 'id'],
    ['opportunity', 'account_id', 'id'],
    ['account', 'parent_id', 'id'],
    ['external_id', 'record_id', `system || '|' || kind || '|' || external_id`],
  ],
}

/** Points everything at another record. Touches are a ledger, so this runs under the owner of the tables. */
export async function movePointers(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  from: string,
  to: string,
): Promise<Record<string, string[]>> {
  const moved: Record<string, string[]> = {}
  for (const [table, column, key] of POINTERS[kind]) {
    const { rows } = await tx.execute<{ key: string }>(sql`
      update ${sql.identifier(table)} set ${sql.identifier(column)} = ${to}
      where workspace_id = ${workspaceId} and ${sql.identifier(column)} = ${from} returning (${sql.raw(key)})::text as key`)
    moved[table] = rows.map((row) => row.key)
  }
  return moved
}

/** Points the rows that a merge had moved back. */
export async function movePointersBack(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  from: string,
  to: string,
  moved: Record<string, string[]>,
): Promise<void> {
  for (const [table, column, key] of POINTERS[kind]) {
    const keys = moved[table] ?? []
    if (keys.length === 0) continue
    await tx.execute(sql`
      update ${sql.identifier(table)} set ${sql.identifier(column)} = ${to}
      where workspace_id = ${workspaceId} and ${sql.identifier(column)} = ${from}
        and (${sql.raw(key)})::text in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`)
  }
}

/** The people of some accounts. */
export async function peopleAt(
  tx: Tx,
  workspaceId: string,
  accountIds: readonly string[],
): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from person where workspace_id = ${workspaceId} and account_id = ${anyId(accountIds)} order by id`)
  return rows.map(({ id }) => id)
}

/** Contact roles and stage dates have the person in their key: moved where the survivor has none yet. */
export async function moveKeyed(
  tx: Tx,
  workspaceId: string,
  from: string,
  to: string,
): Promise<{ contacts: string[]; stages: string[] }> {
  const contacts = await tx.execute<{ key: string }>(sql`
    update opportunity_contact as moving set person_id = ${to} where moving.workspace_id = ${workspaceId} and moving.person_id = ${from}
      and not exists (select 1 from opportunity_contact as there where there.workspace_id = ${workspaceId}
        and there.opportunity_id = moving.opportunity_id and there.person_id = ${to}) returning opportunity_id::text as key`)
  const stages = await tx.execute<{ key: string }>(sql`
    update reported_stage as moving set person_id = ${to} where moving.workspace_id = ${workspaceId} and moving.person_id = ${from}
      and not exists (select 1 from reported_stage as there where there.workspace_id = ${workspaceId} and there.person_id = ${to}
        and there.stage = moving.stage and there.occurred_at = moving.occurred_at and there.revision = moving.revision)
      returning ${REPORT_KEY} as key`)
  const keys = JSON.stringify(stages.rows.map((row) => row.key))
  await moveWithdrawals(tx, workspaceId, from, to, keys)
  return { contacts: contacts.rows.map((row) => row.key), stages: stages.rows.map((row) => row.key) }
}

export async function moveKeyedBack(
  tx: Tx,
  workspaceId: string,
  from: string,
  to: string,
  moved: Record<string, string[]>,
): Promise<void> {
  await tx.execute(sql`
    update opportunity_contact set person_id = ${to} where workspace_id = ${workspaceId} and person_id = ${from}
      and opportunity_id::text in (select jsonb_array_elements_text(${JSON.stringify(moved.opportunity_contact ?? [])}::jsonb))`)
  const keys = JSON.stringify(moved.reported_stage ?? [])
  await tx.execute(sql`
    update reported_stage set person_id = ${to} where workspace_id = ${workspaceId} and person_id = ${from}
      and ${REPORT_KEY} in (select jsonb_array_elements_text(${keys}::jsonb))`)
  await moveWithdrawals(tx, workspaceId, from, to, keys)
}

const REPORT_KEY = sql.raw(
  `stage || '|' || (extract(epoch from occurred_at) * 1000)::bigint::text || '|' || revision::text`,
)

/** What was withdrawn of the reports that move goes with them. */
async function moveWithdrawals(tx: Tx, workspaceId: string, from: string, to: string, keys: string) {
  await tx.execute(sql`
    update reported_stage_withdrawal set person_id = ${to} where workspace_id = ${workspaceId} and person_id = ${from}
      and ${REPORT_KEY} in (select jsonb_array_elements_text(${keys}::jsonb))`)
}
