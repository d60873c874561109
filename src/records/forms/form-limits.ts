import { HOUR, type Instant } from '#platform/kernel/instant.ts'
import { type Bucket, type Rate, takeTokens } from '../intake/rules/token-bucket.ts'

export interface FormRates {
  /** submissions of one form */
  form: Rate
  /** submissions of one address block */
  address: Rate
}

const RATES: FormRates = { form: { perSecond: 20, burst: 2_000 }, address: { perSecond: 0.5, burst: 60 } }
const MOST_KEPT = 100_000

/** What one process remembers of the last hour: shares of forms and networks, and how often the same came. */
export interface FormLimits {
  /** Takes from the shares; false when one is used up. */
  take(formId: string, network: string): boolean
  /** Counts a submission; answers how many like it came within the hour before. */
  note(formId: string, network: string, text: string | null): { fromNetwork: number; sameText: number }
}

export function createFormLimits(clock: () => Instant, rates: FormRates = RATES): FormLimits {
  const buckets = new Map<string, Bucket>()
  const seen = new Map<string, Instant[]>()
  const remember = <Value>(map: Map<string, Value>, name: string, value: Value) => {
    // Used last, so that the ones in use outlive a flood of those that come once.
    map.delete(name)
    map.set(name, value)
    if (map.size > MOST_KEPT) map.delete(map.keys().next().value!)
  }
  const take = (name: string, rate: Rate) => {
    const { bucket, waitMs } = takeTokens(buckets.get(name), 1, rate, clock())
    remember(buckets, name, bucket)
    return waitMs === 0
  }
  const count = (name: string) => {
    const now = clock()
    const before = (seen.get(name) ?? []).filter((at) => at > now - HOUR).slice(-50)
    remember(seen, name, [...before, now])
    return before.length
  }
  return {
    take: (formId, network) =>
      take(`a ${formId} ${network}`, rates.address) && take(`f ${formId}`, rates.form),
    note: (formId, network, text) => ({
      fromNetwork: count(`n ${formId} ${network}`),
      sameText: text === null ? 0 : count(`t ${formId} ${text}`),
    }),
  }
}
