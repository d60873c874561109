import { describe, expect, it } from 'vitest'
import { countryCode, countryNames, editDistance, INDUSTRY_NAMES, nearValues, nearWithin } from './near.ts'

const counted = (...values: string[]) => new Map(values.map((value, index) => [value, 100 - index]))

describe('values that are nearly another', () => {
  it('finds other spaces, case and punctuation', () => {
    expect(nearValues(counted('GTXPro'), ['GTX Pro', 'GTX Basic'])).toEqual([
      {
        value: 'GTXPro',
        rows: 100,
        meant: 'GTX Pro',
        reason: 'The same letters with other spaces or punctuation.',
      },
    ])
  })

  it('finds a letter too few, swapped or wrong in long names', () => {
    expect(nearValues(counted('technolgy'), INDUSTRY_NAMES)[0]).toMatchObject({ meant: 'technology' })
    expect(nearValues(counted('Philipines'), countryNames())[0]).toMatchObject({ meant: 'Philippines' })
    expect(nearValues(counted('Marekting'), ['Marketing'])[0]).toMatchObject({
      meant: 'Marketing',
      reason: 'One letter differs.',
    })
  })

  it('leaves short names and other numbers alone', () => {
    expect(
      nearValues(counted('GTK 501', 'Iran', 'MG Advanced 2'), ['GTK 500', 'Iraq', 'MG Advanced 3']),
    ).toEqual([])
    expect(nearValues(counted('GTX Pro'), ['GTX Pro'])).toEqual([])
  })

  it('finds a rare spelling beside a common one in its own column', () => {
    const values = new Map([
      ['Manufacturing', 900],
      ['Manufactoring', 2],
      ['Retail', 40],
    ])
    expect(nearWithin(values)).toMatchObject([{ value: 'Manufactoring', meant: 'Manufacturing', rows: 2 }])
  })

  it('counts edits, a swap as one', () => {
    expect(editDistance('kitten', 'sitting', 5)).toBe(3)
    expect(editDistance('ab', 'ba', 2)).toBe(1)
    expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(3)
  })

  it('names countries by code in four languages', () => {
    expect(
      ['Germany', 'Deutschland', 'usa', 'GB', 'UK', 'uk', 'España', 'Atlantis'].map(countryCode),
    ).toEqual(['DE', 'DE', 'US', 'GB', 'GB', 'GB', 'ES', 'Atlantis'])
  })
})
