import { describe, expect, it } from 'vitest'
import { inTurn, pauseMs } from './retry.ts'

describe('pause before the next attempt', () => {
  it('grows four times each time: 2 s, 8 s, 32 s, 128 s, then stays at five minutes', () => {
    expect([1, 2, 3, 4, 5, 9].map((attempt) => pauseMs(attempt, 0.5))).toEqual([
      2_000, 8_000, 32_000, 128_000, 300_000, 300_000,
    ])
  })

  it('is spread from 20 % less to 20 % more', () => {
    expect([pauseMs(1, 0), pauseMs(1, 1)]).toEqual([1_600, 2_400])
  })
})

describe('turns of workspaces', () => {
  it('go on after the one served last and begin again at the end', () => {
    expect(inTurn(['c', 'a', 'b'], 'a')).toEqual(['b', 'c', 'a'])
    expect(inTurn(['c', 'a', 'b'], 'c')).toEqual(['a', 'b', 'c'])
    expect(inTurn([], 'c')).toEqual([])
  })
})
