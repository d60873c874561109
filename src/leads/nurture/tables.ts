import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import { ENDED_BECAUSE, MESSAGE_STATES } from './rules/states.ts'

/** A person on a nurture track, from entering to leaving it. */
export const enrolment = pgTable(
  'enrolment',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    personId: uuid('person_id').notNull(),
    /** the record it began with, where a merge moved it to the survivor's */
    beganWith: uuid('began_with'),
    /** cycle that ended when the person was recycled; 0 before the first */
    cycle: integer('cycle').notNull(),
    trackKey: text('track_key').notNull(),
    /** version whose steps hold to the end, whatever is agreed later */
    agreementVersion: integer('agreement_version').notNull(),
    /** recycle reason of the agreement; null when somebody chose the track by hand */
    reason: text('reason'),
    /** the user who chose the track; null for the agreement's own rule */
    actorId: uuid('actor_id'),
    /** place of the next step in the track, from 0; past the last one: waiting to be looked at again */
    step: integer('step').notNull(),
    enrolledAt: instant('enrolled_at').notNull(),
    /** null while a message is on its way, and after the end */
    nextStepAt: instant('next_step_at'),
    endedAt: instant('ended_at'),
    endedBecause: oneOf('ended_because', ENDED_BECAUSE),
    /** open opportunities of the person at the start: one more ends the track */
    openOpportunities: integer('open_opportunities').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('enrolment_present').on(t.workspaceId, t.personId).where(sql`ended_at is null`),
    index('enrolment_due')
      .on(t.workspaceId, t.nextStepAt)
      .where(sql`ended_at is null and next_step_at is not null`),
    index('enrolment_person').on(t.workspaceId, t.personId, t.enrolledAt),
    index('enrolment_began_with').on(t.workspaceId, t.beganWith).where(sql`began_with is not null`),
    index('enrolment_track').on(t.workspaceId, t.trackKey, t.endedAt),
  ],
)

/** One message of a step to a person and to an address, on whatever track: there is never a second one. */
export const nurtureMessage = pgTable(
  'nurture_message',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    enrolmentId: uuid('enrolment_id').notNull(),
    personId: uuid('person_id').notNull(),
    trackKey: text('track_key').notNull(),
    stepKey: text('step_key').notNull(),
    /** place of the step in the enrolment's version */
    step: integer('step').notNull(),
    /** the one recipient, as the mail server gets it; null until it is sent */
    email: text('email'),
    emailNorm: text('email_norm'),
    subject: text('subject'),
    /** addresses that stand in the text, in order; a tracked link leads to one of them and nowhere else */
    links: jsonb('links').$type<string[]>().notNull().default([]),
    state: oneOf('state', MESSAGE_STATES).notNull(),
    /** times it was handed to the mail server */
    attempts: smallint('attempts').notNull().default(0),
    queuedAt: instant('queued_at').notNull(),
    /** not before; moved on when the server asks to come back later */
    tryAt: instant('try_at').notNull(),
    sendingAt: instant('sending_at'),
    doneAt: instant('done_at'),
    /** the server's answer, or why it was not sent */
    detail: text('detail'),
    /** who looked at a message of unknown fate and decided; it may have arrived, whatever became of it since */
    decidedBy: uuid('decided_by'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('nurture_message_once').on(t.workspaceId, t.personId, t.stepKey),
    uniqueIndex('nurture_message_address_once')
      .on(t.workspaceId, t.stepKey, t.emailNorm)
      .where(sql`state <> 'stopped'`),
    index('nurture_message_due').on(t.workspaceId, t.tryAt).where(sql`state in ('queued', 'sending')`),
    index('nurture_message_address').on(t.workspaceId, t.emailNorm),
    index('nurture_message_enrolment').on(t.workspaceId, t.enrolmentId),
    index('nurture_message_unknown').on(t.workspaceId, t.doneAt).where(sql`state = 'unknown'`),
  ],
)

/** A visit to a link of a message, kept until it is known whether a person made it. */
export const nurtureClick = pgTable(
  'nurture_click',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    messageId: uuid('message_id').notNull(),
    /** place in the message's links; -1 for the page to unsubscribe */
    link: smallint('link').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    /** what shows at once that a machine made it */
    sign: text('sign'),
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('nurture_click_message').on(t.workspaceId, t.messageId, t.occurredAt),
  ],
)
