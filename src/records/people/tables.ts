import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { attributes, id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'

/** A human at a customer or a possible one. */
export const person = pgTable(
  'person',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    email: text('email'),
    /** lower case, trimmed; the match key after external ids */
    emailNorm: text('email_norm'),
    firstName: text('first_name'),
    lastName: text('last_name'),
    jobTitle: text('job_title'),
    phone: text('phone'),
    /** ISO 3166-1 alpha-2 where it could be resolved, else as the source wrote it */
    country: text('country'),
    accountId: uuid('account_id'),
    /** the seller who owns this person */
    sellerId: uuid('seller_id'),
    /** original source as the CRM states it, e.g. `Paid search` */
    source: text('source'),
    /** as the CRM states it; the derived stage stands in the lifecycle ledger */
    reportedStage: text('reported_stage'),
    attributes: attributes(),
    /** when the source system says this person was created */
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** set when a merge folded this person into another; such rows are hidden everywhere */
    mergedIntoId: uuid('merged_into_id'),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('person_email').on(t.workspaceId, t.emailNorm),
    index('person_account').on(t.workspaceId, t.accountId),
    index('person_seller').on(t.workspaceId, t.sellerId),
    index('person_occurred').on(t.workspaceId, t.occurredAt, t.id),
  ],
)

/** One of our own people who owns leads, accounts or deals in the CRM; may or may not sign in here. */
export const seller = pgTable(
  'seller',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    name: text('name').notNull(),
    nameNorm: text('name_norm').notNull(),
    email: text('email'),
    emailNorm: text('email_norm'),
    /** e.g. `EMEA` */
    team: text('team'),
    manager: text('manager'),
    recordedAt: instant('recorded_at').notNull(),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('seller_email').on(t.workspaceId, t.emailNorm),
    index('seller_name').on(t.workspaceId, t.nameNorm),
  ],
)

/** The id a record has in another system. One external id names one record. */
export const externalId = pgTable(
  'external_id',
  {
    workspaceId: workspaceId(),
    /** `hubspot`, `salesforce`, or the name of a spreadsheet source */
    system: text('system').notNull(),
    kind: oneOf('kind', ['person', 'account', 'seller', 'campaign', 'opportunity']).notNull(),
    externalId: text('external_id').notNull(),
    recordId: uuid('record_id').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.system, t.kind, t.externalId] }),
    index('external_id_record').on(t.workspaceId, t.recordId),
  ],
)

/** A stage that a source system says a person entered (HubSpot lifecycle dates, Salesforce lead status history). Evidence for the lifecycle. */
export const reportedStage = pgTable(
  'reported_stage',
  {
    workspaceId: workspaceId(),
    personId: uuid('person_id').notNull(),
    /** key of a stage in the agreement */
    stage: text('stage').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** where it comes from, e.g. the column label */
    source: text('source').notNull(),
    importId: uuid('import_id'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.personId, t.stage, t.occurredAt] })],
)
