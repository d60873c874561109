import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import type { Tried } from './rules/decide.ts'
import { DECIDED_BY } from './rules/matches.ts'
import type { Skipped } from './rules/present.ts'
import type { Deltas } from './rules/rotation.ts'

/** Who got a lead, by which rule and why. Append-only: a reassignment is the next decision. */
export const routingDecision = pgTable(
  'routing_decision',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    personId: uuid('person_id').notNull(),
    cycle: integer('cycle').notNull(),
    /** null: the rule that matched had nobody to give it to */
    sellerId: uuid('seller_id'),
    /** key and name of the rule as the agreement had them */
    ruleKey: text('rule_key').notNull(),
    ruleName: text('rule_name').notNull(),
    match: oneOf('match', DECIDED_BY).notNull(),
    /** null for an ownership match */
    poolKey: text('pool_key'),
    poolName: text('pool_name'),
    /** one sentence */
    because: text('because').notNull(),
    skipped: jsonb('skipped').$type<Skipped[]>().notNull(),
    /** rules before it that did not match, with the reason */
    tried: jsonb('tried').$type<Tried[]>().notNull(),
    /** how the account was found */
    evidence: jsonb('evidence').$type<string[]>().notNull(),
    agreementVersion: integer('agreement_version').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('routing_decision_occurred').on(t.workspaceId, t.occurredAt, t.id),
    index('routing_decision_match').on(t.workspaceId, t.match, t.id),
    index('routing_decision_person').on(t.workspaceId, t.personId, t.occurredAt),
    index('routing_decision_seller').on(t.workspaceId, t.sellerId, t.occurredAt),
  ],
)

/** Every turn taken in a pool and every turn given back, with what it changed. Append-only ledger. */
export const poolCredit = pgTable(
  'pool_credit',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    /** key of the pool in the agreement */
    poolKey: text('pool_key').notNull(),
    decisionId: uuid('decision_id').notNull(),
    kind: oneOf('kind', ['turn', 'given_back']).notNull(),
    /** seller → change of credit, thousandths of a turn's weight; the sum is 0 */
    deltas: jsonb('deltas').$type<Deltas>().notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('pool_credit_decision').on(t.workspaceId, t.decisionId, t.kind),
    index('pool_credit_pool').on(t.workspaceId, t.poolKey, t.recordedAt),
  ],
)

/** The credits of a pool at present: the sum of its ledger. The row is locked while a turn is taken, so that no turn is given twice. */
export const poolBalance = pgTable(
  'pool_balance',
  {
    workspaceId: workspaceId(),
    poolKey: text('pool_key').notNull(),
    /** seller → credit, thousandths of a turn's weight; whoever is missing has 0 */
    credits: jsonb('credits').$type<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.poolKey] })],
)

/** When a seller is away although the calendar is open. */
export const sellerAbsence = pgTable(
  'seller_absence',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    sellerId: uuid('seller_id').notNull(),
    fromAt: instant('from_at').notNull(),
    /** the first instant back */
    toAt: instant('to_at').notNull(),
    /** what the colleagues may read, e.g. `Holiday` */
    note: text('note'),
    /** who entered it */
    enteredBy: text('entered_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('seller_absence_seller').on(t.workspaceId, t.sellerId, t.fromAt),
    index('seller_absence_to').on(t.workspaceId, t.toAt),
  ],
)
