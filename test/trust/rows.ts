import { type SQL, sql } from 'drizzle-orm'
import { newId } from '#platform/kernel/ids.ts'
import type { Table } from './digest.ts'

/** A row for any table, made from the types of its columns, so that new tables are covered without a word. */
export function insertRow({ name, columns }: Table, workspaceId: string): SQL {
  const given = columns.filter((column) => !column.nullable)
  const values = given.map((column) =>
    column.name === 'workspace_id' ? sql`${workspaceId}::uuid` : fitting(column.type),
  )
  const names = given.map((column) => sql.identifier(column.name))
  return sql`insert into ${sql.identifier(name)} (${sql.join(names, sql`, `)}) values (${sql.join(values, sql`, `)})`
}

/** Past the numbers that a workspace starts with. */
let count = 1_000

function fitting(type: string): SQL {
  if (type === 'uuid') return sql`${newId()}::uuid`
  if (type === 'boolean') return sql`false`
  if (type === 'jsonb') return sql`'{}'::jsonb`
  if (type === 'ARRAY') return sql`'{}'`
  if (type === 'date') return sql`'2026-06-15'::date`
  if (type.startsWith('timestamp')) return sql`'2026-06-15T09:00:00Z'::timestamptz`
  if (/int|numeric|real|double/.test(type)) {
    count += 1
    return sql`${count}`
  }
  return sql`${newId()}`
}
