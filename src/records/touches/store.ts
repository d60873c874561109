import { sql } from 'drizzle-orm'
import type { Attributes } from '#platform/db/columns.ts'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { TouchKind } from './tables.ts'

/** One interaction to be recorded; `(source, dedupeKey)` names it for ever. */
export interface NewTouch {
  id: string
  personId: string
  campaignId: string | null
  sellerId: string | null
  kind: TouchKind
  side: 'marketing' | 'sales'
  direction: 'inbound' | 'outbound'
  /** channel by the default channel rules, e.g. `Paid search` */
  channel: string | null
  /** what it was about: page, asset, subject line */
  subject: string | null
  /** made by a machine: kept, shown as such, scores nothing */
  machine: boolean
  attributes: Attributes
  occurredAt: Instant
  /** system it came from */
  source: string
  /** unique within the source */
  dedupeKey: string
}

/** Adds touches that are not known yet, in one statement. Answers who got something new, each person once. */
export async function insertNew(
  tx: Tx,
  workspaceId: string,
  touches: readonly NewTouch[],
  now: Instant,
): Promise<string[]> {
  const { rows } = await tx.execute<{ person_id: string }>(sql`
    insert into touch (workspace_id, id, person_id, campaign_id, seller_id, kind, side, direction, channel, subject, machine,
      attributes, occurred_at, recorded_at, source, dedupe_key, import_id)
    select ${workspaceId}::uuid, t.id, t."personId", t."campaignId", t."sellerId", t.kind, t.side, t.direction, t.channel, t.subject,
      t.machine, t.attributes, t."occurredAt", ${toIso(now)}::timestamptz, t.source, t."dedupeKey", null::uuid
    from jsonb_to_recordset(${JSON.stringify(touches.map(onTheWire))}::jsonb) as t(id uuid, "personId" uuid, "campaignId" uuid,
      "sellerId" uuid, kind text, side text, direction text, channel text, subject text, machine boolean, attributes jsonb,
      "occurredAt" timestamptz, source text, "dedupeKey" text)
    on conflict (workspace_id, source, dedupe_key) do nothing
    returning person_id`)
  return [...new Set(rows.map((row) => row.person_id))]
}

const onTheWire = (touch: NewTouch) => ({ ...touch, occurredAt: toIso(touch.occurredAt) })
