import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { type Attributes, attributes, id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { MATCHED_BY } from './rules/identity-live.ts'

/** What events last filled of a person, by column or attribute, and when they said so (epoch milliseconds). */
export type Told = Record<string, { value: Attributes[string]; at: Instant }>

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
    /** the same for namesakes, whatever the case; null where first or last name is missing. Short, since names may be too long for an index */
    nameDigest: text('name_digest').generatedAlwaysAs(sql`md5(lower(first_name || ' ' || last_name))`),
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
    /** what of it events said; a value that differs from what it says here was set by a record or one of us */
    told: jsonb('told').$type<Told>().notNull().default({}),
    /** who made this record: an import or one of us, an event with a secret, or what somebody claimed with a public key */
    madeBy: oneOf('made_by', ['record', 'proof', 'claim']).notNull().default('record'),
    /** when the source system says this person was created; the same as `recordedAt` where it does not say */
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** set when a merge folded this person into another; such rows are hidden everywhere */
    mergedIntoId: uuid('merged_into_id'),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('person_email').on(t.workspaceId, t.emailNorm),
    index('person_account').on(t.workspaceId, t.accountId, t.nameDigest),
    index('person_phone').on(t.workspaceId, t.phone, t.nameDigest).where(sql`phone is not null`),
    index('person_seller').on(t.workspaceId, t.sellerId),
    index('person_occurred').on(t.workspaceId, t.occurredAt, t.id),
    index('person_merged').on(t.workspaceId, t.mergedIntoId).where(sql`merged_into_id is not null`),
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
    // the system last: an id is also looked up in all systems at once
    primaryKey({ columns: [t.workspaceId, t.kind, t.externalId, t.system] }),
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
    /** why, for stages that end a cycle: a key of the agreement's reasons, or the source's own word */
    reason: text('reason'),
    /** the user who said it; null for a source */
    actorId: uuid('actor_id'),
    /** how often the same report had been withdrawn before */
    revision: integer('revision').notNull().default(0),
    importId: uuid('import_id'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.personId, t.stage, t.occurredAt, t.revision] })],
)

/** A reported stage that was said by mistake: the report stays in its ledger and counts no more. */
export const reportedStageWithdrawal = pgTable(
  'reported_stage_withdrawal',
  {
    workspaceId: workspaceId(),
    personId: uuid('person_id').notNull(),
    stage: text('stage').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    revision: integer('revision').notNull(),
    /** the user who withdrew it; null for the program */
    actorId: uuid('actor_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'stage_withdrawal_pk',
      columns: [t.workspaceId, t.personId, t.stage, t.occurredAt, t.revision],
    }),
  ],
)

export const SUPPRESSION_REASONS = ['unsubscribed', 'bounced', 'complained', 'asked', 'by_hand'] as const

/** An address that nothing is sent to. */
export const suppression = pgTable(
  'suppression',
  {
    workspaceId: workspaceId(),
    /** as in `person.email_norm` */
    emailNorm: text('email_norm').notNull(),
    reason: oneOf('reason', SUPPRESSION_REASONS).notNull(),
    /** what proves it, e.g. the mail whose link was used */
    detail: text('detail'),
    /** the user who put it here; null when the person did, or a server */
    actorId: uuid('actor_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.emailNorm] })],
)

/** A browser or device that was joined to a person at some time; one without a row is anonymous. */
export const visitor = pgTable(
  'visitor',
  {
    workspaceId: workspaceId(),
    anonymousId: text('anonymous_id').notNull(),
    /** whose events come from it now; null when all its joins were taken back */
    personId: uuid('person_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.anonymousId] }),
    index('visitor_person').on(t.workspaceId, t.personId),
  ],
)

/** Columns and attributes of a person with the values that filled them. */
export interface Filled {
  fields: Record<string, string>
  attributes: Attributes
}

/** A visitor found to be a person, with the evidence; events from `occurredAt` on are that person's. */
export const identityJoin = pgTable(
  'identity_join',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    anonymousId: text('anonymous_id').notNull(),
    personId: uuid('person_id').notNull(),
    matchedBy: oneOf('matched_by', MATCHED_BY).notNull(),
    /** the e-mail address or user id that matched */
    matched: text('matched').notNull(),
    /** it came with a secret; otherwise somebody claimed it */
    proven: boolean('proven').notNull(),
    /** event that said so */
    messageId: text('message_id').notNull(),
    /** the visitor was somebody else's before and stays so for what happened then */
    sharedDevice: boolean('shared_device').notNull(),
    /** what the visitor did before anybody was known belongs to this person as well */
    bringsHistory: boolean('brings_history').notNull(),
    /** what was empty on the person and was filled by what this visitor said */
    filled: jsonb('filled').$type<Filled>().notNull().default({ fields: {}, attributes: {} }),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    takenBackAt: instant('taken_back_at'),
    takenBackBy: uuid('taken_back_by'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('identity_join_visitor').on(t.workspaceId, t.anonymousId),
    index('identity_join_person').on(t.workspaceId, t.personId),
  ],
)

/** First and last name of the person `p` of a statement; null without either. */
export const fullName = sql`nullif(trim(concat_ws(' ', p.first_name, p.last_name)), '')`

/** What the person `p` of a statement goes by: the full name, else the address. */
export const personName = sql`coalesce(${fullName}, p.email, 'No name')`
