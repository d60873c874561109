import type { AccountFacts, CompiledAgreement, EventFacts, PersonFacts } from '#agreement/document/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { ZoneTable } from './buckets.ts'
import { type Grade, gradeOf } from './grades.ts'
import { type Limit, limitLines } from './limits.ts'
import { type EventMatcher, eventMatcher } from './matching.ts'
import {
  type EngagementPlan,
  type FitPlan,
  planEngagement,
  planFit,
  pointsAtAge,
  THOUSANDTHS,
} from './plan.ts'
import { admission } from './running.ts'

/** An agreement's scoring model, ready to run. */
export interface PreparedModel {
  compiled: CompiledAgreement
  fit: FitPlan
  engagement: EngagementPlan
  zone: ZoneTable
  matches: EventMatcher
}

/** Who a person is, as fit rules and exclusions see them. */
export interface PersonAttributes {
  person: PersonFacts
  account: AccountFacts | null
}

/** One event of a person. */
export interface ScoredEvent {
  id: string
  occurredAt: Instant
  facts: EventFacts
}

/** One fit rule that holds. */
export interface FitPoint {
  rule: string
  name: string
  group: string
  rawPoints: number
  /** after the limits of rule, group and axis */
  points: number
  limitedBy: Limit | null
}

/** One event under one rule that it matches. */
export interface EngagementPoint {
  eventId: string
  occurredAt: Instant
  rule: string
  name: string
  group: string
  rawPoints: number
  /** 0 where an earlier event of the same day, week, month or cycle took the turn */
  afterFrequency: number
  /** 0 past the window; halved with each half-life */
  afterDecay: number
  /** after the limits of rule, group and axis: what this event adds to the score */
  points: number
  limitedBy: Limit | null
}

export interface Score {
  at: Instant
  /** points, in steps of a thousandth */
  fit: number
  engagement: number
  grade: Grade
  /** key of the exclusion that applies, or `null` */
  excludedBy: string | null
  /** points of the lines add up to `fit` and to `engagement`, exact in thousandths */
  why: { fit: FitPoint[]; engagement: EngagementPoint[] }
}

/** Prepares the scoring model of an agreement version for a time zone; keep it, it remembers which events match. */
export function prepareModel(compiled: CompiledAgreement, zone: ZoneTable): PreparedModel {
  return {
    compiled,
    fit: planFit(compiled),
    engagement: planEngagement(compiled),
    zone,
    matches: eventMatcher(compiled),
  }
}

/**
 * The two scores of a person at an instant, with every point explained.
 *
 * @param events in the order of time; those later than `at` do not count
 * @param at epoch milliseconds
 * @param after events up to and including this instant do not count (end of the previous cycle)
 * @source docs/method/scoring.md
 * @example score([], { person: {}, account: null }, prepareModel(compiled, UTC), 0).engagement // 0
 */
export function score(
  events: readonly ScoredEvent[],
  attributes: PersonAttributes,
  model: PreparedModel,
  at: Instant,
  after: Instant = Number.NEGATIVE_INFINITY,
): Score {
  const fitLines = explainFit(attributes, model)
  const engagementLines = explainEngagement(events, attributes, model, at, after)
  const fit = sum(fitLines)
  const engagement = sum(engagementLines)
  return {
    at,
    fit,
    engagement,
    grade: gradeOf(model.compiled.document.scoring, fit, engagement),
    excludedBy: model.compiled.exclusion(attributes.person, attributes.account),
    why: { fit: fitLines, engagement: engagementLines },
  }
}

/** Thousandths are added, not points: the sum of the lines is then exact. */
function sum(lines: readonly { points: number }[]): number {
  return lines.reduce((total, line) => total + Math.round(line.points * THOUSANDTHS), 0) / THOUSANDTHS
}

function explainFit({ person, account }: PersonAttributes, model: PreparedModel): FitPoint[] {
  const rules = model.compiled.fitRules
  const held = rules.flatMap((rule, index) => (rule.matches(person, account) ? [index] : []))
  const raw = held.map((index) => model.fit.points[index]!)
  const limited = limitLines(model.fit, held, raw)
  return held.map((index, line) => ({
    rule: rules[index]!.rule.key,
    name: rules[index]!.rule.name,
    group: rules[index]!.group,
    rawPoints: raw[line]! / THOUSANDTHS,
    points: limited.points[line]! / THOUSANDTHS,
    limitedBy: limited.by[line]!,
  }))
}

interface Line {
  event: ScoredEvent
  rule: number
  counts: boolean
}

function explainEngagement(
  events: readonly ScoredEvent[],
  { person }: PersonAttributes,
  model: PreparedModel,
  at: Instant,
  after: Instant,
): EngagementPoint[] {
  const plan = model.engagement
  const admit = admission(plan, model.zone)
  const lines: Line[] = []
  for (const event of events) {
    if (event.occurredAt > at || event.occurredAt <= after) continue
    const matched = model.matches(event.facts, person)
    const admitted = admit(event.occurredAt, matched)
    for (const rule of matched) lines.push({ event, rule, counts: admitted.includes(rule) })
  }
  const left = lines.map(({ event, rule, counts }) =>
    counts ? pointsAtAge(plan, rule, at - event.occurredAt) : 0,
  )
  const limited = limitLines(
    plan,
    lines.map((line) => line.rule),
    left,
  )
  return lines.map(({ event, rule, counts }, line) => {
    const { rule: declared, group } = model.compiled.engagementRules[rule]!
    return {
      eventId: event.id,
      occurredAt: event.occurredAt,
      rule: declared.key,
      name: declared.name,
      group,
      rawPoints: plan.points[rule]! / THOUSANDTHS,
      afterFrequency: counts ? plan.points[rule]! / THOUSANDTHS : 0,
      afterDecay: left[line]! / THOUSANDTHS,
      points: limited.points[line]! / THOUSANDTHS,
      limitedBy: limited.by[line]!,
    }
  })
}

/**
 * Fit alone, without the reasons: the same number as `score(…).fit`, in thousandths of points.
 */
export function fitThousandths({ person, account }: PersonAttributes, model: PreparedModel): number {
  const rules = model.compiled.fitRules
  const held = rules.flatMap((rule, index) => (rule.matches(person, account) ? [index] : []))
  return limitLines(
    model.fit,
    held,
    held.map((index) => model.fit.points[index]!),
  ).points.reduce((a, b) => a + b, 0)
}
