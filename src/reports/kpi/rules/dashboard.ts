import type { Dashboard } from '../schema.ts'
import { presentDeals } from './deals.ts'
import { countDeals, countOpenDeals, type DealCounts, type Money } from './deals-counts.ts'
import { countDecisions, type DecisionCounts, presentSalRate } from './decisions.ts'
import type { KpiFacts, TrustFacts } from './facts.ts'
import { type DayRange, type Frame, previousRange } from './frame.ts'
import { presentAges, presentFunnel, presentTrend } from './funnel.ts'
import { type AgeCounts, countAges, countFunnel, type FunnelCounts } from './funnel-counts.ts'
import type { Histogram } from './histogram.ts'
import { countPipeline, type PipelineCounts, presentPipeline } from './pipeline.ts'
import { countResponses, presentResponse, type ResponseCounts } from './responses.ts'
import { presentTrust } from './trust.ts'

/** What is counted over one range of days. */
export interface RangeCounts {
  funnel: FunnelCounts
  decisions: DecisionCounts
  deals: DealCounts
  pipeline: PipelineCounts
  responses: ResponseCounts
}

/** Everything a dashboard is made of; counted from facts in memory, or by the database. */
export interface DashboardCounts {
  now: RangeCounts
  /** the period before; null when no comparison is wanted */
  before: RangeCounts | null
  ages: AgeCounts
  openDeals: { days: Histogram; withoutCreation: number }
  trust: TrustFacts
}

/** Counts facts in memory: what the audit does, and what the database must agree with. */
export function countDashboard(facts: KpiFacts, frame: Frame, compare: boolean): DashboardCounts {
  const over = (range: DayRange): RangeCounts => ({
    funnel: countFunnel(facts.cycles, frame, range),
    decisions: countDecisions(facts, frame, range),
    deals: countDeals(facts.opportunities, frame, range),
    pipeline: countPipeline(facts.opportunities, frame, range),
    responses: countResponses(facts.responses, frame, range),
  })
  return {
    now: over(frame.range),
    before: compare ? over(previousRange(frame.range)) : null,
    ages: countAges(facts.cycles, frame),
    openDeals: countOpenDeals(facts.opportunities, frame),
    trust: facts.trust,
  }
}

/** Turns counts into the figures that everybody sees. */
export function presentDashboard(counts: DashboardCounts, frame: Frame): Dashboard {
  const { now, before } = counts
  return {
    range: frame.range,
    previous: before ? previousRange(frame.range) : null,
    basis: frame.basis,
    withinDays: frame.withinDays,
    bucket: frame.bucket,
    filters: frame.filters,
    timeZone: frame.timeZone,
    currency: frame.currency,
    knownUntil: frame.knownUntil,
    agreementVersions: [...now.funnel.versions],
    funnel: presentFunnel(now.funnel, before?.funnel ?? null, frame),
    salRate: presentSalRate(now.decisions, before?.decisions ?? null),
    trend: presentTrend(now.funnel, frame),
    ages: presentAges(counts.ages, frame),
    response: presentResponse(now.responses, before?.responses ?? null),
    ...presentDeals(now.deals, before?.deals ?? null, counts.openDeals, frame),
    pipeline: presentPipeline(now.pipeline, before?.pipeline ?? null, frame),
    otherCurrencies: otherCurrencies(now),
    trust: presentTrust(counts.trust),
  }
}

/**
 * The dashboard over facts in memory.
 *
 * @param compare also counts the period before, for the change beside each figure
 */
export function dashboard(facts: KpiFacts, frame: Frame, compare = false): Dashboard {
  return presentDashboard(countDashboard(facts, frame, compare), frame)
}

/** Amounts in other currencies: what was created and what was decided, apart. */
function otherCurrencies(counts: RangeCounts): Dashboard['otherCurrencies'] {
  const none: Money = { deals: 0, amountMinor: 0 }
  const money = (list: DealCounts['otherCurrencies'], currency: string): Money => {
    const line = list.find((other) => other.currency === currency)
    return line ? { deals: line.deals, amountMinor: line.amountMinor } : none
  }
  const [created, decided] = [counts.pipeline.otherCurrencies, counts.deals.otherCurrencies]
  const currencies = [...new Set([...created, ...decided].map((line) => line.currency))].sort()
  return currencies.map((currency) => ({
    currency,
    created: money(created, currency),
    decided: money(decided, currency),
  }))
}
