import { DEAL_MEASURES } from './catalogue-deals.ts'
import { FUNNEL_MEASURES } from './catalogue-funnel.ts'
import { TRUST_MEASURES } from './catalogue-trust.ts'
import type { Measure } from './measure.ts'

const ALL = [...FUNNEL_MEASURES, ...DEAL_MEASURES, ...TRUST_MEASURES] as const

/** Name of a measure in code, addresses and exports. */
export type MeasureKey = (typeof ALL)[number]['key']

/** Every measure of the product, in the order in which they are explained. */
export const CATALOGUE: readonly (Measure & { key: MeasureKey })[] = ALL

/** Keys of all measures, for schemas. */
export const MEASURE_KEYS = ALL.map((measure) => measure.key) as [MeasureKey, ...MeasureKey[]]

const byKey = new Map(CATALOGUE.map((measure) => [measure.key, measure]))

/**
 * The catalogue entry of a measure.
 *
 * @example measure('win_rate').formula // 'won / (won + lost)'
 */
export function measure(key: MeasureKey): Measure & { key: MeasureKey } {
  return byKey.get(key)!
}
