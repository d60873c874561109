import { boolean, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { amountMinor, attributes, day, id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'

/** A deal that sales works on; `opportunity` in the trade and here. */
export const opportunity = pgTable(
  'opportunity',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    name: text('name').notNull(),
    accountId: uuid('account_id'),
    sellerId: uuid('seller_id'),
    status: oneOf('status', ['open', 'won', 'lost']).notNull(),
    /** stage name as the CRM calls it */
    stage: text('stage').notNull(),
    /** null when the source gives none (open deals often have none) */
    amountMinor: amountMinor(),
    currency: text('currency'),
    product: text('product'),
    /** where the CRM says the deal came from, e.g. `Marketing`, `Outbound`, `Partner` */
    origin: text('origin'),
    /** reason of a lost deal as the CRM states it */
    lostReason: text('lost_reason'),
    /** null when the source does not say when the deal was created; such deals are left out of dated figures and counted as incomplete */
    occurredAt: instant('occurred_at'),
    /** when it was won or lost */
    closedAt: instant('closed_at'),
    expectedCloseOn: day('expected_close_on'),
    attributes: attributes(),
    recordedAt: instant('recorded_at').notNull(),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('opportunity_account').on(t.workspaceId, t.accountId),
    index('opportunity_created').on(t.workspaceId, t.occurredAt),
    index('opportunity_closed').on(t.workspaceId, t.closedAt),
    index('opportunity_seller').on(t.workspaceId, t.sellerId),
  ],
)

/** Who takes part in a deal on the customer's side. */
export const opportunityContact = pgTable(
  'opportunity_contact',
  {
    workspaceId: workspaceId(),
    opportunityId: uuid('opportunity_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** e.g. `Decision maker` */
    role: text('role'),
    isPrimary: boolean('is_primary').notNull().default(false),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.opportunityId, t.personId] }),
    index('opportunity_contact_person').on(t.workspaceId, t.personId),
  ],
)

/** A move of a deal from one CRM stage to another. Append-only ledger. */
export const opportunityStageChange = pgTable(
  'opportunity_stage_change',
  {
    workspaceId: workspaceId(),
    opportunityId: uuid('opportunity_id').notNull(),
    toStage: text('to_stage').notNull(),
    fromStage: text('from_stage'),
    amountMinor: amountMinor(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    importId: uuid('import_id'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.opportunityId, t.occurredAt, t.toStage] })],
)
