import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '#platform/db/index.ts'

/** Every table with its columns, read once a database. */
const known = new WeakMap<object, Promise<Table[]>>()

export interface Table {
  name: string
  columns: { name: string; type: string; nullable: boolean; hasDefault: boolean }[]
}

/** All tables of the product in the order of their names. */
export function tablesOf(database: Database): Promise<Table[]> {
  const found = known.get(database.pool) ?? readTables(database)
  known.set(database.pool, found)
  return found
}

async function readTables(database: Database): Promise<Table[]> {
  const { rows } = await database.system((tx) =>
    tx.execute<{ name: string; column: string; type: string; nullable: boolean; default: boolean }>(sql`
      select c.table_name as name, c.column_name as column, c.data_type as type,
        c.is_nullable = 'YES' as nullable, c.column_default is not null as default
      from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      order by c.table_name, c.ordinal_position`),
  )
  const byName = new Map<string, Table>()
  for (const row of rows) {
    const table = byName.get(row.name) ?? { name: row.name, columns: [] }
    table.columns.push({
      name: row.column,
      type: row.type,
      nullable: row.nullable,
      hasDefault: row.default,
    })
    byName.set(row.name, table)
  }
  return [...byName.values()]
}

/** Names of the tables whose rows belong to a workspace. */
export async function workspaceTables(database: Database): Promise<Table[]> {
  const tables = await tablesOf(database)
  return tables.filter((table) => table.columns.some((column) => column.name === 'workspace_id'))
}

/**
 * One hash over every row of every table, nothing left out: a refused call may not even note that a key was used. With a
 * workspace, over its rows alone. A row counts by its place and the transaction that wrote it, so that writing the same again shows
 * too.
 */
export async function databaseDigest(database: Database, workspaceId?: string): Promise<string> {
  return createHash('sha256')
    .update(JSON.stringify(await tableDigests(database, workspaceId)))
    .digest('hex')
}

/** The hash of each table, to say which one changed. */
export async function tableDigests(
  database: Database,
  workspaceId?: string,
): Promise<Record<string, string>> {
  const ready = prepared.get(database.pool) ?? prepareDigest(database)
  prepared.set(database.pool, ready)
  await ready
  const { rows } = await database.system((tx) =>
    tx.execute<{ name: string; digest: string }>(
      sql`select * from test_digest(${workspaceId ?? null}::uuid) where digest is not null`,
    ),
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.digest]))
}

/** Notes for the pages of other processes that something changed, written a while after the answer. */
const PASSING = ['live_hint']

const prepared = new WeakMap<object, Promise<unknown>>()

/** As a function, since planning a query over all tables takes longer than reading them. */
async function prepareDigest(database: Database): Promise<void> {
  const tables = (await tablesOf(database)).filter(({ name }) => !PASSING.includes(name))
  const each = tables.map(({ name, columns }) => {
    const walled = columns.some((column) => column.name === 'workspace_id')
    const seen = walled ? 'wanted is null or t.workspace_id = wanted' : 'wanted is null'
    const digest = "count(*) || ':' || coalesce(sum(hashtidextended(t.ctid, t.xmin::text::bigint)), 0)"
    return `select '${name}'::text, ${walled ? digest : `case when wanted is null then ${digest} end`} from "${name}" t where ${seen}`
  })
  await database.system((tx) =>
    tx.execute(
      sql.raw(`create function test_digest(wanted uuid) returns table (name text, digest text) language plpgsql as
        $body$ begin return query ${each.join(' union all ')}; end $body$`),
    ),
  )
}

/** Every row of every table as text, to look for what may not be there. */
export async function databaseText(database: Database): Promise<string> {
  const tables = await tablesOf(database)
  const each = tables.map(({ name }) => sql`select t::text as row from ${sql.identifier(name)} t`)
  const { rows } = await database.system((tx) =>
    tx.execute<{ row: string }>(sql.join(each, sql` union all `)),
  )
  return rows.map((row) => row.row).join('\n')
}
