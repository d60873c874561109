import { describe, expect, it } from 'vitest'
import { durationInWords, durationMs } from './durations.ts'
import { hint, near } from './near.ts'

describe('near matches', () => {
  it.each([
    ['touhc', ['touch', 'stage'], ['touch']],
    ['job_title', ['jobTitle', 'email'], ['jobTitle']],
    ['xyz', ['touch', 'stage'], []],
  ])('%s', (word, known, expected) => {
    expect(near(word, known)).toEqual(expected)
  })

  it('lists what there is when nothing is near', () => {
    expect(hint('xyz', ['a', 'b'])).toBe('There are: a, b.')
    expect(hint('xyz', [])).toBe('There are none.')
  })
})

describe('durations', () => {
  it.each([
    ['P1DT2H', 93_600_000, '1 day 2 hours'],
    ['PT15M', 900_000, '15 minutes'],
    ['P2W', 1_209_600_000, '2 weeks'],
    ['PT0M', 0, 'at once'],
  ])('%s', (text, ms, words) => {
    expect(durationMs(text)).toBe(ms)
    expect(durationInWords(text)).toBe(words)
  })

  it('knows no years, months and seconds: they have no fixed length, or no meaning here', () => {
    for (const text of ['P1Y', 'P1M', 'PT1S', 'P', 'PT', '2 hours', '']) expect(durationMs(text)).toBeNull()
  })
})
