import type { Dashboard, Figure } from '../schema.ts'
import type { MeasureKey } from './catalogue.ts'
import { addMoney, type DealCounts, type Money, ours, sortedCurrencies } from './deals-counts.ts'
import type { OpportunityFact } from './facts.ts'
import { figure, leftOut, THIN_BELOW } from './figure.ts'
import { type DayRange, type Frame, inRange, passes } from './frame.ts'

/** Everything counted from the opportunities created in a range; the database and `countPipeline` give the same. */
export interface PipelineCounts {
  /** opportunities created, with or without an amount */
  created: number
  money: Money
  origin: Money
  firstTouch: Money
  beforeSales: Money
  influenced: Money
  withoutAmount: number
  withoutTouch: number
  withoutOrigin: number
  otherCurrencies: DealCounts['otherCurrencies']
}

/** The three meanings of sourced, and influenced: which opportunities each takes in. */
export const SOURCED = {
  /** the CRM names a marketing origin */
  origin: (fact: OpportunityFact) => fact.originIsMarketing === true,
  /** the very first touch is marketing's */
  firstTouch: (fact: OpportunityFact) => fact.firstTouchSide === 'marketing',
  /** a marketing touch came before the first sales activity, inside the look-back */
  beforeSales: (fact: OpportunityFact) =>
    fact.firstMarketingTouchAt !== null &&
    (fact.firstSalesTouchAt === null || fact.firstMarketingTouchAt < fact.firstSalesTouchAt),
  /** at least one marketing touch inside the look-back */
  influenced: (fact: OpportunityFact) => fact.marketingTouches > 0,
} as const

/** Counts the opportunities created in a range by each meaning of sourced. */
export function countPipeline(
  facts: readonly OpportunityFact[],
  frame: Frame,
  range: DayRange,
): PipelineCounts {
  const none = (): Money => ({ deals: 0, amountMinor: 0 })
  const counts: PipelineCounts = {
    created: 0,
    money: none(),
    origin: none(),
    firstTouch: none(),
    beforeSales: none(),
    influenced: none(),
    withoutAmount: 0,
    withoutTouch: 0,
    withoutOrigin: 0,
    otherCurrencies: [],
  }
  const others = new Map<string, Money>()
  for (const fact of facts) {
    if (fact.createdAt === null || !passes(fact, frame.filters)) continue
    if (!inRange(frame.dayOf(fact.createdAt), range)) continue
    counts.created += 1
    if (fact.firstTouchAt === null) counts.withoutTouch += 1
    if (fact.originIsMarketing === null) counts.withoutOrigin += 1
    if (fact.amountMinor === null) counts.withoutAmount += 1
    else if (!ours(fact, frame.currency)) addMoney(others, fact)
    else {
      add(counts.money, fact.amountMinor)
      for (const meaning of ['origin', 'firstTouch', 'beforeSales', 'influenced'] as const) {
        if (SOURCED[meaning](fact)) add(counts[meaning], fact.amountMinor)
      }
    }
  }
  return { ...counts, otherCurrencies: sortedCurrencies(others) }
}

function add(money: Money, amountMinor: number): void {
  money.deals += 1
  money.amountMinor += amountMinor
}

/** Pipeline created, its three sourced parts side by side with the signed one named, and influenced pipeline. */
export function presentPipeline(
  counts: PipelineCounts,
  previous: PipelineCounts | null,
  frame: Frame,
): Dashboard['pipeline'] {
  const out = leftOut({
    'Created without an amount': counts.withoutAmount,
    'Amounts in another currency': counts.otherCurrencies.reduce((sum, other) => sum + other.deals, 0),
  })
  const part = (key: MeasureKey, of: Money, before: Money | undefined, whole: Money | null): Figure =>
    figure(key, of.amountMinor, {
      currency: frame.currency,
      numerator: of.amountMinor,
      denominator: whole?.amountMinor ?? null,
      cases: { numerator: of.deals, denominator: counts.money.deals },
      thin: counts.money.deals < THIN_BELOW,
      previous: before?.amountMinor ?? null,
      leftOut: out,
    })
  return {
    created: part('pipeline_created', counts.money, previous?.money, null),
    origin: part('sourced_origin', counts.origin, previous?.origin, counts.money),
    firstTouch: part('sourced_first_touch', counts.firstTouch, previous?.firstTouch, counts.money),
    beforeSales: part('sourced_before_sales', counts.beforeSales, previous?.beforeSales, counts.money),
    influenced: part('influenced', counts.influenced, previous?.influenced, counts.money),
    leading: frame.attribution.leading,
    lookbackDays: frame.attribution.lookbackDays,
    mode: frame.attribution.mode,
    withoutTouch: counts.withoutTouch,
    withoutOrigin: counts.withoutOrigin,
  }
}
