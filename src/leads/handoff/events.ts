import type { Instant } from '#platform/kernel/instant.ts'
import type { HandOffEventKind } from './rules/states.ts'

/** A person whose cycle had ended begins the next. */
export const LEAD_REOPENED = 'lead.reopened'

/** A seller's call, mail, meeting or note was logged with somebody: `{ personIds, touchId, kind }`. */
export const ACTIVITY_LOGGED = 'activity.logged'

/** What is announced as `handoff.<kind>`; pauses and the dispute's ledger entries concern nobody else. */
export const ANNOUNCED = [
  'offered',
  'accepted',
  'attempted',
  'rejected',
  'reminded',
  'escalated',
  'expired',
  'reassigned',
  'recycled',
  'disqualified',
  'converted',
  'qualified',
  'disputed',
  'settled',
  'undone',
] as const satisfies readonly HandOffEventKind[]

export const HAND_OFF_EVENTS = ANNOUNCED.map((kind) => `handoff.${kind}` as const)
export type HandOffEvent = (typeof HAND_OFF_EVENTS)[number]

/** Payload of every announcement; those of a kind carry the detail of their event beside it. */
export interface HandOffAnnouncement {
  handOffId: string
  eventId: string
  personId: string
  cycle: number
  sequence: number
  /** null: nobody has it */
  sellerId: string | null
  handRaise: boolean
  /** when the response is due */
  dueAt: Instant
  agreementVersion: number
  /** user who did it; null: the agreement's rules */
  actorId: string | null
  occurredAt: Instant
  /** rejected, recycled, disqualified: key of the agreement's reason */
  reason?: string
  note?: string | null
  /** rejected, recycled: key of the nurture track; null when no track names that reason */
  track?: string | null
  /** reminded, escalated: place in the agreement's list */
  level?: number
  /** escalated: who is to be told */
  to?: 'owner' | 'manager' | 'sales_leader' | 'marketing_leader'
  /** reminded, escalated, expired: how late the timer was carried out, ms */
  latenessMs?: number
  /** reminded: the response was due already when the reminder was carried out */
  overdue?: boolean
  /** settled: what became of a contested rejection */
  outcome?: 'upheld' | 'overturned'
  /** undone: what was taken back */
  undid?: HandOffEventKind
}
