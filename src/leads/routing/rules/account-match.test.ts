import { describe, expect, it } from 'vitest'
import { accountOf, companyFields } from './account-match.ts'

const acme = {
  id: 'a1',
  name: 'Acme GmbH',
  nameNorm: 'acme',
  domain: 'acme.test',
  phone: '+4930901820',
  postcode: '10115',
}
const unknown = { domain: null, companyName: null, phone: null, postcode: null }

describe('whose customer somebody without an account is', () => {
  it.each([
    [
      'the exact domain',
      { ...unknown, domain: 'acme.test' },
      'Address at acme.test, the domain of Acme GmbH.',
    ],
    [
      'the name with the phone',
      { ...unknown, companyName: 'ACME', phone: '+4930901820' },
      'Acme GmbH: Same name and phone +4930901820.',
    ],
    [
      'the name with the postcode',
      { ...unknown, companyName: 'Acme Ltd.', postcode: '10115' },
      'Acme GmbH: Same name and postcode 10115.',
    ],
  ])('is found by %s', (_, company, evidence) => {
    expect(accountOf(company, [acme])).toEqual({ id: 'a1', evidence })
  })

  it.each([
    ['the name alone', { ...unknown, companyName: 'Acme' }],
    ['another domain', { ...unknown, domain: 'acme.example' }],
    ['nothing', unknown],
  ])('is not guessed from %s', (_, company) => {
    expect(accountOf(company, [{ ...acme, country: 'DE' }])).toBeNull()
  })

  it('two accounts that fit are none', () => {
    expect(accountOf({ ...unknown, domain: 'acme.test' }, [acme, { ...acme, id: 'a2' }])).toBeNull()
  })

  it('finds the company among fields that sources name differently', () => {
    expect(companyFields({ 'Company Name': ' Acme ', zip_code: 10115, other: 'x' })).toEqual({
      companyName: 'Acme',
      postcode: '10115',
    })
    expect(companyFields({ company: '', plz: null })).toEqual({ companyName: null, postcode: null })
  })
})
