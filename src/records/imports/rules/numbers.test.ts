import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyOf, numberEvidence, parseNumber } from './numbers.ts'

describe('reading numbers', () => {
  it('reads both ways of writing, currencies, brackets and per cent', () => {
    expect(parseNumber('1,234.50', 'point')).toBe(1234.5)
    expect(parseNumber('1.234,50 €', 'comma')).toBe(1234.5)
    expect(parseNumber("1'234.50", 'point')).toBe(1234.5)
    expect(parseNumber('1 234,50', 'comma')).toBe(1234.5)
    expect(parseNumber('$ -3', 'point')).toBe(-3)
    expect(parseNumber('(3.5)', 'point')).toBe(-3.5)
    expect(parseNumber('EUR 20', 'point')).toBe(20)
    expect(parseNumber('12 %', 'point')).toBe(12)
    expect(parseNumber('1,00,000', 'point')).toBe(100_000)
  })

  it('refuses what is no number of that way', () => {
    for (const cell of ['', 'abc', '1.2.3,4', '12-13', '1,2345,6', '12,50', '1000 TBD'])
      expect(parseNumber(cell, 'point')).toBeUndefined()
    expect(parseNumber('1.234,50', 'point')).toBeUndefined()
  })

  it('reads only what is possible in one way when nobody has said the sign', () => {
    expect(parseNumber('1.234,50', undefined)).toBe(1234.5)
    expect(parseNumber('12.5', undefined)).toBe(12.5)
    expect(parseNumber('1200', undefined)).toBe(1200)
    expect(parseNumber('1.234', undefined)).toBeUndefined()
  })

  it('says what a cell proves', () => {
    expect(numberEvidence('1.234,50')).toBe('comma')
    expect(numberEvidence('12,5')).toBe('comma')
    expect(numberEvidence('12.50')).toBe('point')
    expect(numberEvidence('1,234')).toBe('either')
    expect(numberEvidence('1,234,567')).toBe('point')
    expect(numberEvidence('0,123')).toBe('comma')
    expect(numberEvidence('1234')).toBe('integer')
    expect(numberEvidence('n/a')).toBe('none')
  })

  it('gives back every amount, however it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (cents) => {
        const amount = cents / 100
        const english = new Intl.NumberFormat('en', { minimumFractionDigits: 2 }).format(amount)
        const german = new Intl.NumberFormat('de', { minimumFractionDigits: 2 }).format(amount)
        expect(parseNumber(english, 'point')).toBe(amount === 0 ? 0 : amount)
        expect(parseNumber(german, 'comma')).toBe(amount === 0 ? 0 : amount)
      }),
    )
  })

  it('names the currency beside a number', () => {
    expect(currencyOf('€ 1,200')).toBe('EUR')
    expect(currencyOf('1200 CHF')).toBe('CHF')
    expect(currencyOf('CA$1,000')).toBe('CAD')
    expect(currencyOf('$5')).toBe('$')
    expect(currencyOf('1000 TBD')).toBeUndefined()
  })
})
