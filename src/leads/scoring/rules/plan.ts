import type { CompiledAgreement } from '#agreement/document/index.ts'
import { durationMs } from '#agreement/document/rules/durations.ts'
import { FREQUENCY_NAMES } from './buckets.ts'

/** Points are counted in whole thousandths, so that sums are exact and every door gives the same number. */
export const THOUSANDTHS = 1_000

/** Points in whole thousandths; halves go away from zero, so that 2.5 and -2.5 mirror each other. */
function toThousandths(points: number): number {
  const scaled = points * THOUSANDTHS
  return scaled < 0 ? 0 - Math.round(-scaled) : Math.round(scaled)
}

/** The limits of one axis as numbers in columns; limits are thousandths of points, infinity where there is none. */
export interface LimitPlan {
  /** index of each rule's group */
  groupOf: Uint16Array
  ruleLimit: Float64Array
  groupLimit: Float64Array
  axisLimit: number
}

/** The engagement axis of a scoring model as numbers in columns, one entry per rule. */
export interface EngagementPlan extends LimitPlan {
  rules: number
  /** thousandths of points of one event */
  points: Float64Array
  /** index in `FREQUENCY_NAMES` */
  frequency: Uint8Array
  /** milliseconds; infinity where the rule has none */
  windowMs: Float64Array
  /** ln 2 / half-life in milliseconds; 0 where the rule has no half-life */
  decayPerMs: Float64Array
  /** age from which nothing is left: end of the window, or where the half-life has rounded the points to nothing */
  deadAfterMs: Float64Array
}

/** The fit axis as numbers in columns, one entry per rule. */
export interface FitPlan extends LimitPlan {
  points: Float64Array
}

const limitOf = (limit: number | undefined) =>
  limit === undefined ? Number.POSITIVE_INFINITY : toThousandths(limit)

interface PlannedAxis {
  limit: number
  groups: readonly { key: string; limit?: number | undefined }[]
}

function planLimits(
  axis: PlannedAxis,
  rules: readonly { group: string; limit?: number | undefined }[],
): LimitPlan {
  const groups = axis.groups.map((group) => group.key)
  return {
    groupOf: Uint16Array.from(rules, (rule) => groups.indexOf(rule.group)),
    ruleLimit: Float64Array.from(rules, (rule) => limitOf(rule.limit)),
    groupLimit: Float64Array.from(axis.groups, (group) => limitOf(group.limit)),
    axisLimit: limitOf(axis.limit),
  }
}

/** Lays out the engagement rules of an agreement in columns, in the order of `compiled.engagementRules`. */
export function planEngagement(compiled: CompiledAgreement): EngagementPlan {
  const rules = compiled.engagementRules.map(({ rule, group }) => ({ ...rule, group }))
  const halfLives = rules.map((rule) => (rule.halfLife ? durationMs(rule.halfLife)! : 0))
  const windows = rules.map((rule) => (rule.window ? durationMs(rule.window)! : Number.POSITIVE_INFINITY))
  const points = rules.map((rule) => toThousandths(rule.points))
  return {
    ...planLimits(compiled.document.scoring.engagement, rules),
    rules: rules.length,
    points: Float64Array.from(points),
    frequency: Uint8Array.from(rules, (rule) => FREQUENCY_NAMES.indexOf(rule.frequency)),
    windowMs: Float64Array.from(windows),
    decayPerMs: Float64Array.from(halfLives, (halfLife) => (halfLife > 0 ? Math.LN2 / halfLife : 0)),
    deadAfterMs: Float64Array.from(rules, (_, index) =>
      halfLives[index]! > 0
        ? // One half-life more than rounding needs: an early stop may never cut a thousandth off.
          halfLives[index]! * (Math.log2(Math.max(1, Math.abs(points[index]!))) + 2)
        : windows[index]!,
    ),
  }
}

/** Lays out the fit rules of an agreement in columns, in the order of `compiled.fitRules`. */
export function planFit(compiled: CompiledAgreement): FitPlan {
  const rules = compiled.fitRules.map(({ rule, group }) => ({ group, points: rule.points }))
  return {
    ...planLimits(compiled.document.scoring.fit, rules),
    points: Float64Array.from(rules, (rule) => toThousandths(rule.points)),
  }
}

/**
 * What one event is worth under one rule at an age: full inside a window and nothing from its end on, or halved with
 * each half-life.
 *
 * @param ageMs milliseconds since the event, not negative
 * @returns thousandths of points, whole
 */
export function pointsAtAge(plan: EngagementPlan, rule: number, ageMs: number): number {
  const points = plan.points[rule]!
  const decay = plan.decayPerMs[rule]!
  if (decay === 0) return ageMs < plan.windowMs[rule]! ? points : 0
  const left = points * Math.exp(-ageMs * decay)
  return left < 0 ? 0 - Math.floor(0.5 - left) : Math.floor(left + 0.5)
}
