import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CompiledRoutingRule } from '#agreement/document/rules/compiled.ts'
import type { Pool, RoutingRule } from '#agreement/document/schema.ts'
import { decide, decideLeft, type LeadToRoute, type Rulebook, type Turntable } from './decide.ts'
import type { Circumstances, Load } from './present.ts'
import { applied, type Credits } from './rotation.ts'
import type { Seller } from './sellers.ts'

const seller = (id: string): Seller => ({
  id,
  name: id,
  nameNorm: id.toLowerCase(),
  emailNorm: `${id.toLowerCase()}@us.test`,
  hasLeft: false,
})
const [ada, bo, cy] = [seller('Ada'), seller('Bo'), seller('Cy')]
const HOUR = 3_600_000

const lead: LeadToRoute = {
  personId: 'p1',
  personName: 'Pat',
  cycle: 1,
  facts: {
    fit: 40,
    engagement: 30,
    person: { email: null, domain: null, jobTitle: null, country: 'DE', source: null, attributes: {} },
    account: null,
  },
  account: null,
  companyDomain: null,
  evidence: [],
  opportunities: [],
  handRaise: false,
}
const acme = { id: 'a1', name: 'Acme', domain: 'acme.test', sellerId: null }

const rule = (
  given: Partial<RoutingRule> & Pick<RoutingRule, 'match'>,
  holds = true,
): CompiledRoutingRule => ({
  rule: { key: given.match, name: given.match, pool: 'inbound', ...given } as RoutingRule,
  holds: () => holds,
})
const RULES = [
  rule({ match: 'opportunity_owner' }),
  rule({ match: 'account_owner' }),
  rule({ match: 'named_accounts', list: 'named' }),
  rule({ match: 'segment', when: 'account.country == "FR"' }, false),
  rule({ match: 'catch_all' }),
]
const pool = (members: Pool['members'] = []): Pool => ({
  key: 'inbound',
  name: 'Inbound team',
  calendar: 'office',
  members,
})
const book = (given: Partial<Rulebook> = {}): Rulebook => ({
  rules: RULES,
  pools: [pool()],
  list: () => new Set(['acme.test']),
  sellers: [ada, bo, cy],
  ...given,
})
const member = (name: string, more: Partial<Pool['members'][number]> = {}) => ({
  seller: name,
  weight: 1,
  ...more,
})

function table(given: Partial<Circumstances> = {}, credits: Credits = {}): Turntable {
  const circumstances = {
    excluding: [],
    load: () => ({ open: 0, today: 0 }),
    nextIn: () => 0,
    dueAt: 2 * HOUR,
    say: (at: number) => `at ${at / HOUR}h`,
    ...given,
  }
  return {
    excluding: circumstances.excluding,
    credits: () => credits,
    circumstances: () => circumstances,
    presence: circumstances,
  }
}

describe('the first rule that matches wins', () => {
  it('the owner of an open opportunity at the account comes first and takes no turn', () => {
    const deal = { id: 'd', name: 'Rollout', sellerId: bo.id }
    const decision = decide(
      { ...lead, account: { ...acme, sellerId: ada.id }, opportunities: [deal] },
      book(),
      table(),
    )
    expect(decision).toMatchObject({ sellerId: bo.id, pool: null, deltas: null, match: 'opportunity_owner' })
    expect(decision.because).toBe('Bo owns the open opportunity Rollout at Acme.')
  })

  it('then the owner of the account; a rule passed over says why', () => {
    const decision = decide({ ...lead, account: { ...acme, sellerId: ada.id } }, book(), table())
    expect(decision).toMatchObject({ sellerId: ada.id, because: 'Ada owns the account Acme.' })
    expect(decision.tried).toEqual([
      { key: 'opportunity_owner', name: 'opportunity_owner', why: 'No open opportunity was found.' },
    ])
  })

  it('then the list of named accounts, by the domain of the account or of the address', () => {
    expect(decide({ ...lead, account: acme }, book(), table())).toMatchObject({
      match: 'named_accounts',
      because: 'acme.test stands in the list named; Ada is next in Inbound team (weight 1 of 3).',
    })
    expect(decide({ ...lead, companyDomain: 'acme.test' }, book(), table()).match).toBe('named_accounts')
  })

  it('then a segment, and what is left falls to the catch-all', () => {
    const decision = decide(lead, book(), table())
    expect(decision.match).toBe('catch_all')
    expect(decision.tried.map(({ why }) => why)).toEqual([
      'No open opportunity was found.',
      'No account was found.',
      'No company domain is known.',
      'Not met: account.country == "FR"',
    ])
    const segment = { rules: [rule({ match: 'segment', name: 'Francophone', when: 'x' }), RULES[4]!] }
    expect(decide(lead, book(segment), table()).because).toBe(
      'The lead belongs to Francophone; Ada is next in Inbound team (weight 1 of 3).',
    )
  })

  it('an owner who had the lead already, or is not known any more, does not match', () => {
    const owned = (sellerId: string) => ({ ...lead, account: { ...acme, domain: null, sellerId } })
    const had = decide(owned(ada.id), book(), table({ excluding: [ada.id] }))
    expect(had).toMatchObject({ sellerId: bo.id, match: 'catch_all' })
    expect(had.skipped).toEqual([{ sellerId: ada.id, name: 'Ada', why: 'Had this lead already.' }])
    expect(decide(owned('gone'), book(), table()).tried[1]!.why).toBe(
      'Acme has an owner who is not known any more.',
    )
  })

  it('who has left owns nothing and is in no pool', () => {
    const sellers = [{ ...ada, hasLeft: true }, bo, cy]
    const owned = { ...lead, account: { ...acme, domain: null, sellerId: ada.id } }
    const decision = decide(owned, book({ sellers }), table())
    expect(decision).toMatchObject({ sellerId: bo.id, because: expect.stringContaining('weight 1 of 2') })
    expect(decision.tried[1]!.why).toBe('Acme belongs to Ada, who has left.')
    const pools = [
      pool([
        { seller: 'Ada', weight: 5 },
        { seller: 'Bo', weight: 1 },
      ]),
    ]
    expect(decide(lead, book({ sellers, pools }), table())).toMatchObject({
      sellerId: bo.id,
      skipped: [{ sellerId: null, name: 'Ada', why: 'Ada has left.' }],
    })
  })

  it('what somebody who left had takes a turn of the pool that the agreement names', () => {
    const leftTo = { pool: 'inbound', because: 'Ada has left' }
    const decision = decideLeft(lead, leftTo, book({ sellers: [{ ...ada, hasLeft: true }, bo, cy] }), table())
    expect(decision).toMatchObject({ sellerId: bo.id, match: 'leaver', tried: [] })
    expect(decision.because).toBe('Ada has left; Bo is next in Inbound team (weight 1 of 2).')
  })
})

describe('an owner who is away', () => {
  const owned = { ...lead, account: { ...acme, domain: null, sellerId: ada.id } }
  const inAt = (hours: Record<string, number | null>) => ({
    nextIn: (id: string) => {
      const at = hours[id]
      return at === null ? null : (at ?? 0) * HOUR
    },
  })
  const why = 'Not in before at 9h; the response is due at 2h, and others are in before.'

  it('is passed over when somebody else is in before the response is due, and said to be', () => {
    const decision = decide(owned, book(), table(inAt({ Ada: 9 })))
    expect(decision).toMatchObject({ sellerId: bo.id, match: 'catch_all' })
    expect(decision.skipped).toEqual([{ sellerId: ada.id, name: 'Ada', why }])
    expect(decision.tried.find(({ key }) => key === 'account_owner')!.why).toBe(
      `Ada owns the account Acme. ${why}`,
    )
  })

  it('keeps the lead when back before the response is due', () => {
    expect(decide(owned, book(), table(inAt({ Ada: 1.9 }))).sellerId).toBe(ada.id)
    expect(decide(owned, book(), table(inAt({ Ada: 2 }))).sellerId).toBe(bo.id)
  })

  it('keeps the lead when nobody else is in sooner either', () => {
    const decision = decide(owned, book(), table(inAt({ Ada: null, Bo: 9, Cy: 9 })))
    expect(decision).toMatchObject({ sellerId: ada.id, match: 'account_owner', pool: null, deltas: null })
    const withoutPools = { rules: RULES.slice(0, 2), pools: [] }
    expect(decide(owned, book(withoutPools), table(inAt({ Ada: 9 }))).sellerId).toBe(ada.id)
  })

  it('gives way to the owner of the account when it is the deal that they own', () => {
    const deal = { id: 'd', name: 'Rollout', sellerId: bo.id }
    const decision = decide({ ...owned, opportunities: [deal] }, book(), table(inAt({ Bo: 9 })))
    expect(decision).toMatchObject({ sellerId: ada.id, match: 'account_owner' })
    expect(decision.skipped).toMatchObject([{ sellerId: bo.id }])
  })
})

describe('who is passed over, and when nobody is left', () => {
  const inAt = (times: Record<string, number | null>) =>
    table({ nextIn: (id) => times[id] ?? (id in times ? null : 0) })

  it('someone away is passed over when others are in before the response is due', () => {
    const decision = decide(lead, book(), inAt({ Ada: 72 * HOUR, Bo: 0, Cy: 1 * HOUR }))
    expect(decision.sellerId).toBe(bo.id)
    expect(decision.skipped).toEqual([
      {
        sellerId: ada.id,
        name: 'Ada',
        why: 'Not in before at 72h; the response is due at 2h, and others are in before.',
      },
    ])
  })

  it('someone who is back before the response is due keeps the turn', () => {
    expect(decide(lead, book(), inAt({ Ada: HOUR })).sellerId).toBe(ada.id)
  })

  it('when nobody is in before the response is due, nobody is passed over', () => {
    const decision = decide(lead, book(), inAt({ Ada: 60 * HOUR, Bo: 48 * HOUR, Cy: null }))
    expect(decision).toMatchObject({ sellerId: ada.id, skipped: [] })
  })

  it('who has their cap of the day or of work at hand is passed over', () => {
    const members = [member('Ada', { dailyCap: 8 }), member('bo@us.test', { openCap: 3 }), member('cy')]
    const load = (id: string): Load => ({ open: id === 'Bo' ? 3 : 0, today: id === 'Ada' ? 8 : 0 })
    const decision = decide(lead, book({ pools: [pool(members)] }), table({ load }))
    expect(decision.sellerId).toBe(cy.id)
    expect(decision.skipped.map(({ why }) => why)).toEqual([
      'Has had 8 today; the cap is 8 a day.',
      'Has 3 in work; the cap is 3.',
    ])
  })

  it('a name nobody or two people bear is passed over and said', () => {
    const members = [member('Zoe'), member('Ada', { weight: 0 }), member('Bo'), member('bo')]
    const twin = { ...cy, nameNorm: 'bo' }
    const decision = decide(lead, book({ pools: [pool(members)], sellers: [ada, bo, twin] }), table())
    expect(decision.sellerId).toBeNull()
    expect(decision.skipped.map(({ why }) => why)).toEqual([
      'No seller is known as Zoe.',
      'Takes no turns: weight 0.',
      '2 sellers are called Bo; name the one you mean by e-mail address.',
      '2 sellers are called bo; name the one you mean by e-mail address.',
    ])
  })

  it('an empty pool, or one at its caps, gives the lead to nobody and says that a manager has to choose', () => {
    expect(decide(lead, book({ sellers: [] }), table())).toMatchObject({
      sellerId: null,
      pool: { key: 'inbound' },
      deltas: null,
      because: 'No other rule matched, but nobody is in it: Inbound team. A manager has to choose.',
    })
    const capped = book({ pools: [pool([member('Ada', { dailyCap: 1 })])] })
    expect(decide(lead, capped, table({ load: () => ({ open: 0, today: 1 }) })).because).toContain(
      'nobody in it can take another lead',
    )
  })
})

describe('laws of routing', () => {
  it('no cap is ever exceeded, and the same values give the same decision', () => {
    const caps = fc.array(
      fc.record({ weight: fc.integer({ min: 1, max: 5 }), dailyCap: fc.integer({ min: 1, max: 6 }) }),
      { minLength: 3, maxLength: 3 },
    )
    fc.assert(
      fc.property(caps, fc.integer({ min: 1, max: 25 }), (given, leads) => {
        const rules = book({
          pools: [pool(given.map((cap, index) => member([ada, bo, cy][index]!.name, cap)))],
        })
        const today = new Map<string, number>()
        let credits: Credits = {}
        for (let number = 0; number < leads; number += 1) {
          const load = (id: string) => ({ open: 0, today: today.get(id) ?? 0 })
          const decision = decide(lead, rules, table({ load }, credits))
          expect(decide(lead, rules, table({ load }, credits))).toEqual(decision)
          const full = given.every(({ dailyCap }, index) => load([ada, bo, cy][index]!.id).today >= dailyCap)
          expect(decision.sellerId === null).toBe(full)
          if (decision.sellerId === null) break
          credits = applied(credits, decision.deltas!)
          today.set(decision.sellerId, load(decision.sellerId).today + 1)
        }
        given.forEach(({ dailyCap }, index) => {
          expect(today.get([ada, bo, cy][index]!.id) ?? 0).toBeLessThanOrEqual(dailyCap)
        })
      }),
    )
  })
})
