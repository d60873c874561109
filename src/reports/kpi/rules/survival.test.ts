import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantile } from '#platform/kernel/statistics.ts'
import { histogramOf, histogramQuantile } from './histogram.ts'
import { survivalQuantile } from './survival.ts'

const ended = (length: number) => ({ length, ended: 1, waiting: 0 })
const waiting = (length: number) => ({ length, ended: 0, waiting: 1 })

describe('Kaplan–Meier quantile', () => {
  it('takes those still waiting as at least this long', () => {
    // 5 cases: answered after 10, 20, 40; still waiting after 20 and 30.
    // S(10) = 4/5 = 0.80; S(20) = 0.80 × 3/4 = 0.60; at 40 one is at risk: S = 0.
    const cases = [ended(10), ended(20), waiting(20), waiting(30), ended(40)]
    expect(survivalQuantile(cases, 0.2)).toBe(10)
    expect(survivalQuantile(cases, 0.4)).toBe(20)
    expect(survivalQuantile(cases, 0.5)).toBe(40)
    // Leaving the waiting ones out would have claimed 20.
  })

  it('is not known while too many still wait', () => {
    // S(10) = 2/3, and nobody else was answered: the median lies somewhere beyond.
    expect(survivalQuantile([ended(10), waiting(50), waiting(60)], 0.5)).toBeNull()
    expect(survivalQuantile([], 0.5)).toBeNull()
  })

  it('without waiting cases is the smallest length that this share did not exceed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 99 }),
        (lengths, percent) => {
          const sorted = [...lengths].sort((a, b) => a - b)
          const naive = sorted[Math.ceil((percent * sorted.length) / 100) - 1]
          expect(survivalQuantile(lengths.map(ended), percent / 100)).toBe(naive)
        },
      ),
    )
  })

  it('never falls when a case waits longer than it was known to', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 30 }), fc.nat(50), (lengths, extra) => {
        const before = survivalQuantile(lengths.map(ended), 0.5)!
        const after = survivalQuantile([...lengths.map(ended), waiting(50 + extra)], 0.5)
        expect(after === null || after >= before).toBe(true)
      }),
    )
  })
})

describe('quantile of a histogram', () => {
  it('equals the quantile over the single values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 400 }), { maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const expected = quantile(
            [...values].sort((a, b) => a - b),
            share,
          )
          expect(histogramQuantile(histogramOf(values), share)).toBe(expected)
        },
      ),
    )
  })
})
