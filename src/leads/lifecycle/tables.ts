import {
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  real,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import { ACTOR_KINDS } from './rules/history.ts'

/**
 * The ledger of moves between stages. Append-only: when history that arrives later changes what happened, the old rows
 * are voided by rows that name them, never edited; figures as known on a past day follow from `recordedAt`.
 */
export const stageTransition = pgTable(
  'stage_transition',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    personId: uuid('person_id').notNull(),
    /** 1 for the first trip through the funnel */
    cycle: integer('cycle').notNull(),
    /** null at the first entry of a cycle */
    fromStage: text('from_stage'),
    toStage: text('to_stage').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** a stage that was skipped over: written at the same instant, left out of every time-in-stage figure */
    inferred: boolean('inferred').notNull().default(false),
    /** who or what moved it */
    actorKind: oneOf('actor_kind', ACTOR_KINDS).notNull(),
    /** rule key, user id, or the system that reported it */
    actor: text('actor').notNull(),
    agreementVersion: integer('agreement_version').notNull(),
    /** key from the agreement's list; only on recycle, disqualify and reopen */
    reason: text('reason'),
    /** scores frozen at the move, points */
    fit: real('fit').notNull(),
    engagement: real('engagement').notNull(),
    /** touch or opportunity that caused it */
    causeId: uuid('cause_id'),
    /** this row takes back the row with that id */
    voidsId: uuid('voids_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('stage_transition_person').on(t.workspaceId, t.personId, t.occurredAt),
    index('stage_transition_stage').on(t.workspaceId, t.toStage, t.occurredAt),
    index('stage_transition_voids').on(t.workspaceId, t.voidsId),
  ],
)

/**
 * Where each person stands, for the lead list: a cache of the ledgers, one row a person, reproduced by `accord rebuild`.
 */
export const lead = pgTable(
  'lead',
  {
    workspaceId: workspaceId(),
    personId: uuid('person_id').notNull(),
    /** key of a stage; null before the first */
    stage: text('stage'),
    /** 0 before the first */
    cycle: integer('cycle').notNull(),
    stageEnteredAt: instant('stage_entered_at'),
    /** points at `scoredAt` */
    fit: doublePrecision('fit').notNull(),
    engagement: doublePrecision('engagement').notNull(),
    /** `A1` to `D4` */
    grade: text('grade').notNull(),
    /** the instant for which the scores are right; with half-lives they are lower later */
    scoredAt: instant('scored_at').notNull(),
    /** version of the agreement that the scores follow */
    agreementVersion: integer('agreement_version').notNull(),
    /** event and rule pairs that give points */
    countedEvents: integer('counted_events').notNull(),
    /** from here on the row may be out of date without anything new; null: never */
    nextDecayAt: instant('next_decay_at'),
    /** key of the exclusion that applies */
    excludedBy: text('excluded_by'),
    /** latest touch of either team, machines left out */
    lastTouchAt: instant('last_touch_at'),
    handRaiseAt: instant('hand_raise_at'),
    /** entries into the qualified stage, inferred ones left out */
    qualifiedFirstAt: instant('qualified_first_at'),
    qualifiedLatestAt: instant('qualified_latest_at'),
    qualifiedCount: integer('qualified_count').notNull(),
    /** opportunities that are neither won nor lost */
    openOpportunities: integer('open_opportunities').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.personId] }),
    index('lead_stage').on(t.workspaceId, t.stage),
    index('lead_engagement').on(t.workspaceId, t.engagement, t.personId),
    index('lead_last_touch').on(t.workspaceId, t.lastTouchAt, t.personId),
    index('lead_decay').on(t.workspaceId, t.nextDecayAt),
  ],
)
