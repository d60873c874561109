import { bigint, boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { day, id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import { OUTCOMES } from './rules/decisions.ts'

/**
 * Facts that the measures read, kept up to date as records arrive and rebuilt exactly from the ledgers. The number of rows grows
 * with people and deals, never with touches; `stage_daily` and the counts do not even grow with people.
 */

/** One person as the measures see them. */
export const factPerson = pgTable(
  'fact_person',
  {
    workspaceId: workspaceId(),
    personId: uuid('person_id').notNull(),
    /** original source, else the channel of the first touch */
    source: text('source'),
    sellerId: uuid('seller_id'),
    /** team of the seller */
    team: text('team'),
    accountId: uuid('account_id'),
    /** bit i set: field i of FIELDS.person is empty */
    missing: integer('missing').notNull(),
    /** counted marketing touches, and those with a channel, with a campaign */
    marketingTouches: integer('marketing_touches').notNull(),
    withChannel: integer('with_channel').notNull(),
    withCampaign: integer('with_campaign').notNull(),
  },
  // No second index: without statistics the planner would take it for a look-up by person and read the whole workspace.
  (t) => [primaryKey({ columns: [t.workspaceId, t.personId] })],
)

/** One account: which fields are empty. */
export const factAccount = pgTable(
  'fact_account',
  {
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull(),
    /** bit i set: field i of FIELDS.account is empty */
    missing: integer('missing').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.accountId] })],
)

/** One stage entered in one cycle by one person; exits too. */
export const factStage = pgTable(
  'fact_stage',
  {
    workspaceId: workspaceId(),
    personId: uuid('person_id').notNull(),
    cycle: integer('cycle').notNull(),
    stage: text('stage').notNull(),
    /** only of exits: the stage that was left; empty otherwise */
    fromStage: text('from_stage').notNull(),
    enteredAt: instant('entered_at').notNull(),
    /** in the workspace's time zone */
    enteredOn: day('entered_on').notNull(),
    inferred: boolean('inferred').notNull(),
    /** day on which a later stage was reached */
    nextOn: day('next_on'),
    /** the cycle stands here now */
    standing: boolean('standing').notNull(),
    source: text('source'),
    campaignId: uuid('campaign_id'),
    sellerId: uuid('seller_id'),
    team: text('team'),
    agreementVersion: integer('agreement_version').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.personId, t.cycle, t.stage] }),
    index('fact_stage_day').on(t.workspaceId, t.enteredOn),
    index('fact_stage_list').on(t.workspaceId, t.stage, t.enteredAt, t.personId),
  ],
)

/** Moves per day, stage and one property: what the funnel is drawn from. */
export const stageDaily = pgTable(
  'stage_daily',
  {
    workspaceId: workspaceId(),
    /** `all`, `source`, `team` or `campaign` */
    dimension: text('dimension').notNull(),
    /** value of the property; empty where it is not known, and for `all` */
    value: text('value').notNull(),
    day: day('day').notNull(),
    stage: text('stage').notNull(),
    fromStage: text('from_stage').notNull(),
    agreementVersion: integer('agreement_version').notNull(),
    entered: integer('entered').notNull(),
    inferred: integer('inferred').notNull(),
    standing: integer('standing').notNull(),
    /** of those who entered, reached a later stage within so many days */
    reached30: integer('reached_30').notNull(),
    reached60: integer('reached_60').notNull(),
    reached90: integer('reached_90').notNull(),
    reached180: integer('reached_180').notNull(),
    reached365: integer('reached_365').notNull(),
  },
  (t) => [
    primaryKey({
      columns: [t.workspaceId, t.dimension, t.value, t.day, t.stage, t.fromStage, t.agreementVersion],
    }),
    index('stage_daily_day').on(t.workspaceId, t.day),
  ],
)

/** One opportunity with what its touches say about where it came from. */
export const factOpportunity = pgTable(
  'fact_opportunity',
  {
    workspaceId: workspaceId(),
    opportunityId: uuid('opportunity_id').notNull(),
    status: text('status').notNull(),
    amountMinor: bigint('amount_minor', { mode: 'number' }),
    currency: text('currency'),
    createdAt: instant('created_at'),
    createdOn: day('created_on'),
    closedAt: instant('closed_at'),
    closedOn: day('closed_on'),
    sellerId: uuid('seller_id'),
    team: text('team'),
    accountId: uuid('account_id'),
    origin: text('origin'),
    originIsMarketing: boolean('origin_is_marketing'),
    source: text('source'),
    campaignId: uuid('campaign_id'),
    firstTouchAt: instant('first_touch_at'),
    firstTouchSide: text('first_touch_side'),
    /** of the first touch inside the look-back before creation */
    recentFirstSide: text('recent_first_side'),
    marketingTouches: integer('marketing_touches').notNull(),
    /** bit i set: field i of FIELDS.opportunity is empty; after those, of closed_opportunity */
    missing: integer('missing').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.opportunityId] }),
    index('fact_opportunity_created').on(t.workspaceId, t.createdOn),
    index('fact_opportunity_closed').on(t.workspaceId, t.closedOn),
    index('fact_opportunity_status').on(t.workspaceId, t.status, t.createdOn),
  ],
)

/** One hand-raise and when it was answered; raises before an answer are one. */
export const factResponse = pgTable(
  'fact_response',
  {
    workspaceId: workspaceId(),
    touchId: uuid('touch_id').notNull(),
    personId: uuid('person_id').notNull(),
    raisedAt: instant('raised_at').notNull(),
    raisedOn: day('raised_on').notNull(),
    firstAttemptAt: instant('first_attempt_at'),
    firstContactAt: instant('first_contact_at'),
    sellerId: uuid('seller_id'),
    team: text('team'),
    source: text('source'),
    campaignId: uuid('campaign_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.touchId] }),
    index('fact_response_day').on(t.workspaceId, t.raisedOn),
    index('fact_response_person').on(t.workspaceId, t.personId),
  ],
)

/** What sales decided about one qualified lead: by a hand-off, or by a move where there was none. */
export const factDecision = pgTable(
  'fact_decision',
  {
    workspaceId: workspaceId(),
    personId: uuid('person_id').notNull(),
    /** id of the hand-off; else cycle and stage of the move */
    decision: text('decision').notNull(),
    outcome: oneOf('outcome', OUTCOMES).notNull(),
    decidedAt: instant('decided_at').notNull(),
    /** in the workspace's time zone */
    decidedOn: day('decided_on').notNull(),
    source: text('source'),
    /** of the hand-off, else of the cycle */
    campaignId: uuid('campaign_id'),
    /** who had the hand-off, else the person's seller */
    sellerId: uuid('seller_id'),
    team: text('team'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.personId, t.decision] }),
    index('fact_decision_day').on(t.workspaceId, t.decidedOn),
  ],
)

/** How many records have a field filled in. */
export const fieldCount = pgTable(
  'field_count',
  {
    workspaceId: workspaceId(),
    /** kind of record, a key of FIELDS */
    record: text('record').notNull(),
    field: text('field').notNull(),
    filled: integer('filled').notNull(),
    total: integer('total').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.record, t.field] })],
)

/** How far one source's records of one kind reach. */
export const sourceFreshness = pgTable(
  'source_freshness',
  {
    workspaceId: workspaceId(),
    source: text('source').notNull(),
    kind: text('kind').notNull(),
    lastOccurredAt: instant('last_occurred_at'),
    lastRecordedAt: instant('last_recorded_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.source, t.kind] })],
)

/** People whose facts have to be made again soon: what live changes leave behind, one row a transaction, gone once that is done. */
export const factChange = pgTable(
  'fact_change',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    personIds: uuid('person_ids').array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
)

/** One row a workspace: its lock, and the settings the facts were made under. */
export const factState = pgTable(
  'fact_state',
  {
    workspaceId: workspaceId(),
    /** time zone and what the agreement says about counting; facts are rebuilt when they change */
    signature: text('signature'),
    refreshedAt: instant('refreshed_at').notNull(),
    /** counts refreshes, so that answers can be kept until the next */
    revision: integer('revision').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId] })],
)
