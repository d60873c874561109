import { sql } from 'drizzle-orm'
import {
  bigint,
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
import type { TimeSpan } from '#platform/kernel/business-time.ts'
import { CLOCKS, EVENT_KINDS, STATES, TIMER_KINDS } from './rules/states.ts'

/** From when on a workspace hands leads over; what qualified before is history and is not offered to anybody. */
export const handOffStart = pgTable(
  'hand_off_start',
  { workspaceId: workspaceId(), liveSince: instant('live_since').notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId] })],
)

/**
 * One transfer of one cycle to one seller, with its clocks. State and what follows it are a cache of `hand_off_event`; what is frozen
 * at the offer never changes.
 */
export const handOff = pgTable(
  'hand_off',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    personId: uuid('person_id').notNull(),
    cycle: integer('cycle').notNull(),
    /** 1 for the first seller of the cycle; each reassignment is the next */
    sequence: integer('sequence').notNull(),
    /** null: the rules found nobody, a manager has to choose */
    sellerId: uuid('seller_id'),
    /** the routing decision behind it; null when a manager chose */
    decisionId: uuid('decision_id'),
    agreementVersion: integer('agreement_version').notNull(),
    state: oneOf('state', STATES).notNull(),
    stateAt: instant('state_at').notNull(),
    /** a request for a demo or a conversation */
    handRaise: boolean('hand_raise').notNull(),
    /** touch or opportunity that qualified the person */
    causeId: uuid('cause_id'),
    /** campaign of that touch, else the latest one met before; what became of its leads is counted by it */
    campaignId: uuid('campaign_id'),
    /** key of the response time that holds */
    responseTime: text('response_time').notNull(),
    withinMs: bigint('within_ms', { mode: 'number' }).notNull(),
    clock: oneOf('clock', CLOCKS).notNull(),
    /** key of the calendar of a business clock */
    calendar: text('calendar'),
    /** when the seller is away, as known at the offer: the owner clock stands still then; epoch milliseconds */
    away: jsonb('away').$type<readonly TimeSpan[]>().notNull(),
    /** hand-raise or qualification; the lead clock never restarts */
    leadStartedAt: instant('lead_started_at').notNull(),
    leadDueAt: instant('lead_due_at').notNull(),
    /** the offer to this seller; the owner clock restarts at each assignment */
    offeredAt: instant('offered_at').notNull(),
    /** as computed at the offer */
    ownerDueAt: instant('owner_due_at').notNull(),
    /** moved only by pauses; the inbox is ordered by it */
    dueAt: instant('due_at').notNull(),
    /** first logged human attempt (call, personal e-mail, meeting) since the lead clock began, and the touch that shows it */
    leadAttemptedAt: instant('lead_attempted_at'),
    leadAttemptTouchId: uuid('lead_attempt_touch_id'),
    /** the first since the offer to this seller: it stops the owner clock */
    attemptedAt: instant('attempted_at'),
    attemptTouchId: uuid('attempt_touch_id'),
    /** first two-way contact */
    contactedAt: instant('contacted_at'),
    contactTouchId: uuid('contact_touch_id'),
    /** the attempt came before any open time had passed: met in zero business time */
    outsideHours: boolean('outside_hours').notNull().default(false),
    /** who accepted: a user id, or null by default after expiry */
    acceptedBy: uuid('accepted_by'),
    acceptedAt: instant('accepted_at'),
    acceptedByDefault: boolean('accepted_by_default').notNull().default(false),
    /** waiting for the customer since, with who said so and why; null: runs */
    pausedAt: instant('paused_at'),
    pausedBy: uuid('paused_by'),
    pauseReason: text('pause_reason'),
    /** the pause ends by itself */
    pausedUntil: instant('paused_until'),
    /** reason key of the list that the state names */
    reason: text('reason'),
    note: text('note'),
    opportunityId: uuid('opportunity_id'),
    /** events in the ledger, those that were taken back included */
    events: integer('events').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('hand_off_turn').on(t.workspaceId, t.personId, t.cycle, t.sequence),
    uniqueIndex('hand_off_open')
      .on(t.workspaceId, t.personId)
      .where(sql`state in ('offered', 'accepted', 'working')`),
    index('hand_off_inbox')
      .on(t.workspaceId, t.sellerId, t.dueAt)
      .where(sql`state in ('offered', 'accepted', 'working')`),
    index('hand_off_state').on(t.workspaceId, t.state, t.stateAt),
    index('hand_off_offered').on(t.workspaceId, t.offeredAt),
  ],
)

/** Everything that happened to hand-offs. Append-only ledger. */
export const handOffEvent = pgTable(
  'hand_off_event',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    handOffId: uuid('hand_off_id').notNull(),
    /** place in the ledger of its hand-off, from 1 */
    number: integer('number').notNull(),
    kind: oneOf('kind', EVENT_KINDS).notNull(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** user id; null: the agreement's own rules */
    actorId: uuid('actor_id'),
    /** reason key, note, seller, level and lateness of a timer (milliseconds), touch, opportunity, as the kind needs */
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
    /** the touch that shows an attempt or a contact */
    touchId: uuid('touch_id'),
    /** takes back the event with that id */
    undoesId: uuid('undoes_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('hand_off_event_number').on(t.workspaceId, t.handOffId, t.number),
    index('hand_off_event_kind').on(t.workspaceId, t.kind, t.occurredAt),
  ],
)

/** What falls due while a hand-off is open: stored state that a sweep carries out, once each. */
export const handOffTimer = pgTable(
  'hand_off_timer',
  {
    workspaceId: workspaceId(),
    handOffId: uuid('hand_off_id').notNull(),
    kind: oneOf('kind', TIMER_KINDS).notNull(),
    /** place in the agreement's list, from 0 */
    level: integer('level').notNull(),
    dueAt: instant('due_at').notNull(),
    firedAt: instant('fired_at'),
    /** no longer needed: the hand-off was answered before */
    cancelledAt: instant('cancelled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.handOffId, t.kind, t.level] }),
    index('hand_off_timer_due')
      .on(t.workspaceId, t.dueAt)
      .where(sql`fired_at is null and cancelled_at is null`),
  ],
)

/** A rejection that marketing contests, until both leaders settle it. */
export const handOffDispute = pgTable(
  'hand_off_dispute',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    handOffId: uuid('hand_off_id').notNull(),
    raisedBy: uuid('raised_by').notNull(),
    raisedAt: instant('raised_at').notNull(),
    note: text('note').notNull(),
    /** upheld: the rejection stands; overturned: it was a good lead */
    outcome: oneOf('outcome', ['open', 'upheld', 'overturned']).notNull(),
    settledBy: uuid('settled_by'),
    settledAt: instant('settled_at'),
    answer: text('answer'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('hand_off_dispute_hand_off').on(t.workspaceId, t.handOffId),
  ],
)
