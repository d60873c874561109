import type { Json, JsonObject } from './clean.ts'
import type { Reason } from './reasons.ts'

export const CONSENT = ['none', 'required'] as const

/** What a write key asks of the events that come with it. */
export interface KeyTerms {
  kind: 'public' | 'secret'
  /** `required`: nothing is stored before the visitor has agreed */
  consent: (typeof CONSENT)[number]
  /** Do-Not-Track and Global Privacy Control of the browser are honoured */
  honourSignals: boolean
  /** sites whose pages may send with it, e.g. `https://www.company.com`; empty: all */
  origins: readonly string[]
}

/** What the request itself says. */
export interface RequestFacts {
  origin: string | null
  dnt: string | null
  gpc: string | null
}

/**
 * Why a request with this key stores nothing, whatever is in it; `null` when its events may be looked at.
 *
 * @example filterRequest({ kind: 'public', consent: 'none', honourSignals: true, origins: [] }, { origin: null, dnt: null, gpc: '1' }) // 'signal'
 */
export function filterRequest(key: KeyTerms, { origin, dnt, gpc }: RequestFacts): Reason | null {
  if (key.kind === 'secret') return null
  if (key.origins.length > 0 && origin !== null && !key.origins.includes(origin.toLowerCase()))
    return 'origin'
  return key.honourSignals && (dnt === '1' || gpc === '1') ? 'signal' : null
}

/** Categories that cover what is stored here; comfort and personal settings of a site do not. */
const PURPOSE = /analytic|marketing|statistic|tracking|performance|advertis|targeting/i

/**
 * Whether the context of an event says that the visitor agreed: `consent.granted`, or a category about measuring or marketing in
 * `consent.categoryPreferences` that is true. A refusal wins: of everything, or of any such category.
 *
 * @example hasConsent({ consent: { categoryPreferences: { Analytics: true } } }) // true
 * @example hasConsent({ consent: { categoryPreferences: { Analytics: true, Advertising: false } } }) // false
 */
export function hasConsent(context: JsonObject): boolean {
  const { granted, categoryPreferences } = objectOf(context.consent)
  const answers = Object.entries(objectOf(categoryPreferences)).filter(([purpose]) => PURPOSE.test(purpose))
  if (granted === false || answers.some(([, agreed]) => agreed === false)) return false
  return granted === true || answers.some(([, agreed]) => agreed === true)
}

/** The value as an object, empty when it is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
