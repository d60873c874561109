import { bucketOf, daysBetween } from '#platform/kernel/days.ts'
import type { CycleFact } from './facts.ts'
import { type DayRange, type Frame, funnelStages, inRange, isImmature, passes } from './frame.ts'
import { type Histogram, histogramOf } from './histogram.ts'

/** What happened at one stage in a range of days. */
export interface StageCounts {
  stage: string
  /** moves into the stage dated in the range */
  entered: number
  /** of those, stages skipped over */
  inferred: number
  /** of those who entered, reached a later stage within the window */
  reached: number
  /** of those who entered, those whose window is not over when the data end */
  immature: number
  /** moves from the stage into an exit dated in the range */
  exits: number
}

/** Everything counted from cycles; the database and `countFunnel` give the same. */
export interface FunnelCounts {
  stages: readonly StageCounts[]
  trend: readonly { stage: string; bucket: string; entered: number }[]
  versions: readonly number[]
}

/** Calendar days that people standing in a stage have stood there. */
export type AgeCounts = ReadonlyMap<string, Histogram>

/**
 * Counts the moves of a range: entries, conversions within the window, exits, and entries per bucket.
 *
 * @param range may differ from the frame's, to count the period before
 */
export function countFunnel(cycles: readonly CycleFact[], frame: Frame, range: DayRange): FunnelCounts {
  const stages = funnelStages(frame)
  const counts = new Map(stages.map((stage) => [stage.key, emptyCounts(stage.key)]))
  const trend = new Map<string, { stage: string; bucket: string; entered: number }>()
  const versions = new Set<number>()
  for (const cycle of cycles) {
    if (!passes(cycle, frame.filters)) continue
    countExit(cycle, counts, frame, range)
    stages.forEach((stage, position) => {
      const at = cycle.enteredAt[stage.key]
      if (at === undefined) return
      const day = frame.dayOf(at)
      if (!inRange(day, range)) return
      const line = counts.get(stage.key)!
      line.entered += 1
      if (cycle.inferred.includes(stage.key)) line.inferred += 1
      const later = firstReached(
        cycle,
        stages.slice(position + 1).map((next) => next.key),
      )
      if (later !== null && daysBetween(day, frame.dayOf(later)) <= frame.withinDays) line.reached += 1
      if (isImmature(day, frame)) line.immature += 1
      const bucket = bucketOf(day, frame.bucket)
      const bar = trend.get(`${stage.key} ${bucket}`) ?? { stage: stage.key, bucket, entered: 0 }
      bar.entered += 1
      trend.set(`${stage.key} ${bucket}`, bar)
      const version = cycle.versions[stage.key]
      if (version !== undefined) versions.add(version)
    })
  }
  return {
    stages: [...counts.values()],
    trend: [...trend.values()],
    versions: [...versions].sort((a, b) => a - b),
  }
}

/** Counts how long the people who stand in each stage now have stood there; skipped stages and ended cycles are left out. */
export function countAges(cycles: readonly CycleFact[], frame: Frame): AgeCounts {
  const stages = funnelStages(frame)
  const days = new Map<string, number[]>(stages.map((stage) => [stage.key, []]))
  for (const cycle of cycles) {
    if (cycle.exit !== null || !passes(cycle, frame.filters)) continue
    const current = stages.findLast((stage) => cycle.enteredAt[stage.key] !== undefined)
    if (!current || cycle.inferred.includes(current.key)) continue
    const entered = frame.dayOf(cycle.enteredAt[current.key]!)
    if (entered > frame.knownDay) continue
    days.get(current.key)!.push(daysBetween(entered, frame.knownDay))
  }
  return new Map([...days].map(([stage, values]) => [stage, histogramOf(values)]))
}

function countExit(cycle: CycleFact, counts: Map<string, StageCounts>, frame: Frame, range: DayRange): void {
  if (!cycle.exit?.fromStage || !inRange(frame.dayOf(cycle.exit.at), range)) return
  const line = counts.get(cycle.exit.fromStage)
  if (line) line.exits += 1
}

function firstReached(cycle: CycleFact, stages: readonly string[]): number | null {
  let first: number | null = null
  for (const stage of stages) {
    const at = cycle.enteredAt[stage]
    if (at !== undefined && (first === null || at < first)) first = at
  }
  return first
}

function emptyCounts(stage: string): StageCounts {
  return { stage, entered: 0, inferred: 0, reached: 0, immature: 0, exits: 0 }
}
