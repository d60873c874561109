import { describe, expect, it } from 'vitest'
import { claimedEmail, ownerAt, readTraits, usableId } from './identity-live.ts'

describe('whose an event of a visitor is', () => {
  const joins = [
    { personId: 'ann', occurredAt: 10, bringsHistory: true },
    { personId: 'bob', occurredAt: 20, bringsHistory: false },
  ]

  it.each([
    ['before anybody was known: of the one who was known first', 5, 'ann'],
    ['at the instant of the first join', 10, 'ann'],
    ['one millisecond before the device changed hands', 19, 'ann'],
    ['from then on', 20, 'bob'],
  ])('%s', (_, at, person) => {
    expect(ownerAt(joins, at)).toBe(person)
  })

  it('of nobody before a join that brings no history, and without joins', () => {
    expect(ownerAt([joins[1]!], 19)).toBeNull()
    expect(ownerAt([], 19)).toBeNull()
  })
})

describe('what outsiders call an e-mail address', () => {
  it.each([
    [' Ann+News@ACME.com ', 'ann+news@acme.com'],
    ['ann@München.example', 'ann@xn--mnchen-3ya.example'],
    ["o'brien@acme.co.uk", "o'brien@acme.co.uk"],
  ])('takes %s', (given, norm) => {
    expect(claimedEmail(given)).toBe(norm)
  })

  it.each([
    [
      'ann',
      'ann@acme',
      '@acme.com',
      'ann@@acme.com',
      'ann@acme..com',
      'a..b@acme.com',
      '.a@acme.com',
      'a.@acme.com',
    ],
    [
      'ann@acme.com, bob@acme.com',
      'Ann <ann@acme.com>',
      'ann@acme.com\nbcc: x@y.z',
      'ann\u202e@acme.com',
      'ann\0@acme.com',
    ],
    [
      `${'a'.repeat(65)}@acme.com`,
      `ann@${'a.'.repeat(140)}com`,
      'a'.repeat(10_000),
      '',
      ' ',
      'ann@\ud800.com',
      'ann@-acme.com',
    ],
  ])('takes none of a list of absurd ones', (...given) => {
    for (const one of given) expect([one, claimedEmail(one)]).toEqual([one, null])
    expect(claimedEmail(null)).toBeNull()
  })
})

it('an id of ten kilobytes, of half a character or with a NUL is none', () => {
  for (const id of ['x'.repeat(10_000), 'a\0b', 'a\ud800', '  ', null]) expect(usableId(id)).toBeNull()
  expect(usableId(' 日本-7 ')).toBe('日本-7')
})

describe('traits', () => {
  it('become fields, a company, and the rest under its own names', () => {
    expect(
      readTraits({
        name: 'Ann de Vries',
        job_title: ' CTO ',
        Company: 'Acme',
        plan: 'pro',
        seats: 5,
        phone: null,
      }),
    ).toEqual({
      fields: { first_name: 'Ann de', last_name: 'Vries', job_title: 'CTO' },
      company: 'Acme',
      companyDomain: null,
      rest: { plan: 'pro', seats: 5 },
    })
  })

  it('never what only we decide, however it is spelled', () => {
    const mine = {
      owner: 'x',
      ownerId: 'x',
      Seller_ID: 'x',
      stage: 'customer',
      Score: 9,
      fitScore: 9,
      id: 'x',
      accountId: 'x',
      __proto__x: 'x',
      mergedIntoId: 'x',
      unsubscribed: false,
      workspace_id: 'x',
    }
    expect(readTraits(mine)).toEqual({ fields: {}, company: null, companyDomain: null, rest: {} })
  })
})
