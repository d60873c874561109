import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '../db/columns.ts'

/** Work to be done after the transaction that asked for it: written with its cause, carried out at least once. */
export const job = pgTable(
  'job',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    /** which handler carries it out, e.g. `import.run` */
    kind: text('kind').notNull(),
    payload: jsonb('payload').$type<unknown>().notNull(),
    /** two waiting jobs of one kind with the same key are one */
    key: text('key'),
    state: oneOf('state', ['ready', 'running', 'done', 'dead']).notNull(),
    /** ready: not before; running: end of the lease, after which the worker counts as dead */
    dueAt: instant('due_at').notNull(),
    /** times it was begun */
    attempts: integer('attempts').notNull().default(0),
    /** process that runs it */
    leaseOwner: uuid('lease_owner'),
    /** one run of it: whoever holds another token may not write */
    leaseToken: uuid('lease_token'),
    /** where a long job goes on after a stop or a crash */
    progress: jsonb('progress').$type<unknown>(),
    /** why the last attempt failed, or why it was given up */
    reason: text('reason'),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('job_key').on(t.workspaceId, t.kind, t.key).where(sql`state = 'ready' and key is not null`),
    index('job_open').on(t.workspaceId, t.dueAt).where(sql`state in ('ready', 'running')`),
    index('job_due').on(t.dueAt).where(sql`state in ('ready', 'running')`),
  ],
)
