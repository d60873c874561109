import { describe, expect, it } from 'vitest'
import { nextWallTime } from './wall-time.ts'

const next = (time: string, at: string, repeated: 'first' | 'each') =>
  new Date(nextWallTime('Europe/Berlin', time, Date.parse(at), repeated)).toISOString()

describe('the next time a clock shows a time', () => {
  // Berlin is two hours ahead of UTC in summer, one in winter; 29 March skips 02:00 to 03:00, 25 October repeats it.
  it.each([
    ['later the same day', '08:00', '2026-06-15T05:59:00Z', '2026-06-15T06:00:00.000Z'],
    ['a day later when it shows it now', '08:00', '2026-06-15T06:00:00Z', '2026-06-16T06:00:00.000Z'],
    ['an hour later where the clocks skip it', '02:30', '2026-03-28T22:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['its first showing where it is repeated', '02:30', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00.000Z'],
  ])('is %s', (_, time, at, instant) => {
    expect([next(time, at, 'first'), next(time, at, 'each')]).toEqual([instant, instant])
  })

  it('is its second showing after the first, unless only the first of a day counts', () => {
    expect(next('02:30', '2026-10-25T01:10:00Z', 'each')).toBe('2026-10-25T01:30:00.000Z')
    expect(next('02:30', '2026-10-25T01:10:00Z', 'first')).toBe('2026-10-26T01:30:00.000Z')
    expect(next('02:30', '2026-10-25T01:30:00Z', 'each')).toBe('2026-10-26T01:30:00.000Z')
  })
})
