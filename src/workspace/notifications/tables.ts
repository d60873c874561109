import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import { MAIL_TIMES } from './rules/kinds.ts'

/** Something a member is told, once per key. */
export const notification = pgTable(
  'notification',
  {
    workspaceId: workspaceId(),
    /** in the order of writing; the stream goes on from it */
    id: id().notNull(),
    userId: uuid('user_id').notNull(),
    kind: text('kind').notNull(),
    title: text('title').notNull(),
    detail: text('detail').notNull(),
    /** page of the app it leads to, `/leads/…` */
    href: text('href').notNull(),
    urgent: boolean('urgent').notNull(),
    /** what it is about: the same is never told twice to one member */
    key: text('key').notNull(),
    /** false: by e-mail only */
    inApp: boolean('in_app').notNull(),
    createdAt: instant('created_at').notNull(),
    readAt: instant('read_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('notification_key').on(t.workspaceId, t.userId, t.key),
    index('notification_of').on(t.workspaceId, t.userId, t.id),
    index('notification_unread').on(t.workspaceId, t.userId).where(sql`read_at is null and in_app`),
  ],
)

/** How a member wants to hear of a kind, where they chose. */
export const notificationPreference = pgTable(
  'notification_preference',
  {
    workspaceId: workspaceId(),
    userId: uuid('user_id').notNull(),
    kind: text('kind').notNull(),
    inApp: boolean('in_app').notNull(),
    mail: oneOf('mail', MAIL_TIMES).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId, t.kind] })],
)

/** When e-mails may reach a member. The row is also locked while their mails are put together. */
export const notificationSetting = pgTable(
  'notification_setting',
  {
    workspaceId: workspaceId(),
    userId: uuid('user_id').notNull(),
    /** IANA zone of the times below */
    timeZone: text('time_zone').notNull(),
    /** `19:00`; null: no quiet hours */
    quietFrom: text('quiet_from'),
    quietUntil: text('quiet_until'),
    /** whether what is urgent comes in quiet hours too */
    urgentInQuiet: boolean('urgent_in_quiet').notNull(),
    /** `08:00`, when the daily mail comes */
    dailyAt: text('daily_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] })],
)

/** What is told by e-mail or in a chat channel: written with its cause, sent by a job, once per target and key. */
export const notificationDelivery = pgTable(
  'notification_delivery',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    channel: oneOf('channel', ['mail', 'chat']).notNull(),
    /** member or chat channel */
    targetId: uuid('target_id').notNull(),
    key: text('key').notNull(),
    content: jsonb('content').$type<DeliveryContent>().notNull(),
    state: oneOf('state', ['waiting', 'sending', 'sent', 'refused', 'unknown', 'dropped']).notNull(),
    /** not before */
    dueAt: instant('due_at').notNull(),
    /** the message it goes out in; several may share one */
    messageId: uuid('message_id'),
    /** times the message was handed to the server; more than one after a lost answer means it may have come twice */
    attempts: integer('attempts').notNull().default(0),
    detail: text('detail'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('notification_delivery_key').on(t.workspaceId, t.channel, t.targetId, t.key),
    index('notification_delivery_of').on(t.workspaceId, t.targetId, t.state, t.dueAt),
    index('notification_delivery_waiting').on(t.workspaceId, t.dueAt).where(sql`state = 'waiting'`),
    index('notification_delivery_message').on(t.workspaceId, t.messageId).where(sql`message_id is not null`),
  ],
)

export interface DeliveryContent {
  kind: string
  title: string
  detail: string
  href: string
  urgent: boolean
  /** goes into the daily mail */
  daily?: boolean
}

/** A channel of Slack or Teams that is told what concerns the team. */
export const chatChannel = pgTable(
  'chat_channel',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    service: oneOf('service', ['slack', 'teams']).notNull(),
    name: text('name').notNull(),
    /** whoever has the address can post, so it is sealed */
    urlSealed: text('url_sealed').notNull(),
    /** host of the address, to recognise it by */
    host: text('host').notNull(),
    kinds: text('kinds').array().notNull(),
    state: oneOf('state', ['active', 'disabled']).notNull(),
    /** why the last post failed, or why it was switched off */
    problem: text('problem'),
    failingSince: instant('failing_since'),
    lastPostAt: instant('last_post_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
)

/** An address of another system that is sent events. */
export const webhookEndpoint = pgTable(
  'webhook_endpoint',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    url: text('url').notNull(),
    description: text('description').notNull(),
    /** types of events, or `*` */
    events: text('events').array().notNull(),
    /** sealed with a key of the installation, bound to this row */
    secretSealed: text('secret_sealed').notNull(),
    /** the one before, which signs too until `oldSecretUntil` */
    oldSecretSealed: text('old_secret_sealed'),
    oldSecretUntil: instant('old_secret_until'),
    state: oneOf('state', ['active', 'disabled']).notNull(),
    disabledReason: text('disabled_reason'),
    disabledAt: instant('disabled_at'),
    /** first failure since the last success */
    failingSince: instant('failing_since'),
    lastSuccessAt: instant('last_success_at'),
    /** the job that sends to it now, and until when that counts */
    senderId: uuid('sender_id'),
    senderUntil: instant('sender_until'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
)

/** One event for one endpoint, with the body as it is sent on every attempt. */
export const webhookMessage = pgTable(
  'webhook_message',
  {
    workspaceId: workspaceId(),
    /** `webhook-id` is made of it, the same on every attempt */
    id: id().notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    event: text('event').notNull(),
    body: text('body').notNull(),
    state: oneOf('state', ['waiting', 'delivered', 'failed']).notNull(),
    /** in this round of the schedule; a replay begins a new one */
    attempts: integer('attempts').notNull().default(0),
    /** ever, over all rounds */
    attemptsEver: integer('attempts_ever').notNull().default(0),
    /** when it is tried next; null once it is delivered or given up */
    nextAt: instant('next_at'),
    createdAt: instant('created_at').notNull(),
    deliveredAt: instant('delivered_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('webhook_message_of').on(t.workspaceId, t.endpointId, t.id),
    index('webhook_message_next').on(t.workspaceId, t.endpointId, t.nextAt).where(sql`state = 'waiting'`),
  ],
)

/** One attempt to deliver a message, as it went. */
export const webhookAttempt = pgTable(
  'webhook_attempt',
  {
    workspaceId: workspaceId(),
    messageId: uuid('message_id').notNull(),
    /** from 1, over all rounds */
    number: integer('number').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    startedAt: instant('started_at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    /** HTTP status; null without an answer */
    status: integer('status'),
    /** what went wrong, in a sentence; null when it was delivered */
    fault: text('fault'),
    /** beginning of the answer, at most 2 kB */
    excerpt: text('excerpt').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.messageId, t.number] })],
)

/** That something on the pages changed, for streams of other processes. */
export const liveHint = pgTable(
  'live_hint',
  {
    workspaceId: workspaceId(),
    /** `handoffs`, `leads`, … */
    what: text('what').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.what] })],
)
