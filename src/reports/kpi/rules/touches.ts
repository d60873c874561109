import type { Instant } from '#platform/kernel/instant.ts'
import type { TouchEvidence } from '#records/touches/rules/evidence.ts'

/** One touch as the measures see it; what a machine made counts for nothing. */
export interface TouchFact extends TouchEvidence {
  id: string
  personId: string
  at: Instant
  channel: string | null
  campaignId: string | null
}

/** Marketing touches of these kinds say nothing about the person: nobody acted. */
export const IGNORED_MARKETING_KINDS = ['email_open', 'email_sent', 'ad_impression', 'note'] as const
/** Sales touches of these kinds reached nobody. */
export const IGNORED_SALES_KINDS = ['note'] as const

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
