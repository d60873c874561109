import { bucketsOf } from '#platform/kernel/days.ts'
import type { Dashboard, Figure } from '../schema.ts'
import { count, middle, rate } from './figure.ts'
import { type Frame, funnelStages } from './frame.ts'
import type { AgeCounts, FunnelCounts, StageCounts } from './funnel-counts.ts'
import { casesOf, histogramQuantile } from './histogram.ts'

const NOTHING: Omit<StageCounts, 'stage'> = { entered: 0, inferred: 0, reached: 0, immature: 0, exits: 0 }

/**
 * The funnel: per stage the entries, the conversion to the next stage and the exits.
 *
 * Cohort: of those who entered the stage in the period, those who reached the next within the window; recent entries are
 * marked immature. Nothing converts into an optional stage: a customer who expands has not renewed on the way. Period: moves into the next stage over moves into this one, both dated in the period; can exceed 1.
 */
export function presentFunnel(
  counts: FunnelCounts,
  previous: FunnelCounts | null,
  frame: Frame,
): Dashboard['funnel'] {
  const stages = funnelStages(frame)
  return stages.map((stage, position) => {
    const now = lineOf(counts, stage.key)
    const before = previous && lineOf(previous, stage.key)
    const next = stages[position + 1]
    const at = { stage: stage.key }
    return {
      stage,
      entered: count('stage_entries', now.entered, { at, previous: before?.entered ?? null }),
      conversion: next && !next.optional ? conversion(counts, previous, frame, stage.key, next.key) : null,
      exits: count('stage_exits', now.exits, { at, previous: before?.exits ?? null }),
    }
  })
}

function conversion(
  counts: FunnelCounts,
  previous: FunnelCounts | null,
  frame: Frame,
  stage: string,
  next: string,
): Figure {
  const hitsOf = (from: FunnelCounts) =>
    frame.basis === 'cohort' ? lineOf(from, stage).reached : lineOf(from, next).entered
  const now = lineOf(counts, stage)
  const before = previous ? lineOf(previous, stage).entered : 0
  return rate('stage_conversion', hitsOf(counts), now.entered, {
    at: { stage },
    immature: frame.basis === 'cohort' ? now.immature : null,
    previous: previous && before > 0 ? hitsOf(previous) / before : null,
  })
}

/** Entries per stage and week or month, with zeros where nothing happened. */
export function presentTrend(counts: FunnelCounts, frame: Frame): Dashboard['trend'] {
  const buckets = bucketsOf(frame.range.from, frame.range.to, frame.bucket)
  const entered = new Map(counts.trend.map((bar) => [`${bar.stage} ${bar.bucket}`, bar.entered]))
  return {
    buckets,
    series: funnelStages(frame).map((stage) => ({
      stage,
      values: buckets.map((bucket) => entered.get(`${stage.key} ${bucket}`) ?? 0),
    })),
  }
}

/** Per stage: how many stand in it, and the middle and ninth-tenth time they have stood there, days. */
export function presentAges(ages: AgeCounts, frame: Frame): Dashboard['ages'] {
  return funnelStages(frame).map((stage) => {
    const days = ages.get(stage.key) ?? []
    const standing = casesOf(days)
    return {
      stage,
      standing,
      median: middle('stage_age', histogramQuantile(days, 0.5), standing, { at: { stage: stage.key } }),
      p90Days: histogramQuantile(days, 0.9),
    }
  })
}

function lineOf(counts: FunnelCounts, stage: string): StageCounts {
  return counts.stages.find((line) => line.stage === stage) ?? { stage, ...NOTHING }
}
