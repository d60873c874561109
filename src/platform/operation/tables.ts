import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, workspaceId } from '#platform/db/columns.ts'

/** Answers of mutations that came with an Idempotency-Key, written in the transaction of their effect. */
export const idempotentAnswer = pgTable(
  'idempotent_answer',
  {
    workspaceId: workspaceId(),
    /** user or API key that sent the key */
    principal: text('principal').notNull(),
    /** SHA-256 of the key, hex */
    key: text('key').notNull(),
    /** SHA-256 of operation and input, hex */
    requestHash: text('request_hash').notNull(),
    status: integer('status').notNull(),
    /** the answer, byte for byte, sealed with the key */
    body: text('body').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.principal, t.key] }),
    index('idempotent_answer_created').on(t.workspaceId, t.createdAt),
  ],
)
