import { daysBetween } from '#platform/kernel/days.ts'
import type { OpportunityFact } from './facts.ts'
import { type DayRange, type Frame, inRange, isImmature, passes } from './frame.ts'
import { type Histogram, histogramOf } from './histogram.ts'

/** Money in the workspace's currency, and the deals it comes from. */
export interface Money {
  deals: number
  amountMinor: number
}

/** Everything counted from the deals that were decided in a range; the database and `countDeals` give the same. */
export interface DealCounts {
  won: number
  lost: number
  /** won and lost deals with an amount in the workspace's currency */
  wonMoney: Money
  lostMoney: Money
  /** won or lost deals without an amount, those lost at zero among them */
  withoutAmount: number
  /** won deals by calendar days from creation to win; those won before creation are left out */
  cycleDays: Histogram
  /** won deals without creation date, or won before it */
  withoutCycle: number
  /** decided deals with all four factors: a creation date not after the close, and for won ones an amount in our currency */
  velocity: { won: number; lost: number; wonAmountMinor: number; cycleDays: Histogram }
  /** cohort only: created in the range and not decided within the window */
  undecided: number
  /** cohort only: created so late that the window is not over when the data end */
  immature: number
  otherCurrencies: readonly { currency: string; deals: number; amountMinor: number }[]
}

/** Decided or undecided deals that are alike in everything the counts look at. */
export interface DealLine {
  status: 'open' | 'won' | 'lost'
  currency: string | null
  /** sum over the line; null where the deals have no amount */
  amountMinor: number | null
  /** calendar days from creation to close; null without one of the two */
  days: number | null
  /** the window is not over when the data end */
  immature: boolean
  deals: number
}

/** Counts the deals decided in a range (period), or created in it and decided within the window (cohort). */
export function countDeals(facts: readonly OpportunityFact[], frame: Frame, range: DayRange): DealCounts {
  const lines: DealLine[] = []
  for (const fact of facts) {
    if (!passes(fact, frame.filters)) continue
    const created = fact.createdAt === null ? null : frame.dayOf(fact.createdAt)
    const closed = fact.status === 'open' || fact.closedAt === null ? null : frame.dayOf(fact.closedAt)
    if (!inRange(frame.basis === 'cohort' ? created : closed, range)) continue
    lines.push({
      status: fact.status,
      currency: fact.currency,
      amountMinor: knownAmount(fact),
      days: created === null || closed === null ? null : daysBetween(created, closed),
      immature: created !== null && isImmature(created, frame),
      deals: 1,
    })
  }
  return tallyDeals(lines, frame)
}

/** Adds lines up: deals of one range, one by one or grouped by the database. */
export function tallyDeals(lines: readonly DealLine[], frame: Frame): DealCounts {
  const counts = emptyDeals()
  const cycleDays = new Map<number, number>()
  const velocityDays = new Map<number, number>()
  const others = new Map<string, Money>()
  for (const line of lines) {
    if (frame.basis === 'cohort') {
      if (line.immature) counts.immature += line.deals
      if (line.days === null || line.days > frame.withinDays) {
        counts.undecided += line.deals
        continue
      }
    }
    tally(counts, line, frame.currency, others)
    if (line.status !== 'won' || line.days === null || line.days < 0) continue
    addTo(cycleDays, line.days, line.deals)
    if (ours(line, frame.currency)) addTo(velocityDays, line.days, line.deals)
  }
  counts.cycleDays = barsOf(cycleDays)
  counts.velocity.cycleDays = barsOf(velocityDays)
  counts.otherCurrencies = sortedCurrencies(others)
  return counts
}

function addTo(bars: Map<number, number>, value: number, cases: number): void {
  bars.set(value, (bars.get(value) ?? 0) + cases)
}

function barsOf(bars: ReadonlyMap<number, number>): Histogram {
  return [...bars].map(([value, count]) => ({ value, count })).sort((a, b) => a.value - b.value)
}

/** Age in calendar days of the deals that are open on the day the data reach to; those without a creation date are counted apart. */
export function countOpenDeals(
  facts: readonly OpportunityFact[],
  frame: Frame,
): { days: Histogram; withoutCreation: number } {
  const days: number[] = []
  let withoutCreation = 0
  for (const fact of facts) {
    if (fact.status !== 'open' || !passes(fact, frame.filters)) continue
    if (fact.createdAt === null) withoutCreation += 1
    else if (frame.dayOf(fact.createdAt) <= frame.knownDay) {
      days.push(daysBetween(frame.dayOf(fact.createdAt), frame.knownDay))
    }
  }
  return { days: histogramOf(days), withoutCreation }
}

function tally(counts: DealCounts, line: DealLine, currency: string, others: Map<string, Money>): void {
  const won = line.status === 'won'
  counts[won ? 'won' : 'lost'] += line.deals
  if (line.amountMinor === null) counts.withoutAmount += line.deals
  else if (ours(line, currency)) addMoney(won ? counts.wonMoney : counts.lostMoney, line)
  else addOther(others, line)
  if (line.days === null || line.days < 0) {
    if (won) counts.withoutCycle += line.deals
    return
  }
  if (!won) counts.velocity.lost += line.deals
  else if (ours(line, currency)) {
    counts.velocity.won += line.deals
    counts.velocity.wonAmountMinor += line.amountMinor!
  }
}

/** The amount of a deal; a lost deal at zero has none, because CRMs write that when they clear the amount of what is lost. */
function knownAmount({ status, amountMinor }: OpportunityFact): number | null {
  return status === 'lost' && amountMinor === 0 ? null : amountMinor
}

/** Whether an amount may be summed: one in the workspace's currency, or without a currency. */
export function ours(of: { amountMinor: number | null; currency: string | null }, currency: string): boolean {
  return of.amountMinor !== null && (of.currency === null || of.currency === currency)
}

/** Adds the deals of a line to a sum. */
export function addMoney(money: Money, line: { amountMinor: number | null; deals: number }): void {
  money.deals += line.deals
  money.amountMinor += line.amountMinor ?? 0
}

/** Adds the deals of a line to those of its own currency. */
export function addOther(
  others: Map<string, Money>,
  line: { currency: string | null; amountMinor: number | null; deals: number },
): void {
  const money = others.get(line.currency!) ?? { deals: 0, amountMinor: 0 }
  others.set(line.currency!, money)
  addMoney(money, line)
}

/** Currencies in alphabetical order. */
export function sortedCurrencies(others: ReadonlyMap<string, Money>): DealCounts['otherCurrencies'] {
  return [...others]
    .map(([currency, money]) => ({ currency, ...money }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}

function emptyDeals(): DealCounts {
  return {
    won: 0,
    lost: 0,
    wonMoney: { deals: 0, amountMinor: 0 },
    lostMoney: { deals: 0, amountMinor: 0 },
    withoutAmount: 0,
    cycleDays: [],
    withoutCycle: 0,
    velocity: { won: 0, lost: 0, wonAmountMinor: 0, cycleDays: [] },
    undecided: 0,
    immature: 0,
    otherCurrencies: [],
  }
}
