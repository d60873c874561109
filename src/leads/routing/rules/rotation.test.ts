import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applied, type Credits, creditInTurns, reversed, takeTurn } from './rotation.ts'

const member = (sellerId: string, weight: number) => ({ sellerId, weight })
function turns(members: ReturnType<typeof member>[], count: number, start: Credits = {}) {
  let credits = start
  const chosen: string[] = []
  for (let turn = 0; turn < count; turn += 1) {
    const taken = takeTurn(members, credits)!
    chosen.push(taken.sellerId)
    credits = applied(credits, taken.deltas)
  }
  return { chosen, credits }
}

describe('taking turns by weight', () => {
  it('a pool of weights 5, 1 and 1 spreads the turns of the heavy one: a a b a c a a', () => {
    const { chosen, credits } = turns([member('a', 5), member('b', 1), member('c', 1)], 7)
    expect(chosen.join('')).toBe('aabacaa')
    expect(credits).toEqual({})
  })

  it('equal weights go round in the order of the pool', () => {
    expect(turns([member('a', 1), member('b', 1), member('c', 1)], 6).chosen.join('')).toBe('abcabc')
  })

  it('nobody there takes no turn', () => expect(takeTurn([], {})).toBeNull())

  it('who sits out a turn neither gains nor loses', () => {
    const { credits } = turns([member('a', 1), member('b', 1)], 1)
    const alone = takeTurn([member('b', 1)], credits)!
    expect(alone.deltas).toEqual({ b: 0 })
    expect(applied(credits, alone.deltas)).toEqual(credits)
  })

  it('a credit is shown in turns', () => expect(creditInTurns(-1_500, 3)).toBe(-0.5))
})

const pools = fc
  .array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 8 })
  .map((weights) => weights.map((weight, index) => member(`s${index}`, weight / 1_000)))

describe('laws of the round robin', () => {
  it('after any number of turns nobody is a whole turn ahead of their share; with very unlike weights a little more behind', () => {
    fc.assert(
      fc.property(pools, (members) => {
        const total = members.reduce((sum, { weight }) => sum + weight, 0)
        const { chosen } = turns(members, 150)
        for (let prefix = 1; prefix <= chosen.length; prefix += 1) {
          for (const { sellerId, weight } of members) {
            const got = chosen.slice(0, prefix).filter((id) => id === sellerId).length
            expect(got - (prefix * weight) / total).toBeLessThan(1)
            expect((prefix * weight) / total - got).toBeLessThan(1.25)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('up to five members with weights from 1 to 3 are all within one turn of their share', () => {
    const even = fc
      .array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 5 })
      .map((weights) => weights.map((weight, index) => member(`s${index}`, weight)))
    fc.assert(
      fc.property(even, (members) => {
        const total = members.reduce((sum, { weight }) => sum + weight, 0)
        const { chosen } = turns(members, 60)
        for (let prefix = 1; prefix <= chosen.length; prefix += 1) {
          for (const { sellerId, weight } of members) {
            const got = chosen.slice(0, prefix).filter((id) => id === sellerId).length
            expect(Math.abs(got - (prefix * weight) / total)).toBeLessThanOrEqual(1)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('the same credits give the same choice, and the credits always sum to nothing', () => {
    fc.assert(
      fc.property(pools, fc.integer({ min: 0, max: 60 }), (members, count) => {
        const once = turns(members, count)
        expect(turns(members, count)).toEqual(once)
        expect(Object.values(once.credits).reduce((a, b) => a + b, 0)).toBe(0)
      }),
    )
  })

  it('a turn given back leaves the credits as if it had never been taken, also after later turns', () => {
    fc.assert(
      fc.property(
        pools,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 5 }),
        (members, before, after) => {
          const start = turns(members, before).credits
          const taken = takeTurn(members, start)!
          expect(applied(applied(start, taken.deltas), reversed(taken.deltas))).toEqual(start)
          const later = turns(members, after, applied(start, taken.deltas)).credits
          const given = applied(later, reversed(taken.deltas))
          const sum = (credits: Credits, id: string) => credits[id] ?? 0
          for (const { sellerId } of members) {
            expect(sum(given, sellerId)).toBe(sum(later, sellerId) - (taken.deltas[sellerId] ?? 0))
          }
        },
      ),
    )
  })
})
