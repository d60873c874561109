/** What a value is counted in. `money` is minor units of a currency, `money_per_day` minor units a day, `share` 0-1. */
export const UNITS = ['count', 'share', 'days', 'minutes', 'money', 'money_per_day', 'instant'] as const
export type Unit = (typeof UNITS)[number]

/** One measure as everybody reads it: the dashboard, the lexicon, the audit report and the documentation show this same text. */
export interface Measure {
  /** stable name in code, addresses and exports */
  key: string
  name: string
  unit: Unit
  /** what it says, for someone who never saw it */
  definition: string
  formula: string
  numerator: string
  /** null where the measure is not a ratio */
  denominator: string | null
  /** which date puts a record into the period */
  dates: string
  /** what is left out, one sentence each */
  exclusions: readonly string[]
  /** which direction is an improvement */
  good: 'up' | 'down' | 'neither'
  /** chapter and heading below docs/method */
  docs: `${string}.md#${string}`
}
