import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { SPREADSHEET } from './rules/plain-lists.ts'

/** Tables an import creates and changes rows of, with the type of each column. Order of columns is order in statements. */
const RECORD_TABLES = {
  seller: {
    name: 'text',
    name_norm: 'text',
    email: 'text',
    email_norm: 'text',
    team: 'text',
    manager: 'text',
  },
  account: {
    name: 'text',
    name_norm: 'text',
    domain: 'text',
    industry: 'text',
    employees: 'integer',
    annual_revenue_minor: 'bigint',
    currency: 'text',
    country: 'text',
    region: 'text',
    phone: 'text',
    postcode: 'text',
    seller_id: 'uuid',
    parent_id: 'uuid',
    attributes: 'jsonb',
    occurred_at: 'timestamptz',
  },
  person: {
    email: 'text',
    email_norm: 'text',
    first_name: 'text',
    last_name: 'text',
    job_title: 'text',
    phone: 'text',
    country: 'text',
    account_id: 'uuid',
    seller_id: 'uuid',
    source: 'text',
    reported_stage: 'text',
    attributes: 'jsonb',
    occurred_at: 'timestamptz',
  },
  campaign: {
    name: 'text',
    name_norm: 'text',
    channel: 'text',
    kind: 'text',
    starts_on: 'date',
    ends_on: 'date',
    attributes: 'jsonb',
  },
  opportunity: {
    name: 'text',
    account_id: 'uuid',
    seller_id: 'uuid',
    status: 'text',
    stage: 'text',
    amount_minor: 'bigint',
    currency: 'text',
    product: 'text',
    origin: 'text',
    lost_reason: 'text',
    occurred_at: 'timestamptz',
    closed_at: 'timestamptz',
    expected_close_on: 'date',
    attributes: 'jsonb',
  },
} as const satisfies Record<string, Record<string, string>>

export type RecordTable = keyof typeof RECORD_TABLES

/** A row as the database knows it, by column name; instants are epoch milliseconds. */
export type State = Record<string, unknown>

const table = (name: string) => sql.identifier(name)
const columnsOf = (name: RecordTable): [string, string][] => Object.entries(RECORD_TABLES[name])

/** An array parameter as one text, so that a thousand values cost one. Values hold no quote, comma, brace or backslash. */
export const plainArray = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`

/** An array of any texts as one parameter. */
export function textArray(values: readonly (string | null | undefined)[]): string {
  let out = '{'
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (index > 0) out += ','
    if (value === null || value === undefined) out += 'NULL'
    else if (PLAIN.test(value)) out += `"${value}"`
    else out += `"${value.replace(/[\\"]/g, '\\$&')}"`
  }
  return `${out}}`
}

const PLAIN = /^[^\\"]*$/

function forJson(state: State): State {
  const out: State = {}
  for (const [column, value] of Object.entries(state)) {
    out[column] = column.endsWith('_at') && typeof value === 'number' ? new Date(value).toISOString() : value
  }
  return out
}

/** Record ids that external ids name. Merged records answer with the one they were folded into. */
export async function findByExternalId(
  tx: Tx,
  workspaceId: string,
  system: string,
  kind: string,
  keys: readonly string[],
) {
  if (keys.length === 0) return []
  const { rows } = await tx.execute<{ external_id: string; record_id: string }>(sql`
    select external_id, record_id from external_id
    where workspace_id = ${workspaceId} and system = ${system} and kind = ${kind} and external_id = any(${textArray(keys)}::text[])`)
  return rows
}

/** The same in all plain lists that were ever imported. */
export async function findInPlainLists(tx: Tx, workspaceId: string, kind: string, keys: readonly string[]) {
  if (keys.length === 0) return []
  const { rows } = await tx.execute<{ external_id: string; record_id: string }>(sql`
    select external_id, record_id from external_id
    where workspace_id = ${workspaceId} and kind = ${kind} and external_id = any(${textArray(keys)}::text[])
      and (system = ${SPREADSHEET} or system like ${`${SPREADSHEET}:%`})`)
  return rows
}

/** Systems in which records have an id of their own (not one made from their name). */
export async function findSystems(tx: Tx, workspaceId: string, kind: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { rows } = await tx.execute<{ record_id: string; system: string }>(sql`
    select distinct record_id, system from external_id
    where workspace_id = ${workspaceId} and kind = ${kind} and record_id = any(${plainArray(ids)}::uuid[]) and external_id not like 'name:%'`)
  return rows
}

/** Ids of records by the value of a normalised column; several when it is not unique. */
export async function findByColumn(
  tx: Tx,
  workspaceId: string,
  name: RecordTable,
  column: string,
  values: readonly string[],
) {
  if (values.length === 0) return []
  const mergeable = name === 'person' || name === 'account'
  const id = mergeable ? sql`coalesce(merged_into_id, id)` : sql`id`
  const { rows } = await tx.execute<{ value: string; id: string }>(sql`
    select ${table(column)} as value, ${id} as id from ${table(name)}
    where workspace_id = ${workspaceId} and ${table(column)} = any(${textArray(values)}::text[]) order by recorded_at, id`)
  return rows
}

/** Accounts that share one of these bare names, those known longest first. */
export async function findAccountNames(tx: Tx, workspaceId: string, bare: readonly string[]) {
  if (bare.length === 0) return []
  const { rows } = await tx.execute<{ id: string; name: string }>(sql`
    select coalesce(merged_into_id, id) as id, name from account
    where workspace_id = ${workspaceId} and name_norm = any(${textArray(bare)}::text[]) order by recorded_at, id`)
  return rows
}

/** Deals of these names. */
export async function findDealNames(tx: Tx, workspaceId: string, names: readonly string[]) {
  if (names.length === 0) return []
  const { rows } = await tx.execute<{ id: string; name: string; account_id: string | null }>(sql`
    select id, name, account_id from opportunity
    where workspace_id = ${workspaceId} and name = any(${textArray(names)}::text[])`)
  return rows
}

/** Current state of records. */
export async function loadStates(
  tx: Tx,
  workspaceId: string,
  name: RecordTable,
  ids: readonly string[],
): Promise<Map<string, State>> {
  if (ids.length === 0) return new Map()
  const columns = sql.join(
    columnsOf(name).map(([column]) => table(column)),
    sql`, `,
  )
  const { rows } = await tx.execute<State & { id: string }>(sql`
    select id, ${columns} from ${table(name)} where workspace_id = ${workspaceId} and id = any(${plainArray(ids)}::uuid[])`)
  return new Map(rows.map(({ id, ...state }) => [id, state]))
}

/** Inserts records in one statement. */
export async function insertRecords(
  tx: Tx,
  workspaceId: string,
  name: RecordTable,
  states: readonly (State & { id: string })[],
  recordedAt: number,
  importId: string | null,
): Promise<void> {
  if (states.length === 0) return
  const columns = sql.join(
    columnsOf(name).map(([column]) => table(column)),
    sql`, `,
  )
  const shape = sql.raw(
    ['id uuid', ...columnsOf(name).map(([column, type]) => `"${column}" ${type}`)].join(', '),
  )
  await tx.execute(sql`
    insert into ${table(name)} (workspace_id, id, ${columns}, recorded_at, import_id)
    select ${workspaceId}::uuid, id, ${columns}, ${new Date(recordedAt).toISOString()}::timestamptz, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(states.map(forJson))}::jsonb) as given(${shape})`)
}

/** Sets all columns of records in one statement. */
export async function updateRecords(
  tx: Tx,
  workspaceId: string,
  name: RecordTable,
  states: readonly (State & { id: string })[],
): Promise<void> {
  if (states.length === 0) return
  const sets = sql.join(
    columnsOf(name).map(([column]) => sql`${table(column)} = given.${table(column)}`),
    sql`, `,
  )
  const shape = sql.raw(
    ['id uuid', ...columnsOf(name).map(([column, type]) => `"${column}" ${type}`)].join(', '),
  )
  await tx.execute(sql`
    update ${table(name)} as kept set ${sets}
    from jsonb_to_recordset(${JSON.stringify(states.map(forJson))}::jsonb) as given(${shape})
    where kept.workspace_id = ${workspaceId} and kept.id = given.id`)
}

export interface ExternalIdRow {
  system: string
  kind: string
  external_id: string
  record_id: string
}

/** Remembers external ids; one that is known already keeps its record. */
export async function insertExternalIds(
  tx: Tx,
  workspaceId: string,
  rows: readonly ExternalIdRow[],
  recordedAt: number,
  importId: string | null,
) {
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into external_id (workspace_id, system, kind, external_id, record_id, recorded_at, import_id)
    select ${workspaceId}::uuid, system, kind, external_id, record_id, ${new Date(recordedAt).toISOString()}::timestamptz, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(system text, kind text, external_id text, record_id uuid)
    on conflict (workspace_id, system, kind, external_id) do nothing`)
}

export interface ChangeRow {
  /** table of the record, or of the rows that hang on it */
  kind: string
  record_id: string
  before: State
  after: State
}

/** Remembers what records were before this import; the first state before it and the last after it are kept. */
export async function insertChanges(
  tx: Tx,
  workspaceId: string,
  importId: string,
  rows: readonly ChangeRow[],
  recordedAt: number,
): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into import_change as kept (workspace_id, import_id, kind, record_id, before, after, recorded_at)
    select ${workspaceId}::uuid, ${importId}::uuid, kind, record_id, before, after, ${new Date(recordedAt).toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(kind text, record_id uuid, before jsonb, after jsonb)
    on conflict (workspace_id, import_id, kind, record_id) do update
      set before = excluded.before || kept.before, after = kept.after || excluded.after`)
}
