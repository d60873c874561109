import type { Instant } from '#platform/kernel/instant.ts'
import type { HandOffStanding } from './decisions.ts'
import type { StageLine } from './frame.ts'
import type { TouchFact } from './touches.ts'

/** A move between stages, as the lifecycle ledger has it; moves that were taken back are not passed in. */
export interface MoveRow {
  personId: string
  cycle: number
  fromStage: string | null
  toStage: string
  at: Instant
  inferred: boolean
  agreementVersion: number
}

export interface PersonRow {
  id: string
  /** original source as the CRM states it */
  source: string | null
  sellerId: string | null
  accountId: string | null
}

export interface OpportunityRow {
  id: string
  status: 'open' | 'won' | 'lost'
  amountMinor: number | null
  currency: string | null
  createdAt: Instant | null
  closedAt: Instant | null
  sellerId: string | null
  accountId: string | null
  origin: string | null
  contacts: readonly { personId: string; isPrimary: boolean }[]
}

/** A hand-off as its ledger leaves it. */
export interface HandOffRow extends HandOffStanding {
  personId: string
  cycle: number
  campaignId: string | null
  sellerId: string | null
}

/** Records in memory that facts are built from. */
export interface RecordSet {
  people: readonly PersonRow[]
  opportunities: readonly OpportunityRow[]
  /** in the order they were recorded, which decides between equal instants */
  touches: readonly TouchFact[]
  moves: readonly MoveRow[]
  handOffs?: readonly HandOffRow[]
  /** seller id to team */
  teams: ReadonlyMap<string, string | null>
}

/** How opportunities are credited, from the agreement. */
export interface Crediting {
  /** explicit: touches of people with a contact role; implicit: of every person of the account */
  mode: 'explicit' | 'implicit'
  lookbackDays: number
  /** values of the origin field that count as marketing, compared without regard to case */
  marketingOrigins: readonly string[]
}

/** What the agreement says about counting. */
export interface Counting {
  /** decides which moves are exits */
  stages: readonly StageLine[]
  crediting: Crediting
  /** of the follow-up: on which a touch may be a human attempt */
  channels: readonly string[]
  /** somebody asks for us, by the agreement's own rule */
  isHandRaise(touch: TouchFact): boolean
}
