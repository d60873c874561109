import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { plainArray, type RecordTable, textArray } from './records-store.ts'
import type { WriteOptions } from './write-session.ts'

/** What of other imports an import brought as well: it stays when they are taken back. */

type By = Pick<WriteOptions, 'importId' | 'now'>

/** Remembers records of other imports of which the import said nothing new. */
export async function noteSeen(
  tx: Tx,
  workspaceId: string,
  kind: RecordTable,
  ids: readonly string[],
  by: By,
): Promise<void> {
  if (by.importId === null || ids.length === 0) return
  await insertSeen(
    tx,
    workspaceId,
    kind,
    by,
    sql`select r.id from ${sql.identifier(kind)} r
    where r.workspace_id = ${workspaceId} and r.id = any(${plainArray(ids)}::uuid[]) and r.import_id <> ${by.importId}`,
  )
}

/** The same of touches, by the keys that their source gave them. */
export async function noteSeenTouches(
  tx: Tx,
  workspaceId: string,
  source: string,
  keys: readonly string[],
  by: By,
): Promise<void> {
  await insertSeen(
    tx,
    workspaceId,
    'touch',
    by,
    sql`select t.id from touch t
    where t.workspace_id = ${workspaceId} and t.source = ${source} and t.dedupe_key = any(${textArray(keys)}::text[])
      and t.import_id <> ${by.importId}`,
  )
}

async function insertSeen(
  tx: Tx,
  workspaceId: string,
  kind: string,
  { importId, now }: By,
  found: SQL,
): Promise<void> {
  await tx.execute(sql`
    insert into import_seen (workspace_id, id, import_id, kind, record_ids, recorded_at)
    select ${workspaceId}::uuid, ${newId(now)}::uuid, ${importId}::uuid, ${kind}::text, array_agg(found.id), ${toIso(now)}::timestamptz
    from (${found}) found having count(*) > 0`)
}

/** The same of rows that hang on records. */
export async function noteSeenParts(
  tx: Tx,
  workspaceId: string,
  kind: string,
  parts: readonly { id: string; key: string }[],
  { importId, now }: By,
): Promise<void> {
  if (parts.length === 0) return
  await tx.execute(sql`
    insert into import_seen (workspace_id, id, import_id, kind, record_ids, keys, recorded_at)
    values (${workspaceId}, ${newId(now)}, ${importId}, ${kind}, ${plainArray(parts.map(({ id }) => id))}::uuid[],
      ${textArray(parts.map(({ key }) => key))}::text[], ${toIso(now)}::timestamptz)`)
}
