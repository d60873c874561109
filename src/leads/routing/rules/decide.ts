import type { CompiledRoutingRule, RoutingFacts } from '#agreement/document/rules/compiled.ts'
import type { Pool } from '#agreement/document/schema.ts'
import type { DecidedBy } from './matches.ts'
import { type Circumstances, isInTime, late, type Presence, presentOf, type Skipped } from './present.ts'
import { type Credits, type Deltas, takeTurn } from './rotation.ts'
import { membersOf, type Seller } from './sellers.ts'

/** A lead as the rules see it. */
export interface LeadToRoute {
  personId: string
  personName: string
  cycle: number
  facts: RoutingFacts
  /** the account it was matched to */
  account: { id: string; name: string; domain: string | null; sellerId: string | null } | null
  /** registrable domain of the person's address, never a free-mail one */
  companyDomain: string | null
  /** how the account was found, a sentence each */
  evidence: readonly string[]
  /** open ones of the account or naming the person; those that name the person first, then the latest */
  opportunities: readonly { id: string; name: string; sellerId: string | null }[]
  handRaise: boolean
}

/** A rule that did not match, and why. */
export interface Tried {
  key: string
  name: string
  why: string
}

export interface Decision {
  sellerId: string | null
  rule: { key: string; name: string }
  match: DecidedBy
  pool: { key: string; name: string } | null
  because: string
  skipped: Skipped[]
  tried: Tried[]
  evidence: string[]
  /** what the turn changes in the pool's credits; null where no turn was taken */
  deltas: Deltas | null
}

export interface Rulebook {
  rules: readonly CompiledRoutingRule[]
  pools: readonly Pool[]
  /** values of a list, lower case */
  list: (key: string) => ReadonlySet<string>
  sellers: readonly Seller[]
}

/** What the rules need to choose among sellers. */
export interface Turntable {
  credits: (pool: Pool) => Credits
  circumstances: (pool: Pool) => Circumstances
  /** of owners, whatever pool they are in */
  presence: Presence
  excluding: readonly string[]
}

/**
 * Who gets a lead: the first rule that matches wins. An owner who comes in only after the response is due is passed over when a rule
 * behind finds somebody who is in before. Nothing is written; the same values give the same decision.
 *
 * @returns the decision with its reasons; `sellerId` is null when the rule that matched has nobody to give it to
 */
export function decide(lead: LeadToRoute, book: Rulebook, table: Turntable): Decision {
  const { presence } = table
  const evidence = [...lead.evidence]
  const tried: Tried[] = []
  const passedOver: Skipped[] = []
  let absentOwner: Decision | null = null
  for (const compiled of book.rules) {
    const { rule } = compiled
    const found = matched(compiled, lead, book, table)
    if ('why' in found) tried.push({ key: rule.key, name: rule.name, why: found.why })
    else if ('seller' in found) {
      const { id: sellerId, name } = found.seller
      const inAt = presence.nextIn(sellerId)
      const decision = owned(found.seller, named(rule), rule.match, found.because, [...tried], evidence)
      if (isInTime(inAt, presence)) return { ...decision, skipped: onceEach(passedOver) }
      absentOwner ??= decision
      const why = late(inAt, presence)
      passedOver.push({ sellerId, name, why })
      tried.push({ key: rule.key, name: rule.name, why: `${sentence(found.because)} ${why}` })
    } else {
      const decision = fromPool(rule, found.pool, found.because, book, table, tried, evidence)
      if (absentOwner && !isBetter(decision, book, table)) return absentOwner
      return { ...decision, skipped: onceEach([...passedOver, ...decision.skipped]) }
    }
  }
  if (absentOwner) return absentOwner
  const nowhere = { key: 'none', name: 'No rule' }
  const because = 'No rule matched, and the agreement has no catch-all.'
  return {
    ...{ sellerId: null, rule: nowhere, match: 'catch_all', pool: null, because },
    ...{ skipped: [], tried, evidence, deltas: null },
  }
}

/** A pool that is to take a lead, whatever the rules say of it, because its owner left. */
export interface LeftTo {
  /** key of the pool */
  pool: string
  /** e.g. `Ada has left` */
  because: string
}

/** Who of a pool gets a lead whose owner left; `sellerId` is null when nobody in it can take another. */
export function decideLeft(
  lead: Pick<LeadToRoute, 'evidence'>,
  { pool, because }: LeftTo,
  book: Rulebook,
  table: Turntable,
): Decision {
  const rule = { key: 'leavers', name: 'When an owner leaves', match: 'leaver' as const }
  return fromPool(rule, pool, because, book, table, [], [...lead.evidence])
}

/** An owner may be a member of the pool as well. */
const onceEach = (skipped: readonly Skipped[]): Skipped[] =>
  skipped.filter(
    ({ sellerId }, at) => sellerId === null || skipped.findIndex((one) => one.sellerId === sellerId) === at,
  )

/** Whether a pool found somebody who responds in time, as the absent owner would not. */
function isBetter({ sellerId, pool }: Decision, { pools }: Rulebook, { circumstances }: Turntable): boolean {
  const chosenFrom = pools.find(({ key }) => key === pool?.key)
  if (sellerId === null || !chosenFrom) return false
  const there = circumstances(chosenFrom)
  return isInTime(there.nextIn(sellerId), there)
}

/** A company's name may end with a full stop of its own. */
const sentence = (text: string) => text.replace(/\.\.$/, '.')

const named = ({ key, name }: { key: string; name: string }) => ({ key, name })

function owned(
  seller: Seller,
  rule: Decision['rule'],
  match: Decision['match'],
  because: string,
  tried: Tried[],
  evidence: string[],
): Decision {
  const nothing = { pool: null, skipped: [], deltas: null }
  return { sellerId: seller.id, rule, match, because: sentence(because), tried, evidence, ...nothing }
}

type Match = { why: string } | { seller: Seller; because: string } | { pool: string; because: string }

function matched(
  { rule, holds }: CompiledRoutingRule,
  lead: LeadToRoute,
  book: Rulebook,
  table: Turntable,
): Match {
  const { account } = lead
  switch (rule.match) {
    case 'opportunity_owner':
      return opportunityOwner(lead, book, table.excluding)
    case 'account_owner': {
      if (account === null) return { why: 'No account was found.' }
      const found = owner(account.sellerId, book, table.excluding)
      if (!found.seller) return { why: `${account.name} ${found.why}` }
      return { seller: found.seller, because: `${found.seller.name} owns the account ${account.name}.` }
    }
    case 'named_accounts': {
      const domain = (account?.domain ?? lead.companyDomain)?.toLowerCase() ?? null
      if (domain === null) return { why: 'No company domain is known.' }
      if (!book.list(rule.list).has(domain)) return { why: `${domain} is not in the list ${rule.list}.` }
      return { pool: rule.pool, because: `${domain} stands in the list ${rule.list}` }
    }
    case 'segment':
      return holds(lead.facts)
        ? { pool: rule.pool, because: `The lead belongs to ${rule.name}` }
        : { why: `Not met: ${rule.when}` }
    case 'catch_all':
      return { pool: rule.pool, because: 'No other rule matched' }
  }
}

function opportunityOwner(lead: LeadToRoute, book: Rulebook, excluding: readonly string[]): Match {
  if (lead.opportunities.length === 0) return { why: 'No open opportunity was found.' }
  for (const { name, sellerId } of lead.opportunities) {
    const { seller } = owner(sellerId, book, excluding)
    const where = lead.account ? ` at ${lead.account.name}` : ''
    if (seller) return { seller, because: `${seller.name} owns the open opportunity ${name}${where}.` }
  }
  return { why: 'The open opportunity has no owner who could get it.' }
}

function owner(id: string | null, { sellers }: Rulebook, excluding: readonly string[]) {
  if (id === null) return { seller: null, why: 'has no owner.' }
  const seller = sellers.find((one) => one.id === id)
  if (!seller) return { seller: null, why: 'has an owner who is not known any more.' }
  if (seller.hasLeft) return { seller: null, why: `belongs to ${seller.name}, who has left.` }
  if (excluding.includes(id))
    return { seller: null, why: `belongs to ${seller.name}, who had this lead already.` }
  return { seller, why: null }
}

function fromPool(
  rule: Pick<Decision['rule'], 'key' | 'name'> & Pick<Decision, 'match'>,
  key: string,
  matchedBecause: string,
  book: Rulebook,
  table: Turntable,
  tried: Tried[],
  evidence: string[],
): Decision {
  const base = { rule: named(rule), match: rule.match, tried, evidence }
  const pool = book.pools.find((one) => one.key === key)
  if (!pool) {
    const because = `${matchedBecause}, but there is no pool ${key}.`
    return { ...base, sellerId: null, pool: null, because, skipped: [], deltas: null }
  }
  const members = membersOf(pool, book.sellers)
  const { present, skipped } = presentOf(members, table.circumstances(pool))
  const turns = present.map(({ seller, weight }) => ({ sellerId: seller.id, weight }))
  const turn = takeTurn(turns, table.credits(pool))
  if (turn === null) {
    const why = members.length === 0 ? 'nobody is in it' : 'nobody in it can take another lead'
    const because = `${matchedBecause}, but ${why}: ${pool.name}. A manager has to choose.`
    return { ...base, sellerId: null, pool: named(pool), because, skipped, deltas: null }
  }
  const { seller, weight } = present.find((one) => one.seller.id === turn.sellerId)!
  const total = present.reduce((sum, one) => sum + one.weight, 0)
  const share = present.length === 1 ? 'the only one who can' : `weight ${weight} of ${round(total)}`
  const because = `${matchedBecause}; ${seller.name} is next in ${pool.name} (${share}).`
  return { ...base, sellerId: seller.id, pool: named(pool), because, skipped, deltas: turn.deltas }
}

const round = (value: number) => Math.round(value * 1_000) / 1_000
