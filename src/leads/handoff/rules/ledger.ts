import type { TimeSpan } from '#platform/kernel/business-time.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type ClockKind, type HandOffEventKind, type HandOffState, OPEN_STATES } from './states.ts'

/** A hand-off as its events leave it: the row of `hand_off` without its keys. */
export interface HandOffFacts {
  personId: string
  cycle: number
  sequence: number
  sellerId: string | null
  decisionId: string | null
  agreementVersion: number
  state: HandOffState
  stateAt: Instant
  handRaise: boolean
  causeId: string | null
  campaignId: string | null
  responseTime: string
  withinMs: number
  clock: ClockKind
  calendar: string | null
  away: readonly TimeSpan[]
  leadStartedAt: Instant
  leadDueAt: Instant
  offeredAt: Instant
  ownerDueAt: Instant
  dueAt: Instant
  leadAttemptedAt: Instant | null
  leadAttemptTouchId: string | null
  attemptedAt: Instant | null
  attemptTouchId: string | null
  contactedAt: Instant | null
  contactTouchId: string | null
  outsideHours: boolean
  acceptedBy: string | null
  acceptedAt: Instant | null
  acceptedByDefault: boolean
  pausedAt: Instant | null
  pausedBy: string | null
  pauseReason: string | null
  pausedUntil: Instant | null
  reason: string | null
  note: string | null
  opportunityId: string | null
  events: number
}

/** What an offer freezes; the instant of the event is the instant of the offer. */
export interface OfferDetail {
  personId: string
  cycle: number
  sequence: number
  sellerId: string | null
  decisionId: string | null
  agreementVersion: number
  handRaise: boolean
  causeId: string | null
  campaignId: string | null
  responseTime: string
  withinMs: number
  clock: ClockKind
  calendar: string | null
  /** when the seller is away, as known then */
  away: readonly TimeSpan[]
  leadStartedAt: Instant
  leadDueAt: Instant
  ownerDueAt: Instant
  /** an attempt made while it was somebody else's: it met the lead clock */
  leadAttemptedAt: Instant | null
  leadAttemptTouchId: string | null
  /** the routing rule in words, or who gave it */
  because: string
  skipped: readonly { name: string; why: string }[]
}

/** One row of `hand_off_event`. */
export interface HandOffEventFacts {
  id: string
  number: number
  kind: HandOffEventKind
  occurredAt: Instant
  recordedAt: Instant
  actorId: string | null
  detail: Readonly<Record<string, unknown>>
  touchId: string | null
  undoesId: string | null
}

/**
 * What the ledger of one hand-off amounts to; events that were taken back count for nothing.
 *
 * @param events in their order, the offer first
 * @throws when the first is no offer
 * @source docs/method/hand-off-clocks.md
 */
export function standing(events: readonly HandOffEventFacts[]): HandOffFacts {
  const held = eventsThatHold(events)
  const [offer, ...later] = held
  if (offer?.kind !== 'offered') throw new Error('The ledger of a hand-off begins with its offer')
  return { ...later.reduce<HandOffFacts>(applied, offered(offer)), events: events.length }
}

/** The events without those that were taken back, and without what took them back. */
export function eventsThatHold(events: readonly HandOffEventFacts[]): HandOffEventFacts[] {
  const undone = new Set(events.map((event) => event.undoesId))
  return events.filter((event) => event.kind !== 'undone' && !undone.has(event.id))
}

/** Whether a seller still has something to do. */
export const isOpen = ({ state }: Pick<HandOffFacts, 'state'>): boolean =>
  (OPEN_STATES as readonly HandOffState[]).includes(state)

/** The hand-off that an offer begins. */
export function offered({ detail, occurredAt }: HandOffEventFacts): HandOffFacts {
  const { because: _, skipped: __, ...frozen } = detail as unknown as OfferDetail
  return {
    ...frozen,
    state: 'offered',
    stateAt: occurredAt,
    offeredAt: occurredAt,
    dueAt: frozen.ownerDueAt,
    attemptedAt: null,
    attemptTouchId: null,
    contactedAt: null,
    contactTouchId: null,
    outsideHours: false,
    acceptedBy: null,
    acceptedAt: null,
    acceptedByDefault: false,
    ...RUNNING,
    reason: null,
    note: null,
    opportunityId: null,
    events: 1,
  }
}

const RUNNING = { pausedAt: null, pausedBy: null, pauseReason: null, pausedUntil: null } as const

/** A hand-off after one more event. */
export function applied<Facts extends HandOffFacts>(facts: Facts, event: HandOffEventFacts): Facts {
  return { ...facts, ...changeBy(facts, event), events: event.number }
}

function changeBy(facts: HandOffFacts, event: HandOffEventFacts): Partial<HandOffFacts> {
  const { kind, occurredAt, actorId, detail } = event
  switch (kind) {
    case 'accepted':
      return {
        state: facts.attemptedAt === null ? 'accepted' : 'working',
        stateAt: occurredAt,
        acceptedBy: actorId,
        acceptedAt: occurredAt,
        acceptedByDefault: detail.byDefault === true,
      }
    case 'attempted':
      return attempted(facts, event)
    case 'contacted':
      return contacted(facts, event)
    case 'paused':
      return {
        pausedAt: occurredAt,
        pausedBy: actorId,
        pauseReason: detail.reason as string,
        pausedUntil: detail.until as Instant,
      }
    case 'resumed':
      return { ...RUNNING, dueAt: detail.dueAt as Instant }
    case 'rejected':
    case 'recycled':
    case 'disqualified':
      return {
        ...ended(kind, occurredAt),
        reason: (detail.reason ?? null) as string | null,
        note: (detail.note ?? null) as string | null,
      }
    case 'expired':
    case 'reassigned':
      return { ...ended(kind, occurredAt), note: (detail.note ?? facts.note) as string | null }
    case 'moved': {
      const { personId, cycle, sequence } = detail as unknown as OfferDetail
      return { personId, cycle, sequence }
    }
    case 'converted':
    case 'qualified':
      return {
        ...ended('qualified', occurredAt),
        opportunityId: (detail.opportunityId ?? null) as string | null,
      }
    default:
      return {}
  }
}

const ended = (state: HandOffState, stateAt: Instant) => ({ ...RUNNING, state, stateAt })

/** The earliest attempt meets a clock, however late it comes to light. */
function attempted(facts: HandOffFacts, event: HandOffEventFacts): Partial<HandOffFacts> {
  const { occurredAt, touchId, detail } = event
  const change: Partial<HandOffFacts> = {}
  if (occurredAt >= facts.leadStartedAt && isEarlier(occurredAt, facts.leadAttemptedAt)) {
    change.leadAttemptedAt = occurredAt
    change.leadAttemptTouchId = touchId
  }
  if (occurredAt >= facts.offeredAt && isEarlier(occurredAt, facts.attemptedAt)) {
    change.attemptedAt = occurredAt
    change.attemptTouchId = touchId
    change.outsideHours = detail.outsideHours === true
  }
  if (facts.state === 'accepted' && occurredAt >= facts.offeredAt) {
    change.state = 'working'
    change.stateAt = Math.max(facts.stateAt, occurredAt)
  }
  return change
}

function contacted(facts: HandOffFacts, { occurredAt, touchId }: HandOffEventFacts): Partial<HandOffFacts> {
  if (occurredAt < facts.leadStartedAt || !isEarlier(occurredAt, facts.contactedAt)) return {}
  return { contactedAt: occurredAt, contactTouchId: touchId }
}

const isEarlier = (at: Instant, known: Instant | null) => known === null || at < known
