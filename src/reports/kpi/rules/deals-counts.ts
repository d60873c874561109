import { daysBetween } from '#platform/kernel/days.ts'
import type { OpportunityFact } from './facts.ts'
import { type DayRange, type Frame, inRange, passes } from './frame.ts'
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
  /** won or lost deals without an amount */
  withoutAmount: number
  /** won deals by calendar days from creation to win; those won before creation are left out */
  cycleDays: Histogram
  /** won deals without creation date, or won before it */
  withoutCycle: number
  /** decided deals with all four factors: a creation date not after the close, and for won ones an amount in our currency */
  velocity: { won: number; lost: number; wonAmountMinor: number; cycleDays: Histogram }
  /** cohort only: created in the range and not decided within the window */
  undecided: number
  /** cohort only: created less than the window before the data end */
  immature: number
  otherCurrencies: readonly { currency: string; deals: number; amountMinor: number }[]
}

/** Counts the deals decided in a range (period), or created in it and decided within the window (cohort). */
export function countDeals(facts: readonly OpportunityFact[], frame: Frame, range: DayRange): DealCounts {
  const counts = emptyDeals()
  const cycleDays: number[] = []
  const velocityDays: number[] = []
  const others = new Map<string, Money>()
  for (const fact of facts) {
    if (!passes(fact, frame.filters)) continue
    const created = fact.createdAt === null ? null : frame.dayOf(fact.createdAt)
    const closed = fact.status === 'open' || fact.closedAt === null ? null : frame.dayOf(fact.closedAt)
    const days = created === null || closed === null ? null : daysBetween(created, closed)
    if (frame.basis === 'cohort') {
      if (!inRange(created, range)) continue
      if (daysBetween(created!, frame.knownDay) < frame.withinDays) counts.immature += 1
      if (days === null || days > frame.withinDays) {
        counts.undecided += 1
        continue
      }
    } else if (!inRange(closed, range)) continue
    tally(counts, fact, days, frame.currency, others)
    if (days === null || days < 0) continue
    if (fact.status === 'won') cycleDays.push(days)
    if (fact.status === 'won' && ours(fact, frame.currency)) velocityDays.push(days)
  }
  counts.cycleDays = histogramOf(cycleDays)
  counts.velocity.cycleDays = histogramOf(velocityDays)
  counts.otherCurrencies = sortedCurrencies(others)
  return counts
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

function tally(
  counts: DealCounts,
  fact: OpportunityFact,
  days: number | null,
  currency: string,
  others: Map<string, Money>,
): void {
  const won = fact.status === 'won'
  counts[won ? 'won' : 'lost'] += 1
  if (fact.amountMinor === null) counts.withoutAmount += 1
  else if (ours(fact, currency)) {
    const money = won ? counts.wonMoney : counts.lostMoney
    money.deals += 1
    money.amountMinor += fact.amountMinor
  } else addMoney(others, fact)
  if (won && (days === null || days < 0)) counts.withoutCycle += 1
  if (days === null || days < 0) return
  if (!won) counts.velocity.lost += 1
  else if (ours(fact, currency)) {
    counts.velocity.won += 1
    counts.velocity.wonAmountMinor += fact.amountMinor!
  }
}

/** Whether an opportunity has an amount that may be summed: one in the workspace's currency, or without a currency. */
export function ours(
  fact: { amountMinor: number | null; currency: string | null },
  currency: string,
): boolean {
  return fact.amountMinor !== null && (fact.currency === null || fact.currency === currency)
}

/** Adds an amount to those of its own currency. */
export function addMoney(others: Map<string, Money>, fact: OpportunityFact): void {
  const money = others.get(fact.currency!) ?? { deals: 0, amountMinor: 0 }
  others.set(fact.currency!, { deals: money.deals + 1, amountMinor: money.amountMinor + fact.amountMinor! })
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
