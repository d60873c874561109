import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#platform/kernel/days.ts'
import { aCycle, aFrame, at, cycles } from '#test/factories/kpi.ts'
import { presentAges, presentFunnel, presentTrend } from './funnel.ts'
import { countAges, countFunnel } from './funnel-counts.ts'

const stepOf = (funnel: ReturnType<typeof presentFunnel>, stage: string) =>
  funnel.find((step) => step.stage.key === stage)!

describe('stage conversion, cohort', () => {
  const frame = aFrame({ basis: 'cohort', withinDays: 90, knownDay: '2026-12-31' })
  const facts = [
    aCycle({ inquiry: at('2026-01-10'), mql: at('2026-04-10') }), // 90 days: inside
    aCycle({ inquiry: at('2026-01-10'), mql: at('2026-04-11') }), // 91 days: outside
    aCycle({ inquiry: at('2026-02-01') }),
    aCycle({ inquiry: at('2025-12-31'), mql: at('2026-01-05') }), // entered before the period
  ]
  const funnel = presentFunnel(countFunnel(facts, frame, frame.range), null, frame)

  it('follows those who entered in the period and counts who reached the next stage within the window', () => {
    // Three inquiries in the period, one of them qualified within 90 days: 1 / 3.
    const { conversion } = stepOf(funnel, 'inquiry')
    expect(conversion).toMatchObject({ value: 1 / 3, numerator: 1, denominator: 3, thin: true, immature: 0 })
    expect(conversion!.interval!.low).toBeCloseTo(0.0615, 4)
    expect(conversion!.interval!.high).toBeCloseTo(0.7923, 4)
  })

  it('gives the last stage no conversion', () => {
    expect(stepOf(funnel, 'customer').conversion).toBeNull()
  })

  it('marks those who entered too recently to have had the whole window', () => {
    const immatureOn = (knownDay: string) => {
      const late = aFrame({ basis: 'cohort', withinDays: 90, knownDay })
      return presentFunnel(countFunnel(facts, late, late.range), null, late)[0]!.conversion!.immature
    }
    // Entered on 10 January, twice, the 90th day is 10 April: it is not over while the data reach to it. 1 February: 2 May.
    expect(immatureOn('2026-04-10')).toBe(3)
    expect(immatureOn('2026-04-11')).toBe(1)
  })

  it('never lets a cohort that counts as mature reach more afterwards', () => {
    const entered = at('2026-02-01')
    // 30 days after 1 February is 3 March; the data reach to 9:00 that day, the move comes at 15:00.
    const until = (knownUntil: number, mql?: number) => {
      const frame = aFrame({ basis: 'cohort', withinDays: 30, knownUntil, knownDay: '2026-03-03' })
      const { reached, immature } = countFunnel(
        [aCycle(mql === undefined ? { inquiry: entered } : { inquiry: entered, mql })],
        frame,
        frame.range,
      ).stages[0]!
      return { reached, immature }
    }
    expect(until(Date.UTC(2026, 2, 3, 9))).toEqual({ reached: 0, immature: 1 })
    expect(until(Date.UTC(2026, 2, 3, 16), Date.UTC(2026, 2, 3, 15))).toEqual({ reached: 1, immature: 1 })
  })
})

describe('stage conversion, period', () => {
  it('compares the moves of the period, and may exceed one', () => {
    const frame = aFrame({ basis: 'period' })
    const facts = [
      aCycle({ inquiry: at('2026-01-10'), mql: at('2026-01-20') }),
      aCycle({ inquiry: at('2025-11-01'), mql: at('2026-02-02') }),
      aCycle({ inquiry: at('2025-12-01'), mql: at('2026-03-31') }),
      aCycle({ inquiry: at('2026-03-01'), mql: at('2027-01-01') }),
    ]
    // Moves into MQL dated in 2026: 3. Moves into Inquiry: 2. 3 / 2 carries no interval.
    const { conversion } = stepOf(
      presentFunnel(countFunnel(facts, frame, frame.range), null, frame),
      'inquiry',
    )
    expect(conversion).toMatchObject({
      value: 1.5,
      numerator: 3,
      denominator: 2,
      interval: null,
      immature: null,
    })
  })

  it('counts a move at 23:30 in New York on that day although it is the next in UTC', () => {
    const frame = aFrame({
      basis: 'period',
      timeZone: 'America/New_York',
      range: { from: '2026-01-01', to: '2026-01-31' },
    })
    const lateEvening = Date.UTC(2026, 1, 1, 4, 30)
    expect(countFunnel([aCycle({ inquiry: lateEvening })], frame, frame.range).stages[0]!.entered).toBe(1)
  })
})

describe('leaving and standing', () => {
  it('counts an exit at the stage it happened from', () => {
    const frame = aFrame()
    const facts = [
      aCycle(
        { inquiry: at('2026-01-01'), mql: at('2026-01-02') },
        { exit: { stage: 'recycled', fromStage: 'mql', at: at('2026-01-09') } },
      ),
    ]
    const funnel = presentFunnel(countFunnel(facts, frame, frame.range), null, frame)
    expect(funnel.map((step) => step.exits.value)).toEqual([0, 1, 0, 0, 0, 0])
  })

  it('takes the middle age of those standing in a stage and leaves ended cycles out', () => {
    const frame = aFrame({ knownDay: '2026-03-31' })
    const ages = countAges(
      [
        aCycle({ inquiry: at('2026-03-01'), mql: at('2026-03-21') }), // 10 days in MQL
        aCycle({ inquiry: at('2026-03-01'), mql: at('2026-03-11') }), // 20 days
        aCycle(
          { mql: at('2026-01-01') },
          { exit: { stage: 'disqualified', fromStage: 'mql', at: at('2026-02-01') } },
        ),
      ],
      frame,
    )
    const mql = presentAges(ages, frame).find((line) => line.stage.key === 'mql')!
    expect(mql.standing).toBe(2)
    expect(mql.median.value).toBe(15)
  })
})

describe('funnel, whatever the history', () => {
  it('never converts more of a cohort than entered', () => {
    fc.assert(
      fc.property(cycles, fc.constantFrom(30, 90, 365), (facts, withinDays) => {
        const frame = aFrame({ basis: 'cohort', withinDays })
        for (const line of countFunnel(facts, frame, frame.range).stages) {
          expect(line.reached).toBeLessThanOrEqual(line.entered)
          expect(line.immature).toBeLessThanOrEqual(line.entered)
        }
      }),
    )
  })

  it('adds the months of a year up to the year', () => {
    fc.assert(
      fc.property(cycles, fc.constantFrom('week' as const, 'month' as const), (facts, bucket) => {
        const frame = aFrame({ bucket })
        const counts = countFunnel(facts, frame, frame.range)
        for (const { stage, values } of presentTrend(counts, frame).series) {
          const total = counts.stages.find((line) => line.stage === stage.key)!.entered
          expect(values.reduce((sum, value) => sum + value, 0)).toBe(total)
        }
      }),
    )
  })

  it('splits any range into two that sum to it', () => {
    fc.assert(
      fc.property(cycles, fc.integer({ min: 1, max: 363 }), (facts, cut) => {
        const frame = aFrame()
        const middle = addDays(frame.range.from, cut)
        const whole = countFunnel(facts, frame, frame.range).stages
        const first = countFunnel(facts, frame, { from: frame.range.from, to: middle }).stages
        const second = countFunnel(facts, frame, { from: addDays(middle, 1), to: frame.range.to }).stages
        whole.forEach((line, i) => {
          expect(first[i]!.entered + second[i]!.entered).toBe(line.entered)
          expect(first[i]!.exits + second[i]!.exits).toBe(line.exits)
        })
      }),
    )
  })
})
