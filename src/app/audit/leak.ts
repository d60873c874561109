import type { Instant } from '#platform/kernel/instant.ts'

/** One record that fell through. */
export interface LeakExample {
  name: string
  account: string | null
  owner: string | null
  since: Instant | null
  amountMinor: number | null
}

/** One way in which prospects fall through, and who did. */
export interface Leak {
  key: string
  title: string
  /** what was looked at */
  of: number
  ofWhat: string
  count: number
  /** open pipeline at stake, minor units; `null` where it is about people */
  amountMinor: number | null
  /** what to do about it */
  next: string
  examples: LeakExample[]
}

export interface LeakTerms {
  /** stage keys of the hand-off, from the agreement */
  qualified: string
  accepted: string
  recycled: string
  attemptsAgreed: number
  daysAgreed: number
  /** of the follow-up agreed: on which a touch may be a human attempt */
  channels: readonly string[]
  /** the data reach to here */
  knownUntil: Instant
  knownDay: string
  currency: string
  isPossible(at: Instant): boolean
}

/** Named under a leak at most. */
export const MOST_EXAMPLES = 8
