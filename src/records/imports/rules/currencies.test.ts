import { describe, expect, it } from 'vitest'
import { currencyMeant, currencyOfAmount, signMeans } from './currencies.ts'

describe('what names a currency', () => {
  it('is its code, its sign, its name in four languages, or two of them', () => {
    const said = ['EUR', '€', 'Euro', 'US Dollar', 'US-Dollar', 'dollar des États-Unis', 'GBP £', 'Pounds']
    expect(said.map(currencyMeant)).toEqual(['EUR', 'EUR', 'EUR', 'USD', 'USD', 'USD', 'GBP', 'GBP'])
    const more = ['CA$', 'A$', 'R$', 'zł', 'Kč', 'Fr.', 'Franken', 'USD - U.S. Dollar', 'Euro (€)', 'USD $']
    expect(more.map(currencyMeant)).toEqual([
      'CAD',
      'AUD',
      'BRL',
      'PLN',
      'CZK',
      'CHF',
      'CHF',
      'USD',
      'EUR',
      'USD',
    ])
  })

  it('is not a word that looks like a code, nor two that contradict each other', () => {
    expect(['TBD', 'Doubloon', 'pcs', 'USD €', ''].map(currencyMeant)).toEqual(Array(5).fill(undefined))
  })

  it('stays open for a sign that several currencies share', () => {
    expect(['$', 'Dollars', 'kr.', '¥'].map(currencyMeant)).toEqual(['$', '$', 'kr', '¥'])
  })
})

describe('the currency of an amount', () => {
  it('is that of the cell, then of the column, then of the file', () => {
    const file = { currency: 'EUR' }
    expect(currencyOfAmount('GBP', 'USD', file)).toBe('GBP')
    expect(currencyOfAmount(undefined, 'USD', file)).toBe('USD')
    expect(currencyOfAmount(undefined, undefined, file)).toBe('EUR')
  })

  it('is told from a shared sign by the column, a choice, or a file in such a currency, and by nothing else', () => {
    expect(currencyOfAmount('$', 'CAD', { currency: 'EUR' })).toBe('CAD')
    expect(currencyOfAmount('$', 'EUR', { currency: 'USD' })).toBeUndefined()
    expect(signMeans('$', { currency: 'EUR', signs: { $: 'AUD' } })).toBe('AUD')
    expect(signMeans('$', { currency: 'CAD' })).toBe('CAD')
    expect(signMeans('$', { currency: 'EUR', signs: { $: null } })).toBeUndefined()
    expect(signMeans('kr', { currency: 'USD' })).toBeUndefined()
  })
})
