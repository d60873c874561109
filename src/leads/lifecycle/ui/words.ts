import { TOUCH_WORDS } from '#records/touches/rules/words.ts'

/** What is written for what stands in the records. */

const TOUCHES: Readonly<Record<string, string>> = TOUCH_WORDS

const DEALS: Record<string, string> = {
  created: 'Opportunity created',
  moved: 'Opportunity moved',
  won: 'Opportunity won',
  lost: 'Opportunity lost',
}

/** A touch in words; a kind that is not known keeps its own name. */
export const touchWords = (kind: string | null): string =>
  TOUCHES[kind ?? ''] ?? (kind ?? 'Event').replaceAll('_', ' ')

/** A move of an opportunity in words. */
export const dealWords = (kind: string): string => DEALS[kind] ?? kind

/** Who or what moved a person, in words; `name` of the member who did, where it is known. */
export function actorWords(
  kind: 'rule' | 'user' | 'source',
  actor: string,
  name: string | null = null,
): string {
  if (kind === 'user') return name ? `Moved by ${name}` : 'Moved by hand'
  if (actor === 'opportunity.contact') return 'Opportunity that names them'
  if (actor === 'opportunity.account') return 'Opportunity of their account, which names no contact'
  if (kind === 'source') return `Reported by ${actor}`
  if (actor === 'qualification.handRaise') return 'Raised a hand'
  if (actor === 'qualification.when') return 'Met the lead definition'
  return 'Entry rule of the stage'
}

const scores = new Intl.NumberFormat('en', { minimumFractionDigits: 0, maximumFractionDigits: 1 })

/** Points with at most one decimal; the exact value stands in titles. */
export const pointsWords = (points: number): string => scores.format(points)
