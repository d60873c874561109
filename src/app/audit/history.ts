import type { AccountFacts, EventFacts, PersonFacts } from '#agreement/document/index.ts'
import type { Evidence, History } from '#leads/lifecycle/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { emailDomain } from '#records/people/rules/identity.ts'
import type { AccountEntry, Collected, DealEntry, PersonEntry } from './entries.ts'

/** Which deals a person has a part in: those that name them, and those of their account that name nobody. */
export interface Part {
  deal: number
  implicit: boolean
}

/** The deals of each person, by position. */
export function partsByPerson({ people, deals }: Pick<Collected, 'people' | 'deals'>): Map<number, Part[]> {
  const parts = new Map<number, Part[]>()
  const add = (person: number, part: Part) => parts.set(person, [...(parts.get(person) ?? []), part])
  const unnamed = new Map<number, number[]>()
  deals.forEach((deal, index) => {
    for (const { person } of deal.contacts) add(person, { deal: index, implicit: false })
    if (deal.contacts.length === 0 && deal.account >= 0)
      unnamed.set(deal.account, [...(unnamed.get(deal.account) ?? []), index])
  })
  people.forEach(({ account }, person) => {
    for (const deal of unnamed.get(account) ?? []) add(person, { deal, implicit: true })
  })
  return parts
}

/** Everything known of one person, in the order of time, as the lifecycle reads it. */
export function historyOf(
  person: number,
  collected: Collected,
  parts: readonly Part[],
  isPossible: (at: Instant) => boolean,
): History {
  const entry = collected.people[person]!
  const campaignName = (campaign: number) => collected.campaigns[campaign]?.name ?? null
  const evidence: Evidence[] = []
  for (const touch of collected.touches.of(person)) {
    evidence.push({
      ...NOBODY,
      id: String(touch),
      occurredAt: collected.touches.at(touch),
      facts: collected.touches.eventFacts(touch, campaignName),
    })
  }
  for (const { stage, occurredAt, source } of entry.reported) {
    evidence.push({
      ...NOBODY,
      occurredAt,
      facts: { ...NO_EVENT, type: 'stage_reported', stage },
      actor: { kind: 'source', name: source },
      reason: entry.reason,
    })
  }
  for (const { deal, implicit } of parts) evidence.push(...dealEvents(deal, collected.deals[deal]!, implicit))
  return {
    person: personFacts(entry),
    account: accountFacts(collected.accounts[entry.account]),
    evidence: evidence
      .filter((one) => isPossible(one.occurredAt))
      .sort((a, b) => a.occurredAt - b.occurredAt),
  }
}

const NOBODY = { id: null, actor: null, reason: null, opportunityId: null, implicit: false }
const NO_EVENT: Omit<EventFacts, 'type'> = {
  kind: null,
  side: null,
  direction: null,
  channel: null,
  subject: null,
  campaign: null,
  stage: null,
  amount: null,
  machine: false,
}

/** Creation, moves and outcome of a deal as events of its people. */
function dealEvents(index: number, deal: DealEntry, implicit: boolean): Evidence[] {
  const amount = deal.amountMinor === null ? null : deal.amountMinor / 100
  const event = (type: EventFacts['type'], occurredAt: Instant, stage: string): Evidence => ({
    id: String(index),
    occurredAt,
    facts: { ...NO_EVENT, type, stage, amount },
    actor: { kind: 'source', name: 'CRM' },
    reason: null,
    opportunityId: String(index),
    implicit,
  })
  const events: Evidence[] = []
  if (deal.createdAt !== null)
    events.push(event('opportunity_created', deal.createdAt, deal.moves[0]?.stage ?? deal.stage))
  for (const move of deal.moves)
    if (move.occurredAt !== deal.createdAt && move.occurredAt !== deal.closedAt)
      events.push(event('opportunity_stage', move.occurredAt, move.stage))
  if (deal.closedAt !== null && deal.status !== 'open')
    events.push(
      event(deal.status === 'won' ? 'opportunity_won' : 'opportunity_lost', deal.closedAt, deal.stage),
    )
  return events
}

function personFacts(entry: PersonEntry): PersonFacts {
  return {
    email: entry.email,
    domain: emailDomain(entry.email ?? undefined) ?? null,
    jobTitle: entry.jobTitle,
    country: entry.country,
    source: entry.source,
    attributes: entry.attributes,
  }
}

function accountFacts(entry: AccountEntry | undefined): AccountFacts | null {
  if (!entry) return null
  const { name, domain, industry, employees, country, region, attributes } = entry
  const annualRevenue = entry.annualRevenueMinor === null ? null : entry.annualRevenueMinor / 100
  return { name, domain, industry, employees, annualRevenue, country, region, attributes }
}
