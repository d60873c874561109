import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { attributes, id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'

/** Kinds of touch that rules may speak of; what a source calls otherwise becomes `other` with its own word in `attributes.kind`. */
export const TOUCH_KINDS = [
  'page_view',
  'form_submit',
  'demo_request',
  'contact_request',
  'content_download',
  'email_open',
  'email_click',
  'email_reply',
  'webinar_registered',
  'webinar_attended',
  'event_attended',
  'ad_click',
  'ad_impression',
  'product_use',
  'call',
  'call_connected',
  'email_sent',
  'meeting',
  'note',
  'social',
  'other',
] as const
export type TouchKind = (typeof TOUCH_KINDS)[number]

/** One interaction, by either team. Append-only ledger. */
export const touch = pgTable(
  'touch',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    personId: uuid('person_id').notNull(),
    campaignId: uuid('campaign_id'),
    sellerId: uuid('seller_id'),
    kind: oneOf('kind', TOUCH_KINDS).notNull(),
    /** whose activity it is: a marketing interaction, or a seller's own */
    side: oneOf('side', ['marketing', 'sales']).notNull(),
    direction: oneOf('direction', ['inbound', 'outbound']).notNull(),
    /** channel by the default channel rules, e.g. `Paid search` */
    channel: text('channel'),
    /** what it was about: page, asset, subject line */
    subject: text('subject'),
    /** made by a machine (prefetch, scanner, crawler): kept, shown as such, scores nothing */
    machine: boolean('machine').notNull().default(false),
    attributes: attributes(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** system it came from */
    source: text('source').notNull(),
    /** unique within the source: its own id, or a digest of the row */
    dedupeKey: text('dedupe_key').notNull(),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('touch_dedupe').on(t.workspaceId, t.source, t.dedupeKey),
    index('touch_person').on(t.workspaceId, t.personId, t.occurredAt),
    index('touch_import').on(t.workspaceId, t.importId),
    // all that the figures of a campaign need, so that the touches themselves need not be read
    index('touch_campaign')
      .on(t.workspaceId, t.campaignId, t.personId, t.occurredAt)
      .where(sql`campaign_id is not null`),
  ],
)
