import type { Dashboard, Figure } from '../schema.ts'
import type { MeasureKey } from './catalogue.ts'
import { addMoney, addOther, type DealCounts, type Money, ours, sortedCurrencies } from './deals-counts.ts'
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
  beforeSales: (fact: OpportunityFact) => fact.recentFirstSide === 'marketing',
  /** at least one marketing touch inside the look-back */
  influenced: (fact: OpportunityFact) => fact.marketingTouches > 0,
} as const

/** Opportunities that are alike in everything the counts look at. */
export interface PipelineLine {
  currency: string | null
  /** sum over the line; null where the opportunities have no amount */
  amountMinor: number | null
  origin: boolean
  firstTouch: boolean
  beforeSales: boolean
  influenced: boolean
  withoutTouch: boolean
  withoutOrigin: boolean
  deals: number
}

/** Counts the opportunities created in a range by each meaning of sourced. */
export function countPipeline(
  facts: readonly OpportunityFact[],
  frame: Frame,
  range: DayRange,
): PipelineCounts {
  const inside = facts.filter(
    (fact) =>
      fact.createdAt !== null && passes(fact, frame.filters) && inRange(frame.dayOf(fact.createdAt), range),
  )
  const lines = inside.map((fact) => ({
    currency: fact.currency,
    amountMinor: fact.amountMinor,
    origin: SOURCED.origin(fact),
    firstTouch: SOURCED.firstTouch(fact),
    beforeSales: SOURCED.beforeSales(fact),
    influenced: SOURCED.influenced(fact),
    withoutTouch: fact.firstTouchAt === null,
    withoutOrigin: fact.originIsMarketing === null,
    deals: 1,
  }))
  return tallyPipeline(lines, frame)
}

/** Adds lines up: opportunities of one range, one by one or grouped by the database. */
export function tallyPipeline(lines: readonly PipelineLine[], frame: Frame): PipelineCounts {
  const none = (): Money => ({ deals: 0, amountMinor: 0 })
  const sums = { money: none(), origin: none(), firstTouch: none(), beforeSales: none(), influenced: none() }
  const records = { created: 0, withoutAmount: 0, withoutTouch: 0, withoutOrigin: 0 }
  const others = new Map<string, Money>()
  for (const line of lines) {
    records.created += line.deals
    if (line.withoutTouch) records.withoutTouch += line.deals
    if (line.withoutOrigin) records.withoutOrigin += line.deals
    if (line.amountMinor === null) records.withoutAmount += line.deals
    else if (!ours(line, frame.currency)) addOther(others, line)
    else {
      addMoney(sums.money, line)
      for (const meaning of ['origin', 'firstTouch', 'beforeSales', 'influenced'] as const) {
        if (line[meaning]) addMoney(sums[meaning], line)
      }
    }
  }
  return { ...sums, ...records, otherCurrencies: sortedCurrencies(others) }
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
