import { describe, expect, it } from 'vitest'
import { seededRandom } from './random.ts'

describe('random numbers of a seed', () => {
  it('repeat exactly for the same seed and label', () => {
    const draw = () =>
      Array.from(
        { length: 50 },
        (
          (r) => () =>
            r.next()
        )(seededRandom(7, 'names')),
      )
    expect(draw()).toEqual(draw())
  })

  it('differ between seeds and between labels', () => {
    const first = (seed: number, label: string) => seededRandom(seed, label).next()
    expect(new Set([first(7, 'names'), first(8, 'names'), first(7, 'deals'), first(8, 'deals')]).size).toBe(4)
  })

  it('fill the range evenly: 10,000 throws of a die give each face between 1,550 and 1,790 times', () => {
    const random = seededRandom(1, 'die')
    const faces = [0, 0, 0, 0, 0, 0]
    for (let throwNumber = 0; throwNumber < 10_000; throwNumber++) faces[random.int(1, 6) - 1]! += 1
    for (const count of faces) expect(count).toBeGreaterThan(1_550)
    for (const count of faces) expect(count).toBeLessThan(1_790)
  })

  it('pick by weight: 3 to 1 comes out as three quarters', () => {
    const random = seededRandom(2, 'weights')
    let hits = 0
    for (let at = 0; at < 4_000; at++)
      hits +=
        random.weighted([
          ['a', 3],
          ['b', 1],
        ] as const) === 'a'
          ? 1
          : 0
    expect(hits / 4_000).toBeCloseTo(0.75, 1)
  })

  it('skewed values lie around their median', () => {
    const random = seededRandom(3, 'delays')
    const values = Array.from({ length: 2_001 }, () => random.skewed(60, 0.8)).sort((a, b) => a - b)
    expect(values[1_000]).toBeGreaterThan(54)
    expect(values[1_000]).toBeLessThan(66)
    expect(values[0]).toBeGreaterThan(0)
  })

  it('a sample never holds an item twice and never more than there are', () => {
    const sample = seededRandom(4, 'sample').sample([1, 2, 3], 5)
    expect([...sample].sort()).toEqual([1, 2, 3])
  })
})
