import type { Instant } from '#platform/kernel/instant.ts'
import { bucketOfDay, EVERY, localDays, type ZoneTable } from './buckets.ts'
import { limitTotals, within } from './limits.ts'
import { type EngagementPlan, pointsAtAge } from './plan.ts'

/** One person's engagement as events arrive: what each rule has counted so far, and the total at any later instant. */
export interface RunningEngagement {
  /**
   * Takes an event in.
   *
   * @param rules indexes of the rules that match it
   * @returns indexes of the rules that its frequency limit lets count
   */
  record(at: Instant, rules: readonly number[]): readonly number[]
  /** thousandths of points at an instant not before the last recorded event */
  totalAt(at: Instant): number
  /** number of event and rule pairs that gave points at the instant */
  countedAt(at: Instant): number
  /** the next instant at which points run out by themselves, or infinity; a half-life counts as one day */
  nextDecayAt(at: Instant): Instant
}

const DAY_MS = 86_400_000

/** Starts one cycle of one person at zero. */
export function startEngagement(plan: EngagementPlan, zone: ZoneTable): RunningEngagement {
  const counted: (Instant[] | undefined)[] = new Array(plan.rules)
  const admit = admission(plan, zone)
  const totals = new Float64Array(plan.rules)
  const groups = new Float64Array(plan.groupLimit.length)
  return {
    record(at, rules) {
      const admitted = admit(at, rules)
      for (const rule of admitted) {
        const times = counted[rule]
        if (times) times.push(at)
        else counted[rule] = [at]
      }
      return admitted
    },
    totalAt(at) {
      for (let rule = 0; rule < plan.rules; rule++) totals[rule] = ruleTotal(plan, rule, counted[rule], at)
      return limitTotals(plan, totals, groups)
    },
    countedAt: (at) => countAlive(plan, counted, at),
    nextDecayAt: (at) => nextDecay(plan, counted, at),
  }
}

/**
 * Decides which rules may count an event, by the frequency limit of each; call it with one person's events in order.
 *
 * The first event of a bucket counts, the later ones of the same bucket do not.
 */
export function admission(plan: EngagementPlan, zone: ZoneTable) {
  const dayOf = localDays(zone)
  const lastBucket = new Float64Array(plan.rules).fill(Number.NEGATIVE_INFINITY)
  return (at: Instant, rules: readonly number[]): readonly number[] => {
    const admitted = (rule: number) => {
      const often = plan.frequency[rule]!
      if (often === EVERY) return true
      const bucket = bucketOfDay(dayOf(at), often)
      if (bucket <= lastBucket[rule]!) return false
      lastBucket[rule] = bucket
      return true
    }
    return rules.length === 0 ? rules : rules.filter(admitted)
  }
}

/** Newest first, so that it can stop where the limit is reached or everything older has faded: long histories stay cheap. */
function ruleTotal(plan: EngagementPlan, rule: number, times: Instant[] | undefined, at: Instant): number {
  if (times === undefined) return 0
  const limit = plan.ruleLimit[rule]!
  const deadAfter = plan.deadAfterMs[rule]!
  let total = 0
  for (let index = times.length - 1; index >= 0; index--) {
    const age = at - times[index]!
    if (age >= deadAfter) break
    total += pointsAtAge(plan, rule, age)
    if (total >= limit || total <= -limit) return within(total, limit)
  }
  return total
}

function countAlive(plan: EngagementPlan, counted: (Instant[] | undefined)[], at: Instant): number {
  let count = 0
  counted.forEach((times, rule) => {
    for (const time of times ?? []) if (pointsAtAge(plan, rule, at - time) !== 0) count++
  })
  return count
}

function nextDecay(plan: EngagementPlan, counted: (Instant[] | undefined)[], at: Instant): Instant {
  let next = Number.POSITIVE_INFINITY
  counted.forEach((times, rule) => {
    if (times === undefined) return
    if (plan.decayPerMs[rule]! > 0) {
      if (pointsAtAge(plan, rule, at - times.at(-1)!) !== 0) next = Math.min(next, at + DAY_MS)
      return
    }
    const ends = times.find((time) => time + plan.windowMs[rule]! > at)
    if (ends !== undefined) next = Math.min(next, ends + plan.windowMs[rule]!)
  })
  return next
}
