import type { Instant } from '#platform/kernel/instant.ts'

/** One touch as the measures see it. */
export interface TouchFact {
  id: string
  personId: string
  at: Instant
  side: 'marketing' | 'sales'
  direction: 'inbound' | 'outbound'
  kind: string
  channel: string | null
  campaignId: string | null
  /** made by a machine: counts for nothing */
  machine: boolean
}

/** Marketing touches of these kinds say nothing about the person: nobody acted. */
export const IGNORED_MARKETING_KINDS = ['email_open', 'email_sent', 'ad_impression', 'note'] as const
/** Sales touches of these kinds reached nobody. */
export const IGNORED_SALES_KINDS = ['note'] as const
/** Somebody asks to be called back. */
export const HAND_RAISE_KINDS = ['demo_request', 'contact_request'] as const
/** Attempts that count whichever way they went. */
export const MEETING_KINDS = ['call_connected', 'meeting'] as const
/** Attempts that count when they went out to the person. */
export const OUTREACH_KINDS = ['call', 'email_sent', 'social'] as const

const oneOf = (kinds: readonly string[], kind: string) => kinds.includes(kind)

/** Something a person did with marketing. */
export function isMarketingTouch(touch: TouchFact): boolean {
  return touch.side === 'marketing' && !touch.machine && !oneOf(IGNORED_MARKETING_KINDS, touch.kind)
}

/** Something a seller did with a person. */
export function isSalesActivity(touch: TouchFact): boolean {
  return touch.side === 'sales' && !touch.machine && !oneOf(IGNORED_SALES_KINDS, touch.kind)
}

/** A touch of either side that counts towards where a deal came from. */
export function counts(touch: TouchFact): boolean {
  return isMarketingTouch(touch) || isSalesActivity(touch)
}

/** A demo or contact request. */
export function isHandRaise(touch: TouchFact): boolean {
  return !touch.machine && oneOf(HAND_RAISE_KINDS, touch.kind)
}

/** A seller's try to reach a person: a call, a personal e-mail, a social message, a meeting. */
export function isHumanAttempt(touch: TouchFact): boolean {
  if (touch.side !== 'sales' || touch.machine) return false
  return (
    oneOf(MEETING_KINDS, touch.kind) || (touch.direction === 'outbound' && oneOf(OUTREACH_KINDS, touch.kind))
  )
}

/** Both sides spoke: a connected call, a meeting, or a reply by the person. */
export function isTwoWayContact(touch: TouchFact): boolean {
  if (touch.machine) return false
  return (
    (touch.side === 'sales' && oneOf(MEETING_KINDS, touch.kind)) ||
    (touch.kind === 'email_reply' && touch.direction === 'inbound')
  )
}
