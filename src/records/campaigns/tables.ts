import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { amountMinor, attributes, day, id, instant, workspaceId } from '#platform/db/columns.ts'

/** Something marketing ran: a webinar, a paid search campaign, a trade show. */
export const campaign = pgTable(
  'campaign',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    name: text('name').notNull(),
    nameNorm: text('name_norm').notNull(),
    /** one of the channel names in records/touches */
    channel: text('channel'),
    /** as the source calls it, e.g. `Webinar` */
    kind: text('kind'),
    startsOn: day('starts_on'),
    endsOn: day('ends_on'),
    attributes: attributes(),
    recordedAt: instant('recorded_at').notNull(),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('campaign_name').on(t.workspaceId, t.nameNorm),
  ],
)

/** What a campaign cost on one day (or in one period, dated at its start). */
export const campaignCost = pgTable(
  'campaign_cost',
  {
    workspaceId: workspaceId(),
    campaignId: uuid('campaign_id').notNull(),
    spentOn: day('spent_on').notNull(),
    /** what the money was for, e.g. `media`, `agency` */
    kind: text('kind').notNull().default('total'),
    amountMinor: amountMinor().notNull(),
    currency: text('currency').notNull(),
    importId: uuid('import_id'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.campaignId, t.spentOn, t.kind] })],
)
