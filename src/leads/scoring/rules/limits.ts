import type { LimitPlan } from './plan.ts'

/** Holds a number between minus and plus a limit. */
export function within(points: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, points))
}

/**
 * The axis total from the total of each rule: each rule, then each group, then the axis is held inside its limit.
 *
 * @param ruleTotals thousandths per rule
 * @param groupTotals scratch space, one number per group; overwritten
 * @returns thousandths, whole
 */
export function limitTotals(plan: LimitPlan, ruleTotals: Float64Array, groupTotals: Float64Array): number {
  const { groupOf, ruleLimit, groupLimit } = plan
  groupTotals.fill(0)
  for (let rule = 0; rule < groupOf.length; rule++) {
    const group = groupOf[rule]!
    groupTotals[group] = groupTotals[group]! + within(ruleTotals[rule]!, ruleLimit[rule]!)
  }
  let axis = 0
  for (let group = 0; group < groupLimit.length; group++)
    axis += within(groupTotals[group]!, groupLimit[group]!)
  return within(axis, plan.axisLimit)
}

/**
 * Takes what is above a limit off single lines, so that the lines add up to exactly what the limit leaves.
 *
 * Lines against the excess keep their points; of the others the earliest keep theirs until the limit is used up.
 *
 * @param points thousandths per line, in the order of time
 * @returns thousandths per line; their sum is `within(sum of points, limit)`
 * @example allocate([3, 3, 3], 7) is [3, 3, 1]
 */
function allocate(points: readonly number[], limit: number): number[] {
  const total = points.reduce((sum, part) => sum + part, 0)
  if (Math.abs(total) <= limit) return [...points]
  const sign = total > 0 ? 1 : -1
  const against = points.reduce((sum, part) => (part * sign < 0 ? sum - part * sign : sum), 0)
  let left = limit + against
  return points.map((part) => {
    if (part * sign <= 0) return part
    const kept = Math.min(part * sign, left)
    left -= kept
    return kept * sign
  })
}

/** The limit that took points off a line. */
export type Limit = 'rule' | 'group' | 'axis'

/**
 * Applies the three limits to single lines, from the inside out, and notes the last limit that cut each line.
 *
 * @param rules index of each line's rule
 * @param points thousandths per line, in the order of time
 * @returns thousandths per line; their sum is what `limitTotals` gives for the same rules
 */
export function limitLines(plan: LimitPlan, rules: readonly number[], points: readonly number[]) {
  const by: (Limit | null)[] = points.map(() => null)
  const groups = rules.map((rule) => plan.groupOf[rule]!)
  const afterRule = limitEach(points, rules, (rule) => plan.ruleLimit[rule]!, 'rule', by)
  const afterGroup = limitEach(afterRule, groups, (group) => plan.groupLimit[group]!, 'group', by)
  const whole = rules.map(() => 0)
  return { points: limitEach(afterGroup, whole, () => plan.axisLimit, 'axis', by), by }
}

function limitEach(
  points: readonly number[],
  keys: readonly number[],
  limitOf: (key: number) => number,
  level: Limit,
  by: (Limit | null)[],
): number[] {
  const now = [...points]
  const linesOf = new Map<number, number[]>()
  keys.forEach((key, line) => {
    const lines = linesOf.get(key)
    if (lines) lines.push(line)
    else linesOf.set(key, [line])
  })
  for (const [key, lines] of linesOf) {
    const kept = allocate(
      lines.map((line) => points[line]!),
      limitOf(key),
    )
    lines.forEach((line, index) => {
      if (kept[index] !== points[line]) by[line] = level
      now[line] = kept[index]!
    })
  }
  return now
}
