import { index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'

/** A mail that a member sent to their log address, once by its Message-ID. */
export const loggedMail = pgTable(
  'logged_mail',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    /** the member whose address took it; their token is the proof, never the sender's name */
    userId: uuid('user_id').notNull(),
    /** Message-ID, or a digest of the mail when it has none */
    mailKey: text('mail_key').notNull(),
    direction: oneOf('direction', ['outbound', 'inbound']).notNull(),
    subject: text('subject').notNull(),
    /** why it was written by a machine; null: by a person */
    automatic: text('automatic'),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** addresses behind which nobody is known yet, lower case */
    unknown: jsonb('unknown').$type<string[]>().notNull(),
    /** nobody has to look at the unknown addresses any more, or at a mail that names nobody outside */
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('logged_mail_key').on(t.workspaceId, t.mailKey),
    index('logged_mail_open').on(t.workspaceId, t.settledAt, t.id),
  ],
)
