import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { plainArray, textArray } from './records-store.ts'
import { groupBy } from './rules/group.ts'
import { noteSeenTouches } from './seen-store.ts'
import type { WriteOptions } from './write-session.ts'

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
  by: Pick<WriteOptions, 'now' | 'importId'>,
): Promise<number> {
  if (touches.id.length === 0) return 0
  const result = await tx.execute(sql`
    insert into touch (workspace_id, id, person_id, campaign_id, seller_id, kind, side, direction, channel, subject, machine,
      attributes, occurred_at, recorded_at, source, dedupe_key, import_id)
    select ${workspaceId}::uuid, t.id, t.person_id, t.campaign_id, t.seller_id, t.kind, t.side, t.direction, t.channel, t.subject,
      t.machine, t.attributes, t.occurred_at, ${toIso(by.now)}::timestamptz, t.source, t.dedupe_key, ${by.importId}::uuid
    from unnest(${plainArray(touches.id)}::uuid[], ${plainArray(touches.person_id)}::uuid[], ${plainArray(touches.campaign_id)}::uuid[],
      ${plainArray(touches.seller_id)}::uuid[], ${plainArray(touches.kind)}::text[], ${plainArray(touches.side)}::text[],
      ${plainArray(touches.direction)}::text[], ${textArray(touches.channel)}::text[], ${textArray(touches.subject)}::text[],
      ${plainArray(touches.machine)}::boolean[], ${textArray(touches.attributes)}::jsonb[], ${plainArray(touches.occurred_at)}::timestamptz[],
      ${textArray(touches.source)}::text[], ${textArray(touches.dedupe_key)}::text[])
      as t(id, person_id, campaign_id, seller_id, kind, side, direction, channel, subject, machine, attributes, occurred_at, source, dedupe_key)
    on conflict (workspace_id, source, dedupe_key) do nothing`)
  const created = result.rowCount ?? 0
  if (by.importId === null || created === touches.id.length) return created
  for (const [source, indexes] of groupBy(touches.source.keys(), (index) => touches.source[index]!)) {
    const keys = indexes.map((index) => touches.dedupe_key[index]!)
    await noteSeenTouches(tx, workspaceId, source, keys, by)
  }
  return created
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
