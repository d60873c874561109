import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'

/** Two records that may be one; a person decides. `leftId` < `rightId`. */
export const reviewPair = pgTable(
  'review_pair',
  {
    workspaceId: workspaceId(),
    kind: oneOf('kind', ['person', 'account']).notNull(),
    leftId: uuid('left_id').notNull(),
    rightId: uuid('right_id').notNull(),
    /** why they may be one, in a sentence */
    evidence: text('evidence').notNull(),
    state: oneOf('state', ['open', 'merged', 'kept_apart']).notNull().default('open'),
    foundAt: instant('found_at').notNull(),
    decidedAt: instant('decided_at'),
    decidedBy: text('decided_by'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.leftId, t.rightId] }),
    index('review_pair_state').on(t.workspaceId, t.state, t.foundAt),
  ],
)

/** A merge of two records, with what it moved, so that it can be taken back. */
export const recordMerge = pgTable(
  'record_merge',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    kind: oneOf('kind', ['person', 'account']).notNull(),
    survivorId: uuid('survivor_id').notNull(),
    mergedId: uuid('merged_id').notNull(),
    /** table → keys of the rows that pointed at the merged record */
    moved: jsonb('moved').$type<Record<string, string[]>>().notNull(),
    /** fields of the survivor before it was completed from the merged one, and what had been folded into that one */
    before: jsonb('before').$type<{ columns: Record<string, unknown>; folded: string[] }>().notNull(),
    mergedBy: text('merged_by').notNull(),
    mergedAt: instant('merged_at').notNull(),
    /** when everything that pointed at the merged record was moved; null while that is still to be done */
    movedAt: instant('moved_at'),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('record_merge_survivor').on(t.workspaceId, t.survivorId),
  ],
)

/** A workspace's own corrections to the list of free-mail domains. */
export const freeMailOverride = pgTable(
  'free_mail_override',
  {
    workspaceId: workspaceId(),
    domain: text('domain').notNull(),
    isFreeMail: boolean('is_free_mail').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.domain] })],
)
