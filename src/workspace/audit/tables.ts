import { bigint, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, oneOf, workspaceId } from '#platform/db/columns.ts'

/** What was done, by whom, in an order that cannot be rewritten unnoticed: each row's hash covers the row before it. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    workspaceId: workspaceId(),
    /** 1, 2, 3 … without gaps */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    occurredAt: instant('occurred_at').notNull(),
    actorKind: oneOf('actor_kind', ['user', 'api_key', 'system']).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    /** operation id, e.g. `import.start` */
    operation: text('operation').notNull(),
    /** what it was done to: id of the record */
    subject: text('subject'),
    /** one plain sentence */
    summary: text('summary').notNull(),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
    requestId: text('request_id').notNull(),
    /** hash of the row before, hex; zeros at the first */
    previousHash: text('previous_hash').notNull(),
    /** SHA-256 over all fields above, hex */
    hash: text('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.seq] }),
    index('audit_entry_subject').on(t.workspaceId, t.subject),
  ],
)

/** The end of each chain, locked while a row is added. */
export const auditHead = pgTable(
  'audit_head',
  {
    workspaceId: workspaceId(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId] })],
)
