import type { Instant } from '#platform/kernel/instant.ts'
import type { HandOffOutcome } from './decisions.ts'

/** One trip of one person through the funnel. */
export interface CycleFact {
  personId: string
  /** 1 for the first trip */
  cycle: number
  /** stage key to the instant it was entered; a stage is entered at most once in a cycle; exits are not in here */
  enteredAt: Readonly<Record<string, Instant>>
  /** stages that were skipped over and written at the instant of a later one */
  inferred: readonly string[]
  exit: { stage: string; fromStage: string | null; at: Instant } | null
  /** original source of the person, else the channel of the cycle's first touch */
  source: string | null
  /** campaign of the cycle's first touch that has one */
  campaignId: string | null
  sellerId: string | null
  team: string | null
  /** stage key to the agreement version the move was made under */
  versions: Readonly<Record<string, number>>
}

/** One hand-off of one cycle to one seller, with what was decided. */
export interface HandOffFact {
  personId: string
  cycle: number
  /** null while it waits, and where it was passed on without an answer */
  decided: { outcome: HandOffOutcome; at: Instant } | null
  source: string | null
  campaignId: string | null
  team: string | null
}

/** One opportunity with what its touches say about where it came from. */
export interface OpportunityFact {
  id: string
  status: 'open' | 'won' | 'lost'
  /** minor units of `currency` */
  amountMinor: number | null
  currency: string | null
  createdAt: Instant | null
  closedAt: Instant | null
  sellerId: string | null
  team: string | null
  accountId: string | null
  origin: string | null
  /** the origin is on the agreement's list of marketing origins; null without origin */
  originIsMarketing: boolean | null
  source: string | null
  campaignId: string | null
  /** very first touch up to creation, of either side */
  firstTouchAt: Instant | null
  firstTouchSide: 'marketing' | 'sales' | null
  /** side of the first touch inside the look-back before creation */
  recentFirstSide: 'marketing' | 'sales' | null
  /** marketing touches inside the look-back before creation */
  marketingTouches: number
}

/** One request for a person to call back, and when they did. Requests before an answer are one. */
export interface ResponseFact {
  /** touch that raised the hand */
  touchId: string
  personId: string
  raisedAt: Instant
  firstAttemptAt: Instant | null
  firstContactAt: Instant | null
  sellerId: string | null
  team: string | null
  source: string | null
  campaignId: string | null
}

/** How complete one field of one kind of record is. */
export interface FieldCount {
  record: string
  field: string
  filled: number
  total: number
}

/** How far one source's records reach. */
export interface SourceFreshness {
  source: string
  kind: string
  lastOccurredAt: Instant | null
  lastRecordedAt: Instant | null
}

/** What is known about the data itself. */
export interface TrustFacts {
  freshness: readonly SourceFreshness[]
  fields: readonly FieldCount[]
  rowsRead: number
  rowsRefused: number
  duplicatesUnderReview: number
}

/** All facts that the measures are computed over. */
export interface KpiFacts {
  cycles: readonly CycleFact[]
  /** absent where no leads are handed over: exports of other systems hold none */
  handOffs?: readonly HandOffFact[]
  opportunities: readonly OpportunityFact[]
  responses: readonly ResponseFact[]
  trust: TrustFacts
}
