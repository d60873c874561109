import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { PARTS, type PartTable } from './parts-store.ts'
import type { State } from './records-store.ts'

/** A row as it is to be again; `said` is null when it was not there. */
export interface PartBack {
  record_id: string
  key: string
  said: State | null
}

/** Lets rows say again what they said before, and removes those that were not there. */
export async function restoreParts(
  tx: Tx,
  workspaceId: string,
  table: PartTable,
  rows: readonly PartBack[],
): Promise<void> {
  const { owner, storedKey, said } = PARTS[table]
  const isIt = sql`part.workspace_id = ${workspaceId} and part.${sql.identifier(owner)} = given.record_id and ${storedKey} = given.key`
  const gone = rows.filter((row) => row.said === null)
  if (gone.length > 0)
    await tx.execute(sql`
      delete from ${sql.identifier(table)} part
      using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as given(record_id uuid, key text) where ${isIt}`)
  const columns = Object.entries(said)
  const back = rows.filter((row) => row.said !== null)
  if (back.length === 0 || columns.length === 0) return
  const sets = sql.raw(columns.map(([column]) => `${column} = given.${column}`).join(', '))
  const shape = sql.raw(columns.map(([column, type]) => `${column} ${type}`).join(', '))
  const flat = back.map(({ said, ...row }) => ({ ...row, ...said }))
  await tx.execute(sql`
    update ${sql.identifier(table)} part set ${sets}
    from jsonb_to_recordset(${JSON.stringify(flat)}::jsonb) as given(record_id uuid, key text, ${shape}) where ${isIt}`)
}
