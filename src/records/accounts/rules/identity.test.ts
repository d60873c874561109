import { describe, expect, it } from 'vitest'
import { companyDomain, isFreeMail, phoneNorm } from '../domain.ts'
import { accountNameNorm, matchAccounts } from './identity.ts'

describe('telling companies apart', () => {
  it('leaves legal form, accents and case out of a name', () => {
    expect(accountNameNorm('ACME Corporation, Inc.')).toBe('acme')
    expect(accountNameNorm('Müller & Söhne GmbH & Co. KG')).toBe('muller sohne')
    expect(accountNameNorm("L'Oréal S.A.")).toBe('loreal')
    expect(accountNameNorm('The Group')).toBe('the group')
    expect(accountNameNorm('東京株式会社')).toBe('東京株式会社')
  })

  it('matches by domain, or by name with a second piece of evidence', () => {
    const acme = { nameNorm: 'acme', domain: 'acme.com', country: 'US' }
    expect(matchAccounts(acme, { nameNorm: 'acme labs', domain: 'acme.com' })?.by).toBe('domain')
    expect(matchAccounts(acme, { nameNorm: 'acme', country: 'US' })).toEqual({
      by: 'name',
      evidence: 'Same name and country US.',
    })
    expect(matchAccounts(acme, { nameNorm: 'acme' })).toBeUndefined()
    expect(matchAccounts(acme, { nameNorm: 'acme', domain: 'acme.io', country: 'US' })).toBeUndefined()
    expect(
      matchAccounts({ nameNorm: 'acme', postcode: 'SW1A 1AA' }, { nameNorm: 'acme', postcode: 'sw1a1aa' })
        ?.by,
    ).toBe('name')
  })

  it('uses registrable domains and never free mail', () => {
    expect(companyDomain('https://shop.acme.co.uk/x')).toBe('acme.co.uk')
    expect(companyDomain('ann@acme.com')).toBe('acme.com')
    expect(companyDomain('ann@gmail.com')).toBeUndefined()
    expect(companyDomain('localhost')).toBeUndefined()
    expect(isFreeMail('gmail.com', new Map([['gmail.com', false]]))).toBe(false)
    expect(companyDomain('club.example', new Map([['club.example', true]]))).toBeUndefined()
  })

  it('writes phone numbers in one form', () => {
    expect(phoneNorm('030 901820', 'DE')).toBe('+4930901820')
    expect(phoneNorm('+49 (30) 901820')).toBe('+4930901820')
    expect(phoneNorm('ext. 12')).toBe('12')
  })
})
