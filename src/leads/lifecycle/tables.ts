import { boolean, index, integer, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'

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
    actorKind: oneOf('actor_kind', ['rule', 'user', 'source']).notNull(),
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
