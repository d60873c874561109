import type { Dashboard, Figure } from '../schema.ts'
import type { DealCounts } from './deals-counts.ts'
import { figure, leftOut, middle, rate, THIN_BELOW } from './figure.ts'
import type { Frame } from './frame.ts'
import { casesOf, type Histogram, histogramMean, histogramQuantile } from './histogram.ts'

type DealFigures = Pick<
  Dashboard,
  'winRate' | 'winRateAmount' | 'cycleLength' | 'cycleMeanDays' | 'openAge' | 'velocity'
>

/** Win rate by count and by amount, cycle length with the age of open deals beside it, and sales velocity. */
export function presentDeals(
  counts: DealCounts,
  previous: DealCounts | null,
  open: { days: Histogram; withoutCreation: number },
  frame: Frame,
): DealFigures {
  const cohort = frame.basis === 'cohort'
  const decided = counts.won + counts.lost
  const before = previous ? previous.won + previous.lost : 0
  return {
    winRate: rate('win_rate', counts.won, decided, {
      immature: cohort ? counts.immature : null,
      previous: previous && before > 0 ? previous.won / before : null,
      leftOut: leftOut({ 'Not decided within the window': counts.undecided }),
    }),
    winRateAmount: winRateAmount(counts, previous, frame),
    cycleLength: middle('cycle_length', histogramQuantile(counts.cycleDays, 0.5), casesOf(counts.cycleDays), {
      previous: previous && histogramQuantile(previous.cycleDays, 0.5),
      immature: cohort ? counts.immature : null,
      leftOut: leftOut({ 'Won deals without creation date, or won before it': counts.withoutCycle }),
    }),
    cycleMeanDays: histogramMean(counts.cycleDays),
    openAge: middle('open_age', histogramQuantile(open.days, 0.5), casesOf(open.days), {
      leftOut: leftOut({ 'Open deals without creation date': open.withoutCreation }),
    }),
    velocity: velocity(counts, previous, frame),
  }
}

function winRateAmount(counts: DealCounts, previous: DealCounts | null, frame: Frame): Figure {
  const total = counts.wonMoney.amountMinor + counts.lostMoney.amountMinor
  const before = previous ? previous.wonMoney.amountMinor + previous.lostMoney.amountMinor : 0
  const cases = counts.wonMoney.deals + counts.lostMoney.deals
  // Where no lost deal says what it was worth, a rate of 100 % would be a claim about nothing.
  const isKnown = total > 0 && (counts.lost === 0 || counts.lostMoney.deals > 0)
  return figure('win_rate_amount', isKnown ? counts.wonMoney.amountMinor / total : null, {
    currency: frame.currency,
    numerator: counts.wonMoney.amountMinor,
    denominator: total,
    cases: { numerator: counts.wonMoney.deals, denominator: cases },
    thin: cases < THIN_BELOW,
    immature: frame.basis === 'cohort' ? counts.immature : null,
    previous: previous && before > 0 ? previous.wonMoney.amountMinor / before : null,
    leftOut: leftOut({
      'Decided deals without an amount, or lost at zero': counts.withoutAmount,
      'Amounts in another currency': counts.otherCurrencies.reduce((sum, other) => sum + other.deals, 0),
    }),
  })
}

function velocity(counts: DealCounts, previous: DealCounts | null, frame: Frame): Figure {
  const { won, lost, wonAmountMinor, cycleDays } = counts.velocity
  return figure('sales_velocity', velocityOf(counts.velocity), {
    currency: frame.currency,
    numerator: wonAmountMinor,
    denominator: histogramQuantile(cycleDays, 0.5),
    cases: { numerator: won, denominator: won + lost },
    thin: won + lost < THIN_BELOW,
    immature: frame.basis === 'cohort' ? counts.immature : null,
    previous: previous && velocityOf(previous.velocity),
    leftOut: leftOut({ 'Decided deals that lack a factor': counts.won + counts.lost - won - lost }),
  })
}

/**
 * Sales velocity in minor units a day: decided deals × average won amount × win rate / median cycle days, which is the amount
 * won over the median cycle days because all four come from the same deals.
 *
 * @returns null without won deals, or when the median cycle is zero days
 */
export function velocityOf(of: DealCounts['velocity']): number | null {
  const days = histogramQuantile(of.cycleDays, 0.5)
  if (of.won === 0 || days === null || days === 0) return null
  const decided = of.won + of.lost
  return (decided * (of.wonAmountMinor / of.won) * (of.won / decided)) / days
}
