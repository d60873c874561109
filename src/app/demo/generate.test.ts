import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { quantile } from '#platform/kernel/statistics.ts'
import type { OpportunityRow, PersonRow, RecordRow, TouchRow } from '#records/imports/rules/rows.ts'
import { BRAND_SEARCH, HIDDEN_CHANNEL, JUNK_WEBINAR } from './campaign-plans.ts'
import { generate } from './generate.ts'
import { timeline } from './timeline.ts'
import { WHITE_PAPER } from './words/titles.ts'

const ENDS_ON = '2026-07-01'
const rows = [...generate(7, { endsOn: ENDS_ON })]
const of = <Kind extends RecordRow['kind']>(kind: Kind) =>
  rows.filter((row): row is Extract<RecordRow, { kind: Kind }> => row.kind === kind)
const { endsAt, changesAt } = timeline(ENDS_ON)
const touches = of('touch')
const possible = touches
  .filter((touch) => touch.occurredAt > 0 && touch.occurredAt < endsAt)
  .sort((a, b) => a.occurredAt - b.occurredAt)
const byPerson = new Map<string, TouchRow[]>()
for (const touch of possible)
  byPerson.set(touch.person.key!, [...(byPerson.get(touch.person.key!) ?? []), touch])
const people = new Map(of('person').map((person) => [person.key!, person]))
const firstAttempts = possible.filter((touch) => touch.subject === 'First attempt')
const accepted = (person: PersonRow | undefined) =>
  person?.stageDates?.some(({ stage }) => stage === 'sal') ?? false
const share = (hits: number, cases: number) => hits / Math.max(1, cases)

const digest = (seed: number, endsOn: string) => {
  const hash = createHash('sha256')
  for (const row of generate(seed, { endsOn, scale: 0.1 })) hash.update(JSON.stringify(row))
  return hash.digest('hex')
}

describe('the generator of the sample company', () => {
  it('repeats exactly for the same seed and end, and not for another', () => {
    const once = digest(7, ENDS_ON)
    expect(digest(7, ENDS_ON)).toBe(once)
    expect(digest(8, ENDS_ON)).not.toBe(once)
    expect(digest(7, '2026-07-02')).not.toBe(once)
  })

  it('is the size of a mid-sized company', () => {
    expect(of('seller')).toHaveLength(24)
    expect(of('campaign')).toHaveLength(30)
    expect(of('account').length).toBeGreaterThan(600)
    expect(people.size).toBeGreaterThan(5_000)
    expect(touches.length).toBeGreaterThan(60_000)
    expect(touches.length).toBeLessThan(95_000)
    expect(of('opportunity').length).toBeGreaterThan(900)
  })

  it('points only at records that exist', () => {
    const accounts = new Set(of('account').map((account) => account.key))
    const sellers = new Set(of('seller').map((seller) => seller.key))
    const campaigns = new Set(of('campaign').map((campaign) => campaign.key))
    const astray = touches.filter(
      ({ person, campaign, seller }) =>
        !people.has(person.key!) ||
        (campaign && !campaigns.has(campaign.key)) ||
        (seller && !sellers.has(seller.key)),
    )
    expect(astray).toEqual([])
    for (const person of people.values())
      if (person.account) expect(accounts.has(person.account.key)).toBe(true)
    expect(new Set(touches.map((touch) => touch.key)).size).toBe(touches.length)
  })

  it('uses only addresses that nobody can own', () => {
    for (const row of rows) {
      if (row.kind === 'person' || row.kind === 'seller')
        expect(row.email?.toLowerCase()).toMatch(/\.example$/)
      if (row.kind === 'account' && row.domain) expect(row.domain).toMatch(/^[a-z]+\.example$/)
    }
  })
})

describe('the story told by the numbers', () => {
  it('the webinar brings the most hand-offs of any webinar and the worst acceptance of any campaign', () => {
    const campaignName = new Map(of('campaign').map((campaign) => [campaign.key, campaign.name]))
    const rates = new Map<string, { attempted: number; accepted: number }>()
    for (const { person } of firstAttempts) {
      const first = byPerson.get(person.key!)!.find((touch) => touch.side === 'marketing')
      const name = campaignName.get(first?.campaign?.key) ?? 'none'
      const campaign = name.startsWith(JUNK_WEBINAR) ? JUNK_WEBINAR : name
      const rate = rates.get(campaign) ?? { attempted: 0, accepted: 0 }
      rate.attempted += 1
      rate.accepted += accepted(people.get(person.key!)) ? 1 : 0
      rates.set(campaign, rate)
    }
    const enough = [...rates].filter(([, rate]) => rate.attempted >= 30)
    const worst = enough.sort(
      (a, b) => share(a[1].accepted, a[1].attempted) - share(b[1].accepted, b[1].attempted),
    )[0]!
    expect(worst[0]).toBe(JUNK_WEBINAR)
    expect(share(worst[1].accepted, worst[1].attempted)).toBeLessThan(0.2)
    expect(worst[1].attempted).toBeGreaterThan(150)
  })

  it('Europe answers a request for a demonstration more than twice as late as the Americas', () => {
    const region = new Map(of('account').map((account) => [account.key, account.region]))
    const delays = new Map<string, number[]>()
    for (const request of possible.filter((touch) => touch.touchKind === 'demo_request')) {
      const attempt = byPerson
        .get(request.person.key!)!
        .find((touch) => touch.side === 'sales' && touch.occurredAt >= request.occurredAt)
      const where = region.get(people.get(request.person.key!)?.account?.key)
      if (attempt && where)
        delays.set(where, [...(delays.get(where) ?? []), attempt.occurredAt - request.occurredAt])
    }
    const median = (where: string) =>
      quantile(
        delays.get(where)!.sort((a, b) => a - b),
        0.5,
      )!
    expect(median('EMEA')).toBeGreaterThan(2 * median('Americas'))
  })

  it('the podcast starts many of the won deals, and last touch gives it nearly none', () => {
    const isHidden = (touch: TouchRow | undefined) => touch?.channel === HIDDEN_CHANNEL
    const paths = of('opportunity')
      .filter((deal) => deal.status === 'won' && deal.origin !== 'Existing customer')
      .map(marketingPath)
    const reached = paths.filter((path) => path.length > 0)
    const first = reached.filter((path) => isHidden(path[0])).length
    const last = reached.filter((path) => isHidden(path.at(-1))).length
    expect(share(first, reached.length)).toBeGreaterThan(0.12)
    expect(last).toBeLessThan(first / 3)
    const brand = of('campaign').find((campaign) => campaign.name === BRAND_SEARCH)!.key
    const brandLast = reached.filter((path) => path.at(-1)?.campaign?.key === brand).length
    expect(brandLast).toBeGreaterThan(2 * reached.filter((path) => path[0]?.campaign?.key === brand).length)
  })

  it('after the definition changes in month nine, more leads are handed over and fewer of them are accepted', () => {
    const before = firstAttempts.filter((touch) => touch.occurredAt < changesAt)
    const after = firstAttempts.filter((touch) => touch.occurredAt >= changesAt)
    const rate = (some: TouchRow[]) =>
      share(some.filter((touch) => accepted(people.get(touch.person.key!))).length, some.length)
    expect(after.length).toBeGreaterThan(1.4 * before.length)
    expect(rate(after)).toBeLessThan(rate(before) - 0.08)
  })

  it('no seller ever sends the white paper, though the others are sent', () => {
    const sent = possible.filter((touch) => touch.side === 'sales' && touch.subject?.startsWith('Shared: '))
    expect(sent.length).toBeGreaterThan(400)
    expect(sent.filter((touch) => touch.subject?.includes(WHITE_PAPER))).toHaveLength(0)
  })

  it('deals close at the ends of quarters', () => {
    const months = of('opportunity').flatMap((deal) =>
      deal.closedAt ? [new Date(deal.closedAt).getUTCMonth()] : [],
    )
    const atQuarterEnd = months.filter((month) => month % 3 === 2).length
    expect(share(atQuarterEnd, months.length)).toBeGreaterThan(0.45)
  })

  it('what the executives write as origin differs from who touched the account first', () => {
    const claimed = of('opportunity').filter(
      (deal) => deal.origin === 'Outbound' && marketingPath(deal).length > 0,
    )
    expect(claimed.length).toBeGreaterThan(40)
  })

  it('has the dirt of a CRM: duplicates, gaps and dates that cannot be', () => {
    const deals = of('opportunity')
    expect(deals.filter((deal) => !deal.account).length).toBeGreaterThan(10)
    expect(deals.filter((deal) => !deal.seller).length).toBeGreaterThan(10)
    expect(
      deals.filter((deal) => deal.closedAt !== undefined && deal.closedAt < deal.occurredAt!).length,
    ).toBeGreaterThan(1)
    expect([...people.values()].filter((person) => !person.seller).length).toBeGreaterThan(200)
    expect(touches.length - possible.length).toBeGreaterThan(8)
    expect(of('account').filter((account) => !account.domain).length).toBeGreaterThan(8)
  })
})

/** Marketing's touches of a deal's contacts before it was created, first to last. */
function marketingPath(deal: OpportunityRow): TouchRow[] {
  return (deal.contacts ?? [])
    .flatMap((contact) => byPerson.get(contact.person.key!) ?? [])
    .filter((touch) => touch.side === 'marketing' && touch.occurredAt <= deal.occurredAt!)
    .sort((a, b) => a.occurredAt - b.occurredAt)
}
