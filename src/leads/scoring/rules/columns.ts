import type { Instant } from '#platform/kernel/instant.ts'
import { bucketOfDay, EVERY, localDays, type ZoneTable } from './buckets.ts'
import { limitTotals } from './limits.ts'
import { type EngagementPlan, pointsAtAge } from './plan.ts'

/** Events of many people side by side; those of one person stand together, in the order of time. */
export interface EventColumns {
  people: number
  /** person p has the events from `offsets[p]` up to but not including `offsets[p + 1]` */
  offsets: Uint32Array
  occurredAt: Float64Array
  /** which rules each event matches, `words` numbers per event: bit r % 32 of word r / 32. Machine events match none */
  matches: Uint32Array
  /** `wordsOf(plan.rules)` */
  words: number
  /** only events after this instant count (end of the previous cycle); absent: all */
  after?: Float64Array
}

/** How many 32-bit numbers hold one event's matches. */
export function wordsOf(rules: number): number {
  return Math.max(1, Math.ceil(rules / 32))
}

/**
 * Engagement of many people at once, from events already in columns: the same numbers as `score`, without the reasons.
 *
 * @param at the instant of the score, one for all; later events do not count
 * @param into thousandths of points per person; made when absent
 * @returns `into`
 */
export function scoreColumns(
  plan: EngagementPlan,
  zone: ZoneTable,
  columns: EventColumns,
  at: Instant,
  into: Int32Array = new Int32Array(columns.people),
): Int32Array {
  const totals = new Float64Array(plan.rules)
  const groups = new Float64Array(plan.groupLimit.length)
  const add = adder(plan, zone, totals)
  const { offsets, after, people } = columns
  for (let person = 0; person < people; person++) {
    totals.fill(0)
    const from = after ? after[person]! : Number.NEGATIVE_INFINITY
    into[person] = add(columns, offsets[person]!, offsets[person + 1]!, from, at)
      ? limitTotals(plan, totals, groups)
      : 0
  }
  return into
}

/** Adds up one person's events per rule; says whether any counted. */
function adder(plan: EngagementPlan, zone: ZoneTable, totals: Float64Array) {
  const { frequency, deadAfterMs } = plan
  const dayOf = localDays(zone)
  const lastBucket = new Float64Array(plan.rules)
  return (columns: EventColumns, start: number, end: number, from: Instant, at: Instant): boolean => {
    const { occurredAt, matches, words } = columns
    let any = false
    for (let event = start; event < end; event++) {
      const happened = occurredAt[event]!
      if (happened > at) break
      if (happened <= from) continue
      for (let word = 0; word < words; word++) {
        let bits = matches[event * words + word]! | 0
        while (bits !== 0) {
          const rule = word * 32 + 31 - Math.clz32(bits & -bits)
          bits &= bits - 1
          if (!any) lastBucket.fill(Number.NEGATIVE_INFINITY)
          any = true
          const often = frequency[rule]!
          if (often !== EVERY) {
            const bucket = bucketOfDay(dayOf(happened), often)
            if (bucket <= lastBucket[rule]!) continue
            lastBucket[rule] = bucket
          }
          const age = at - happened
          if (age < deadAfterMs[rule]!) totals[rule] = totals[rule]! + pointsAtAge(plan, rule, age)
        }
      }
    }
    return any
  }
}
