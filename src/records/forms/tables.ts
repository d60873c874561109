import { boolean, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import { FORM_KINDS, type FormField } from './rules/fields.ts'
import type { Sign } from './rules/signs.ts'

/** A form that people outside fill in, on our page or inside one of theirs. */
export const form = pgTable(
  'form',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    /** stands in the address `/f/:key`; names its workspace */
    key: text('key').notNull(),
    name: text('name').notNull(),
    /** what sending it is worth: the kind of its touch */
    kind: oneOf('kind', FORM_KINDS).notNull(),
    fields: jsonb('fields').$type<FormField[]>().notNull(),
    /** what has to be agreed to; null: nothing */
    consentText: text('consent_text'),
    buttonText: text('button_text').notNull(),
    thanksText: text('thanks_text').notNull(),
    /** page to go on to instead, on one of the sites of `origins` */
    redirectUrl: text('redirect_url'),
    /** mail sent back, at most one an address and day; null: none */
    replySubject: text('reply_subject'),
    replyText: text('reply_text'),
    /** sites that may show it, e.g. `https://www.company.com`; empty: all */
    origins: jsonb('origins').$type<string[]>().notNull().default([]),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('form_key').on(t.workspaceId, t.key)],
)

/** What was sent, as it was sent. Append-only ledger; its id is the message id of the event it becomes. */
export const formSubmission = pgTable(
  'form_submission',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    formId: uuid('form_id').notNull(),
    /** field → what was written, fields of the form only */
    answers: jsonb('answers').$type<Record<string, string>>().notNull(),
    email: text('email').notNull(),
    /** why it looks as if a machine had sent it; empty: accepted at once */
    signs: jsonb('signs').$type<Sign[]>().notNull(),
    held: boolean('held').notNull(),
    /** the challenge it came with; one is good for one submission */
    proof: text('proof'),
    /** the text that was agreed to, as it stood */
    consentText: text('consent_text'),
    /** where it was filled in, and where the visit came from */
    context: jsonb('context').$type<Record<string, unknown>>().notNull(),
    anonymousId: text('anonymous_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('form_submission_proof').on(t.workspaceId, t.proof),
    index('form_submission_form').on(t.workspaceId, t.formId, t.id),
  ],
)

/** Submissions that were held, and what became of them. */
export const formHeld = pgTable(
  'form_held',
  {
    workspaceId: workspaceId(),
    submissionId: uuid('submission_id').notNull(),
    formId: uuid('form_id').notNull(),
    state: oneOf('state', ['held', 'released', 'refused']).notNull(),
    decidedBy: uuid('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.submissionId] }),
    index('form_held_form').on(t.workspaceId, t.formId, t.state, t.submissionId),
  ],
)

/** When an address was last answered by a form, so that nobody can be flooded through it. */
export const formReply = pgTable(
  'form_reply',
  {
    workspaceId: workspaceId(),
    emailNorm: text('email_norm').notNull(),
    repliedAt: instant('replied_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.emailNorm] })],
)
