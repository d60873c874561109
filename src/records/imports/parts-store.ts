import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type ChangeRow, insertChanges, plainArray, type State, textArray } from './records-store.ts'
import { equal, pick } from './rules/changes.ts'
import { groupBy } from './rules/group.ts'
import { noteSeenParts } from './seen-store.ts'
import type { WriteOptions } from './write-session.ts'

export interface ReportedStageRow {
  person_id: string
  stage: string
  occurred_at: string
  source: string
  reason: string | null
}

export interface ContactRow {
  opportunity_id: string
  person_id: string
  role: string | null
  is_primary: boolean
}

export interface StageChangeColumns {
  opportunity_id: string
  to_stage: string
  from_stage: string | null
  amount_minor: number | null
  occurred_at: string
}

export interface CostRow {
  campaign_id: string
  spent_on: string
  kind: string
  amount_minor: number
  currency: string
}

interface Rows {
  reported_stage: ReportedStageRow
  opportunity_contact: ContactRow
  opportunity_stage_change: StageChangeColumns
  campaign_cost: CostRow
}

/** Tables whose rows hang on a record. */
export type PartTable = keyof Rows

interface Part<Row> {
  /** column that names the record */
  owner: keyof Row & string
  /** what tells the rows of one record apart, of a row here and of a row called `part` in the database */
  key: (row: Row) => string
  storedKey: SQL
  /** columns that a later import may change, with their types */
  said: Partial<Record<keyof Row & string, string>>
}

const storedInstant = sql.raw('(extract(epoch from part.occurred_at) * 1000)::bigint')

export const PARTS: { [Table in PartTable]: Part<Rows[Table]> } = {
  reported_stage: {
    owner: 'person_id',
    key: (row) => `${Date.parse(row.occurred_at)}|0|${row.stage}`,
    storedKey: sql`${storedInstant} || '|' || part.revision || '|' || part.stage`,
    said: {},
  },
  opportunity_contact: {
    owner: 'opportunity_id',
    key: (row) => row.person_id,
    storedKey: sql.raw('part.person_id::text'),
    said: { role: 'text', is_primary: 'boolean' },
  },
  opportunity_stage_change: {
    owner: 'opportunity_id',
    key: (row) => `${Date.parse(row.occurred_at)}|${row.to_stage}`,
    storedKey: sql`${storedInstant} || '|' || part.to_stage`,
    said: {},
  },
  campaign_cost: {
    owner: 'campaign_id',
    key: (row) => `${row.spent_on}|${row.kind}`,
    storedKey: sql.raw(`part.spent_on::text || '|' || part.kind`),
    said: { amount_minor: 'bigint', currency: 'text' },
  },
}

/**
 * What rows say, by record and key; records without such a row are left out.
 *
 * @param which keys of rows by record
 * @param notBy an import whose own rows are left out
 */
export async function loadParts(
  tx: Tx,
  workspaceId: string,
  table: PartTable,
  which: ReadonlyMap<string, readonly string[]>,
  notBy: string | null = null,
): Promise<Map<string, State>> {
  const { owner, storedKey, said } = PARTS[table]
  const columns = sql.raw(
    Object.keys(said)
      .flatMap((column) => [`'${column}'`, `part.${column}`])
      .join(', '),
  )
  const { rows } = await tx.execute<{ record_id: string; key: string; said: State }>(sql`
    select part.${sql.identifier(owner)} as record_id, ${storedKey} as key, jsonb_build_object(${columns}) as said
    from ${sql.identifier(table)} part
    where part.workspace_id = ${workspaceId} and part.${sql.identifier(owner)} = any(${plainArray([...which.keys()])}::uuid[])
      and ${storedKey} = any(${textArray([...new Set([...which.values()].flat())])}::text[])
      and part.import_id is distinct from ${notBy}::uuid`)
  const wanted = new Map([...which].map(([id, keys]) => [id, new Set(keys)]))
  const parts = new Map<string, State>()
  for (const { record_id: id, key, said } of rows) {
    if (wanted.get(id)!.has(key)) parts.set(id, { ...parts.get(id), [key]: said })
  }
  return parts
}

/**
 * Writes rows that hang on records, and remembers of those that are not this import's own what they said before, or that they
 * came with it as well.
 *
 * @param write adds or changes the rows given
 * @returns how many rows were added or changed
 */
async function noting<Table extends PartTable>(
  tx: Tx,
  workspaceId: string,
  table: Table,
  rows: readonly Rows[Table][],
  by: WriteOptions,
  write: () => Promise<{ rowCount: number | null }>,
): Promise<number> {
  if (rows.length === 0) return 0
  const { owner, key, said } = PARTS[table] as Part<Rows[Table]>
  const { importId } = by
  const which = [...groupBy(rows, (row) => row[owner] as string)].map(([id, group]): [string, string[]] => [
    id,
    group.map(key),
  ])
  const load = () => loadParts(tx, workspaceId, table, new Map(which), importId)
  const canChange = Object.keys(said).length > 0
  const found = canChange && importId !== null ? await load() : undefined
  const written = (await write()).rowCount ?? 0
  if (importId === null || (!canChange && written === rows.length)) return written
  const before = found ?? (await load())
  const after = canChange && before.size > 0 ? await load() : before
  const changes: ChangeRow[] = []
  const seen: { id: string; key: string }[] = []
  for (const [id, parts] of before) {
    const now = after.get(id)!
    const changed = Object.keys(parts).filter((name) => !equal(parts[name], now[name]))
    const same = Object.keys(parts).filter((name) => !changed.includes(name))
    seen.push(...same.map((key) => ({ id, key })))
    if (changed.length > 0)
      changes.push({ kind: table, record_id: id, before: pick(parts, changed), after: pick(now, changed) })
  }
  await insertChanges(tx, workspaceId, importId, changes, by.now)
  await noteSeenParts(tx, workspaceId, table, seen, by)
  return written
}

/** Remembers stages that a source dates. */
export async function insertReportedStages(
  tx: Tx,
  workspaceId: string,
  rows: readonly ReportedStageRow[],
  options: WriteOptions,
): Promise<number> {
  return noting(tx, workspaceId, 'reported_stage', rows, options, () =>
    tx.execute(sql`
      insert into reported_stage (workspace_id, person_id, stage, occurred_at, recorded_at, source, reason, import_id)
      select ${workspaceId}::uuid, person_id, stage, occurred_at, ${new Date(options.now).toISOString()}::timestamptz, source, reason,
        ${options.importId}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given(person_id uuid, stage text, occurred_at timestamptz, source text, reason text)
      on conflict (workspace_id, person_id, stage, occurred_at, revision) do nothing`),
  )
}

/** Remembers who takes part in deals; a role that is absent does not erase one. */
export async function upsertContacts(
  tx: Tx,
  workspaceId: string,
  rows: readonly ContactRow[],
  options: WriteOptions,
): Promise<number> {
  return noting(tx, workspaceId, 'opportunity_contact', rows, options, () =>
    tx.execute(sql`
      insert into opportunity_contact as kept (workspace_id, opportunity_id, person_id, role, is_primary, import_id)
      select ${workspaceId}::uuid, opportunity_id, person_id, role, is_primary, ${options.importId}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given(opportunity_id uuid, person_id uuid, role text, is_primary boolean)
      on conflict (workspace_id, opportunity_id, person_id) do update
        set role = coalesce(excluded.role, kept.role), is_primary = excluded.is_primary or kept.is_primary
        where kept.role is distinct from coalesce(excluded.role, kept.role) or (excluded.is_primary and not kept.is_primary)`),
  )
}

/** Adds moves of deals that are not known yet. */
export async function insertStageChanges(
  tx: Tx,
  workspaceId: string,
  rows: readonly StageChangeColumns[],
  options: WriteOptions,
): Promise<number> {
  return noting(tx, workspaceId, 'opportunity_stage_change', rows, options, () =>
    tx.execute(sql`
      insert into opportunity_stage_change (workspace_id, opportunity_id, to_stage, from_stage, amount_minor, occurred_at,
        recorded_at, import_id)
      select ${workspaceId}::uuid, opportunity_id, to_stage, from_stage, amount_minor, occurred_at,
        ${new Date(options.now).toISOString()}::timestamptz, ${options.importId}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given(opportunity_id uuid, to_stage text, from_stage text, amount_minor bigint, occurred_at timestamptz)
      on conflict (workspace_id, opportunity_id, occurred_at, to_stage) do nothing`),
  )
}

/** Sets what campaigns cost. */
export async function upsertCosts(
  tx: Tx,
  workspaceId: string,
  rows: readonly CostRow[],
  options: WriteOptions,
): Promise<number> {
  return noting(tx, workspaceId, 'campaign_cost', rows, options, () =>
    tx.execute(sql`
      insert into campaign_cost as kept (workspace_id, campaign_id, spent_on, kind, amount_minor, currency, import_id)
      select ${workspaceId}::uuid, campaign_id, spent_on, kind, amount_minor, currency, ${options.importId}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given(campaign_id uuid, spent_on date, kind text, amount_minor bigint, currency text)
      on conflict (workspace_id, campaign_id, spent_on, kind) do update
        set amount_minor = excluded.amount_minor, currency = excluded.currency
        where kept.amount_minor <> excluded.amount_minor or kept.currency <> excluded.currency`),
  )
}
