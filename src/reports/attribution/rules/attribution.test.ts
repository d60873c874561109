import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MarkovModel } from './markov.ts'
import type { PathRow } from './paths.ts'
import { PLACE_MODELS, placeModel } from './place-models.ts'
import { shapleyModel, shapleyValues } from './shapley.ts'
import { fullPathShares, lastNonDirectShares, timeDecayShares, uShares, wShares } from './shares.ts'

const near = (shares: number[], expected: number[]) => {
  expect(shares).toHaveLength(expected.length)
  shares.forEach((share, i) => {
    expect(share).toBeCloseTo(expected[i]!, 12)
  })
}

describe('credit by milestones', () => {
  it('U gives 40 first, 40 lead creation, 20 the rest', () => {
    near(uShares(5, 4), [0.4, 0.2 / 3, 0.2 / 3, 0.2 / 3, 0.4])
    near(uShares(3, 1), [0.4, 0.4, 0.2])
  })

  it('without touches between, gives the rest to the milestones', () => {
    near(uShares(2, 1), [0.5, 0.5])
    near(wShares(3, 1, 2), [1 / 3, 1 / 3, 1 / 3])
    near(fullPathShares(4, 1, 2, 3), [0.25, 0.25, 0.25, 0.25])
  })

  it('gives a touch on two milestones both shares', () => {
    // 60 for first and lead, 30 for the opportunity, 10 over three.
    near(wShares(5, 0, 4), [0.6, 1 / 30, 1 / 30, 1 / 30, 0.3])
  })

  it('spreads a missing milestone in proportion: of 70, 30 each and 10 over three', () => {
    near(wShares(5, 2, null), [30 / 70, 10 / 210, 30 / 70, 10 / 210, 10 / 210])
  })

  it('gives a single touch everything', () => {
    near(wShares(1, 0, 0), [1])
    near(fullPathShares(1, null, null, 0), [1])
  })

  it('halves with each half-life', () => {
    // 28, 14, 7 and 0 days at 7: 1/16, 1/4, 1/2, 1 of 29/16.
    near(timeDecayShares([28, 14, 7, 0]), [1 / 29, 4 / 29, 8 / 29, 16 / 29])
    near(timeDecayShares([4000, 4000]), [0.5, 0.5])
  })

  it('looks past direct visits at the end, but not when there is nothing else', () => {
    near(lastNonDirectShares(['Email', 'Webinar', 'Direct', 'direct']), [0, 1, 0, 0])
    near(lastNonDirectShares(['Direct', 'Direct']), [0, 1])
  })

  it('always sums to one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.nat(11),
        fc.option(fc.nat(11)),
        (touches, lead, opportunity) => {
          const at = (place: number | null) => (place === null ? null : place % touches)
          for (const shares of [
            uShares(touches, at(lead)),
            wShares(touches, at(lead), at(opportunity)),
            fullPathShares(touches, at(lead), at(opportunity), touches - 1),
            ...Object.values(PLACE_MODELS).map((model) => model(touches)),
          ]) {
            expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
          }
        },
      ),
    )
  })
})

const row = (path: string, conversions: number, value: number, nulls: number): PathRow => ({
  path: path.split(' > '),
  conversions,
  value,
  nulls,
})

const channels = fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1, maxLength: 5 })
const paths = fc.array(
  fc.record({ path: channels, conversions: fc.nat(5), value: fc.nat(100), nulls: fc.nat(20) }).map((one) => ({
    ...one,
    value: one.conversions === 0 ? 0 : one.value,
  })),
  { minLength: 1, maxLength: 30 },
)
const sumOf = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0)

function modelOf(rows: readonly PathRow[], order = 1) {
  const model = new MarkovModel(order)
  for (const one of rows) model.add(one)
  return model
}

describe('Markov chain', () => {
  it('loses what passes through a removed channel', () => {
    // Start: A 3 of 4, B 1 of 4. From A: B 2 of 3, conversion 1 of 3. From B: conversion 1 of 3, null 2 of 3.
    // P = 3/4 × (2/3 × 1/3 + 1/3) + 1/4 × 1/3 = 1/2. Without A: 1/4 × 1/3 = 1/12, so 5/6 is lost.
    // Without B: 3/4 × 1/3 = 1/4, so 1/2 is lost. Two conversions are shared 5/6 : 3/6.
    const model = modelOf([row('A', 1, 10, 0), row('A > B', 1, 20, 1), row('B', 0, 0, 1)])
    expect(model.conversionProbability()).toBeCloseTo(1 / 2, 12)
    const [a, b] = model.credits()
    expect(a!.removalEffect).toBeCloseTo(5 / 6, 12)
    expect(b!.removalEffect).toBeCloseTo(1 / 2, 12)
    expect(a!.conversions).toBeCloseTo(2 * (5 / 8), 12)
    expect(b!.conversions).toBeCloseTo(2 * (3 / 8), 12)
  })

  it('gives back the observed conversion rate at every order, and credits that sum to it', () => {
    fc.assert(
      fc.property(paths, fc.integer({ min: 1, max: 6 }), (rows, order) => {
        const conversions = sumOf(rows.map((one) => one.conversions))
        const journeys = conversions + sumOf(rows.map((one) => one.nulls))
        const model = modelOf(rows, order)
        expect(model.conversionProbability()).toBeCloseTo(journeys === 0 ? 0 : conversions / journeys, 10)
        if (conversions > 0)
          expect(sumOf(model.credits().map((one) => one.conversions))).toBeCloseTo(conversions, 8)
      }),
    )
  })

  it('at an order as long as the paths loses exactly the conversions that touch the channel', () => {
    fc.assert(
      fc.property(paths, (rows) => {
        const conversions = sumOf(rows.map((one) => one.conversions))
        if (conversions === 0) return
        for (const { channel, removalEffect } of modelOf(rows, 5).credits()) {
          const touched = sumOf(
            rows.filter((one) => one.path.some((name) => name === channel)).map((one) => one.conversions),
          )
          expect(removalEffect).toBeCloseTo(touched / conversions, 10)
        }
      }),
    )
  })

  it('does not care about repeated visits in a row at order 1', () => {
    const once = modelOf([row('A > B', 2, 10, 3), row('B > A', 1, 5, 4)]).credits()
    const again = modelOf([row('A > A > B', 2, 10, 3), row('B > A > A', 1, 5, 4)]).credits()
    once.forEach((credit, i) => {
      expect(again[i]!.removalEffect).toBeCloseTo(credit.removalEffect, 12)
    })
  })
})

describe('Shapley', () => {
  it('shares each conversion among the channels of its path', () => {
    const model = shapleyModel()
    for (const one of [row('A', 2, 20, 0), row('A > B > A', 4, 100, 1), row('C', 0, 0, 9)]) model.add(one)
    expect(model.credits()).toEqual([
      { channel: 'A', conversions: 4, value: 70 },
      { channel: 'B', conversions: 2, value: 50 },
      { channel: 'C', conversions: 0, value: 0 },
    ])
  })

  it('agrees with the definition over all sets', () => {
    fc.assert(
      fc.property(paths, (rows) => {
        const names: string[] = ['A', 'B', 'C', 'D']
        const bits = (path: readonly string[]) =>
          path.reduce((set, name) => set | (1 << names.indexOf(name)), 0)
        const worth = (set: number) =>
          sumOf(rows.filter((one) => (bits(one.path) & ~set) === 0).map((one) => one.conversions))
        const expected = shapleyValues(4, worth)
        const model = shapleyModel()
        for (const one of rows) model.add(one)
        const credits = new Map(model.credits().map((one) => [one.channel, one.conversions]))
        names.forEach((name, i) => {
          expect(credits.get(name) ?? 0).toBeCloseTo(expected[i]!, 9)
        })
      }),
    )
  })
})

describe('every model', () => {
  it('credits all conversions and all value, no more and no less', () => {
    fc.assert(
      fc.property(paths, (rows) => {
        for (const model of [
          ...(['first', 'last', 'linear', 'u'] as const).map(placeModel),
          shapleyModel(),
        ]) {
          for (const one of rows) model.add(one)
          const credits = model.credits()
          expect(sumOf(credits.map((one) => one.conversions))).toBeCloseTo(
            sumOf(rows.map((one) => one.conversions)),
            8,
          )
          expect(sumOf(credits.map((one) => one.value))).toBeCloseTo(sumOf(rows.map((one) => one.value)), 8)
        }
      }),
    )
  })
})
