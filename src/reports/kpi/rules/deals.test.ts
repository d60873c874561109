import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFrame, anOpportunity, at, opportunities } from '#test/factories/kpi.ts'
import { presentDeals, velocityOf } from './deals.ts'
import { countDeals, countOpenDeals } from './deals-counts.ts'
import { histogramQuantile } from './histogram.ts'
import { countPipeline, presentPipeline } from './pipeline.ts'

const won = (created: string, closed: string, amountMinor: number | null = 100_00, more = {}) =>
  anOpportunity({ status: 'won', createdAt: at(created), closedAt: at(closed), amountMinor, ...more })
const lost = (created: string, closed: string, amountMinor: number | null = 100_00) =>
  anOpportunity({ status: 'lost', createdAt: at(created), closedAt: at(closed), amountMinor })
const open = (created: string | null) =>
  anOpportunity({ status: 'open', createdAt: created === null ? null : at(created), closedAt: null })

function figuresOf(facts: ReturnType<typeof anOpportunity>[], frame = aFrame()) {
  return presentDeals(countDeals(facts, frame, frame.range), null, countOpenDeals(facts, frame), frame)
}

describe('win rate', () => {
  it('divides won by won and lost, by count and by amount', () => {
    // 2 won of 300 and 100, 1 lost of 200, 1 open: 2 / 3 by count, 400 / 600 by amount.
    const figures = figuresOf([
      won('2026-01-01', '2026-02-01', 300_00),
      won('2026-01-01', '2026-02-01', 100_00),
      lost('2026-01-01', '2026-03-01', 200_00),
      open('2026-01-01'),
    ])
    expect(figures.winRate).toMatchObject({ value: 2 / 3, numerator: 2, denominator: 3 })
    expect(figures.winRateAmount).toMatchObject({ value: 400 / 600, numerator: 400_00, denominator: 600_00 })
  })

  it('by cohort follows the deals created in the period and leaves the undecided out', () => {
    const frame = aFrame({ basis: 'cohort', withinDays: 90, knownDay: '2026-05-31' })
    const figures = figuresOf(
      [
        won('2026-01-01', '2026-04-01'), // 90 days
        won('2026-01-01', '2026-04-02'), // 91 days: not decided within the window
        lost('2026-01-01', '2026-01-31'),
        open('2026-05-01'),
        won('2025-12-01', '2026-01-10'), // created before the period
      ],
      frame,
    )
    expect(figures.winRate).toMatchObject({ value: 0.5, numerator: 1, denominator: 2, immature: 1 })
    expect(figures.winRate.leftOut).toEqual([{ reason: 'Not decided within the window', count: 2 }])
  })

  it('by cohort is immature until the last day of the window is over', () => {
    const immatureOn = (knownDay: string) =>
      figuresOf([open('2026-01-01')], aFrame({ basis: 'cohort', withinDays: 90, knownDay })).winRate.immature
    // 90 days after 1 January is 1 April.
    expect([immatureOn('2026-04-01'), immatureOn('2026-04-02')]).toEqual([1, 0])
  })

  it('by amount is not known where no lost deal says what it was worth', () => {
    const figures = figuresOf([won('2026-01-01', '2026-02-01', 300_00), lost('2026-01-01', '2026-02-01', 0)])
    expect(figures.winRate.value).toBe(0.5)
    expect(figures.winRateAmount.value).toBeNull()
    expect(figures.winRateAmount.leftOut).toEqual([
      { reason: 'Decided deals without an amount, or lost at zero', count: 1 },
    ])
  })

  it('never sums another currency in silence', () => {
    const frame = aFrame({ currency: 'USD' })
    const facts = [
      won('2026-01-01', '2026-02-01', 300_00),
      won('2026-01-01', '2026-02-01', 999_00, { currency: 'EUR' }),
    ]
    const counts = countDeals(facts, frame, frame.range)
    expect(counts.won).toBe(2)
    expect(counts.wonMoney).toEqual({ deals: 1, amountMinor: 300_00 })
    expect(counts.otherCurrencies).toEqual([{ currency: 'EUR', deals: 1, amountMinor: 999_00 }])
  })
})

describe('cycle length', () => {
  it('is the middle number of days from creation to win, with the age of open deals beside it', () => {
    // Won after 31, 59 and 90 days: 59. Mean 60. Open since 1 October on 31 December: 91.
    const figures = figuresOf([
      won('2026-01-01', '2026-02-01'),
      won('2026-01-01', '2026-03-01'),
      won('2026-01-01', '2026-04-01'),
      lost('2026-01-01', '2026-12-01'),
      open('2026-10-01'),
      open(null),
    ])
    expect(figures.cycleLength).toMatchObject({ value: 59, cases: { numerator: 3, denominator: 3 } })
    expect(figures.cycleMeanDays).toBe(60)
    expect(figures.openAge).toMatchObject({
      value: 91,
      leftOut: [{ reason: 'Open deals without creation date', count: 1 }],
    })
  })

  it('leaves out a deal won before it was created and says so', () => {
    const figures = figuresOf([won('2026-05-01', '2026-02-01')])
    expect(figures.cycleLength.value).toBeNull()
    expect(figures.cycleLength.leftOut[0]!.count).toBe(1)
  })
})

describe('sales velocity', () => {
  it('multiplies four factors of the same deals', () => {
    // 4 decided × 150.00 average won × 2/4 won / 30 days = 10.00 a day.
    const figures = figuresOf([
      won('2026-01-01', '2026-01-31', 100_00),
      won('2026-02-01', '2026-03-03', 200_00),
      lost('2026-01-01', '2026-05-01'),
      lost('2026-01-01', '2026-06-01', null),
    ])
    expect(figures.velocity.value).toBeCloseTo(10_00, 9)
  })

  it('equals the amount won over the middle cycle of the same deals', () => {
    fc.assert(
      fc.property(opportunities, (facts) => {
        const frame = aFrame()
        const { velocity } = countDeals(facts, frame, frame.range)
        const days = histogramQuantile(velocity.cycleDays, 0.5)
        const value = velocityOf(velocity)
        if (value === null) expect(velocity.won === 0 || days === 0).toBe(true)
        else expect(value).toBeCloseTo(velocity.wonAmountMinor / days!, 6)
      }),
    )
  })
})

describe('sourced pipeline', () => {
  const created = { createdAt: at('2026-06-01'), status: 'open' as const, closedAt: null }
  const facts = [
    // The CRM says marketing, the touches say sales came first.
    anOpportunity({
      ...created,
      amountMinor: 10_00,
      origin: 'Marketing',
      originIsMarketing: true,
      firstTouchAt: at('2026-01-01'),
      firstTouchSide: 'sales',
      recentFirstSide: 'sales',
      marketingTouches: 3,
    }),
    // Marketing long ago, outside the look-back; sales only inside it.
    anOpportunity({
      ...created,
      amountMinor: 100_00,
      origin: 'Outbound',
      originIsMarketing: false,
      firstTouchAt: at('2023-01-01'),
      firstTouchSide: 'marketing',
      recentFirstSide: 'sales',
    }),
    // A cold call years ago, then a webinar before this deal's first sales activity.
    anOpportunity({
      ...created,
      amountMinor: 1000_00,
      firstTouchAt: at('2022-01-01'),
      firstTouchSide: 'sales',
      recentFirstSide: 'marketing',
      marketingTouches: 1,
    }),
    anOpportunity({ ...created, amountMinor: 10_000_00 }),
  ]

  it('has three meanings that differ on the same deals, and influenced apart', () => {
    const frame = aFrame()
    const pipeline = presentPipeline(countPipeline(facts, frame, frame.range), null, frame)
    expect(pipeline.created.value).toBe(11_110_00)
    expect(pipeline.origin.value).toBe(10_00)
    expect(pipeline.firstTouch.value).toBe(100_00)
    expect(pipeline.beforeSales.value).toBe(1000_00)
    expect(pipeline.influenced.value).toBe(1010_00)
    expect(pipeline.withoutTouch).toBe(1)
    expect(pipeline.withoutOrigin).toBe(2)
    expect(pipeline.origin.denominator).toBe(11_110_00)
  })

  it('never exceeds the pipeline it is part of', () => {
    fc.assert(
      fc.property(opportunities, (some) => {
        const frame = aFrame()
        const counts = countPipeline(some, frame, frame.range)
        for (const part of [counts.origin, counts.firstTouch, counts.beforeSales, counts.influenced]) {
          expect(part.amountMinor).toBeLessThanOrEqual(counts.money.amountMinor)
        }
        const others = counts.otherCurrencies.reduce((sum, line) => sum + line.deals, 0)
        expect(counts.money.deals + counts.withoutAmount + others).toBe(counts.created)
      }),
    )
  })
})
