import { sql } from 'drizzle-orm'
import { bigint, boolean, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import { TOUCH_KINDS } from '#records/touches/tables.ts'
import { CONSENT } from './rules/consent.ts'
import { EVENT_TYPES, type EventPayload } from './rules/event.ts'
import { OUTCOMES } from './rules/reasons.ts'

/** What a site or server sends events with. A public key stands in pages and can only add; a secret one proves who sends. */
export const writeKey = pgTable(
  'write_key',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    name: text('name').notNull(),
    kind: oneOf('kind', ['public', 'secret']).notNull(),
    /** SHA-256 of the key, hex */
    tokenHash: text('token_hash').notNull(),
    /** the key itself where it is no secret, for the snippet */
    token: text('token'),
    /** its beginning, to recognise it by */
    prefix: text('prefix').notNull(),
    /** sites whose pages may send with it, e.g. `https://www.company.com`; empty: all */
    origins: jsonb('origins').$type<string[]>().notNull().default([]),
    consent: oneOf('consent', CONSENT).notNull(),
    /** Do-Not-Track and Global Privacy Control are honoured */
    honourSignals: boolean('honour_signals').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('write_key_token').on(t.workspaceId, t.tokenHash),
  ],
)

/** Events that were accepted, as they came; those of visitors who were never known are emptied after 13 months. `messageId` is unique for ever. */
export const intakeEvent = pgTable(
  'intake_event',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    messageId: text('message_id').notNull(),
    type: oneOf('type', EVENT_TYPES).notNull(),
    /** what happened, or the name of the page */
    name: text('name'),
    anonymousId: text('anonymous_id'),
    userId: text('user_id'),
    payload: jsonb('payload').$type<EventPayload>().notNull(),
    /** kind of touch, where our own form or link says it */
    kind: oneOf('kind', TOUCH_KINDS),
    /** system it came from: `web`, `server`, `form` */
    source: text('source').notNull(),
    /** it came with a secret, so that it may say who someone is */
    proven: boolean('proven').notNull(),
    /** why a machine is taken to have made it */
    machine: text('machine'),
    /** what was unusual about it */
    warning: text('warning'),
    writeKeyId: uuid('write_key_id'),
    /** by the sender's clock, corrected */
    occurredAt: instant('occurred_at').notNull(),
    /** when it arrived */
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('intake_event_message').on(t.workspaceId, t.messageId),
    index('intake_event_anonymous').on(t.workspaceId, t.anonymousId, t.occurredAt),
  ],
)

/** What is still to be done with accepted events; a row leaves when the event has become a touch, or is none. */
export const intakeWork = pgTable(
  'intake_work',
  {
    workspaceId: workspaceId(),
    eventId: uuid('event_id').notNull(),
    /** waiting; of a visitor nobody knows yet; failed alone and set aside */
    state: oneOf('state', ['waiting', 'anonymous', 'set_aside']).notNull(),
    /** visitor whose it is; of an alias, what the user went by before */
    anonymousId: text('anonymous_id'),
    /** user id that came with a secret before anybody said whose it is */
    userId: text('user_id'),
    /** not looked at before: clicks in mails wait for the others a scanner would make */
    dueAt: instant('due_at').notNull(),
    /** why it was set aside */
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.eventId] }),
    index('intake_work_waiting').on(t.workspaceId, t.eventId).where(sql`state = 'waiting'`),
    index('intake_work_anonymous').on(t.workspaceId, t.anonymousId).where(sql`state = 'anonymous'`),
    index('intake_work_user').on(t.workspaceId, t.userId).where(sql`state = 'anonymous'`),
    index('intake_work_aside').on(t.workspaceId, t.eventId).where(sql`state = 'set_aside'`),
  ],
)

/** One row a workspace, locked by whoever works on its events, so that they are taken in order. */
export const intakeDrain = pgTable('intake_drain', { workspaceId: workspaceId() }, (t) => [
  primaryKey({ columns: [t.workspaceId] }),
])

/** How much came in each hour and what became of it; counted in the transaction that stored it. */
export const intakeCount = pgTable(
  'intake_count',
  {
    workspaceId: workspaceId(),
    hour: instant('hour').notNull(),
    outcome: oneOf('outcome', OUTCOMES).notNull(),
    /** why, for those not accepted; else empty */
    reason: text('reason').notNull(),
    events: bigint('events', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.hour, t.outcome, t.reason] })],
)

/** The last events that were refused, without what they said; older ones are removed, so that a flood fills no disk. */
export const intakeRefusal = pgTable(
  'intake_refusal',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    outcome: oneOf('outcome', OUTCOMES).notNull(),
    reason: text('reason').notNull(),
    type: text('type'),
    name: text('name'),
    messageId: text('message_id'),
    writeKeyId: uuid('write_key_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
)

/** What a workspace has decided that events of a name are. */
export const eventKind = pgTable(
  'event_kind',
  {
    workspaceId: workspaceId(),
    nameNorm: text('name_norm').notNull(),
    name: text('name').notNull(),
    /** a kind of touch, or `ignore` */
    kind: oneOf('kind', [...TOUCH_KINDS, 'ignore']).notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.nameNorm] })],
)
