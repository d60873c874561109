import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'

/** Tables an import creates and changes rows of, with the type of each column. Order of columns is order in statements. */
export const RECORD_TABLES = {
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

/** Columns of a batch of touches, one array each. */
export interface TouchColumns {
  id: string[]
  person_id: string[]
  campaign_id: (string | null)[]
  seller_id: (string | null)[]
  kind: string[]
  side: string[]
  direction: string[]
  channel: (string | null)[]
  subject: (string | null)[]
  machine: string[]
  attributes: string[]
  occurred_at: string[]
  source: string[]
  dedupe_key: string[]
}

/**
 * Adds touches that are not known yet.
 *
 * @returns how many were new
 */
export async function insertTouches(
  tx: Tx,
  workspaceId: string,
  touches: TouchColumns,
  recordedAt: number,
  importId: string | null,
): Promise<number> {
  if (touches.id.length === 0) return 0
  const result = await tx.execute(sql`
    insert into touch (workspace_id, id, person_id, campaign_id, seller_id, kind, side, direction, channel, subject, machine,
      attributes, occurred_at, recorded_at, source, dedupe_key, import_id)
    select ${workspaceId}::uuid, t.id, t.person_id, t.campaign_id, t.seller_id, t.kind, t.side, t.direction, t.channel, t.subject,
      t.machine, t.attributes, t.occurred_at, ${new Date(recordedAt).toISOString()}::timestamptz, t.source, t.dedupe_key, ${importId}::uuid
    from unnest(${plainArray(touches.id)}::uuid[], ${plainArray(touches.person_id)}::uuid[], ${plainArray(touches.campaign_id)}::uuid[],
      ${plainArray(touches.seller_id)}::uuid[], ${plainArray(touches.kind)}::text[], ${plainArray(touches.side)}::text[],
      ${plainArray(touches.direction)}::text[], ${textArray(touches.channel)}::text[], ${textArray(touches.subject)}::text[],
      ${plainArray(touches.machine)}::boolean[], ${textArray(touches.attributes)}::jsonb[], ${plainArray(touches.occurred_at)}::timestamptz[],
      ${textArray(touches.source)}::text[], ${textArray(touches.dedupe_key)}::text[])
      as t(id, person_id, campaign_id, seller_id, kind, side, direction, channel, subject, machine, attributes, occurred_at, source, dedupe_key)
    on conflict (workspace_id, source, dedupe_key) do nothing`)
  return result.rowCount ?? 0
}

/** Which of these touches are known already. */
export async function knownTouches(
  tx: Tx,
  workspaceId: string,
  source: string,
  keys: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tx.execute<{ dedupe_key: string }>(sql`
    select dedupe_key from touch where workspace_id = ${workspaceId} and source = ${source} and dedupe_key = any(${textArray(keys)}::text[])`)
  return new Set(rows.map((row) => row.dedupe_key))
}

export interface ReportedStageRow {
  person_id: string
  stage: string
  occurred_at: string
  source: string
}

/** Remembers stages that a source dates. */
export async function insertReportedStages(
  tx: Tx,
  workspaceId: string,
  rows: readonly ReportedStageRow[],
  recordedAt: number,
  importId: string | null,
) {
  if (rows.length === 0) return 0
  const result = await tx.execute(sql`
    insert into reported_stage (workspace_id, person_id, stage, occurred_at, recorded_at, source, import_id)
    select ${workspaceId}::uuid, person_id, stage, occurred_at, ${new Date(recordedAt).toISOString()}::timestamptz, source, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(person_id uuid, stage text, occurred_at timestamptz, source text)
    on conflict (workspace_id, person_id, stage, occurred_at) do nothing`)
  return result.rowCount ?? 0
}

export interface ContactRow {
  opportunity_id: string
  person_id: string
  role: string | null
  is_primary: boolean
}

/** Remembers who takes part in deals; a role that is absent does not erase one. */
export async function upsertContacts(
  tx: Tx,
  workspaceId: string,
  rows: readonly ContactRow[],
  importId: string | null,
) {
  if (rows.length === 0) return 0
  const result = await tx.execute(sql`
    insert into opportunity_contact as kept (workspace_id, opportunity_id, person_id, role, is_primary, import_id)
    select ${workspaceId}::uuid, opportunity_id, person_id, role, is_primary, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(opportunity_id uuid, person_id uuid, role text, is_primary boolean)
    on conflict (workspace_id, opportunity_id, person_id) do update
      set role = coalesce(excluded.role, kept.role), is_primary = excluded.is_primary or kept.is_primary
      where kept.role is distinct from coalesce(excluded.role, kept.role) or (excluded.is_primary and not kept.is_primary)`)
  return result.rowCount ?? 0
}

export interface StageChangeColumns {
  opportunity_id: string
  to_stage: string
  from_stage: string | null
  amount_minor: number | null
  occurred_at: string
}

/** Adds moves of deals that are not known yet. */
export async function insertStageChanges(
  tx: Tx,
  workspaceId: string,
  rows: readonly StageChangeColumns[],
  recordedAt: number,
  importId: string | null,
) {
  if (rows.length === 0) return 0
  const result = await tx.execute(sql`
    insert into opportunity_stage_change (workspace_id, opportunity_id, to_stage, from_stage, amount_minor, occurred_at, recorded_at, import_id)
    select ${workspaceId}::uuid, opportunity_id, to_stage, from_stage, amount_minor, occurred_at,
      ${new Date(recordedAt).toISOString()}::timestamptz, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(opportunity_id uuid, to_stage text, from_stage text, amount_minor bigint, occurred_at timestamptz)
    on conflict (workspace_id, opportunity_id, occurred_at, to_stage) do nothing`)
  return result.rowCount ?? 0
}

export interface CostRow {
  campaign_id: string
  spent_on: string
  kind: string
  amount_minor: number
  currency: string
}

/** Sets what campaigns cost. */
export async function upsertCosts(
  tx: Tx,
  workspaceId: string,
  rows: readonly CostRow[],
  importId: string | null,
): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into campaign_cost as kept (workspace_id, campaign_id, spent_on, kind, amount_minor, currency, import_id)
    select ${workspaceId}::uuid, campaign_id, spent_on, kind, amount_minor, currency, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(campaign_id uuid, spent_on date, kind text, amount_minor bigint, currency text)
    on conflict (workspace_id, campaign_id, spent_on, kind) do update
      set amount_minor = excluded.amount_minor, currency = excluded.currency
      where kept.amount_minor <> excluded.amount_minor or kept.currency <> excluded.currency`)
}

export interface ChangeRow {
  kind: RecordTable
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
    insert into import_change (workspace_id, import_id, kind, record_id, before, after, recorded_at)
    select ${workspaceId}::uuid, ${importId}::uuid, kind, record_id, before, after, ${new Date(recordedAt).toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(kind text, record_id uuid, before jsonb, after jsonb)
    on conflict (workspace_id, import_id, kind, record_id) do update set after = excluded.after, recorded_at = excluded.recorded_at`)
}

/** A workspace's corrections to the free-mail list. */
export async function loadFreeMailOverrides(tx: Tx, workspaceId: string): Promise<Map<string, boolean>> {
  const { rows } = await tx.execute<{ domain: string; is_free_mail: boolean }>(
    sql`select domain, is_free_mail from free_mail_override where workspace_id = ${workspaceId}`,
  )
  return new Map(rows.map((row) => [row.domain, row.is_free_mail]))
}
