import type { AccountFacts, PersonFacts } from '#agreement/document/index.ts'
import type { History } from '#leads/lifecycle/index.ts'
import {
  byTime,
  type DatedEvidence,
  opportunityEvidence,
  reportedEvidence,
  touchEvidence,
} from '#leads/lifecycle/rules/evidence.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { wholeUnits } from '#platform/kernel/money.ts'
import { emailDomain } from '#records/people/index.ts'
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

/** A touch as the lifecycle reads it. */
export function evidenceOf({ touches, campaigns }: Pick<Collected, 'touches' | 'campaigns'>, touch: number) {
  const { id, at, campaignId, ...fact } = touches.fact(touch)
  const subject = touches.subject(touch)
  const row = { ...fact, id, subject, campaignId, occurredAt: at, recordedAt: TOGETHER }
  return touchEvidence(row, campaigns[touches.campaign(touch)]?.name ?? null)
}

/** Everything known of one person, in the order of time, as the lifecycle reads it. */
export function historyOf(
  person: number,
  collected: Collected,
  parts: readonly Part[],
  stagePosition: ReadonlyMap<string, number>,
  isPossible: (at: Instant) => boolean,
): History {
  const { people, accounts, deals, touches } = collected
  const entry = people[person]!
  const evidence: DatedEvidence[] = []
  for (const touch of touches.of(person)) {
    evidence.push(evidenceOf(collected, touch))
  }
  for (const { stage, occurredAt, source, reason = null } of entry.reported) {
    const from = { source, reason, actorId: null }
    const row = { personId: String(person), stage, ...from, occurredAt, recordedAt: TOGETHER }
    evidence.push(reportedEvidence(row, stagePosition.get(stage) ?? stagePosition.size))
  }
  for (const { deal, implicit } of parts) evidence.push(...dealEvidence(person, deal, deals[deal]!, implicit))
  return {
    person: personFacts(entry),
    account: accountFacts(accounts[entry.account]),
    evidence: evidence.filter((one) => isPossible(one.occurredAt)).sort(byTime),
  }
}

/** Rows of a folder are all known at once, so nothing was recorded before anything else. */
const TOGETHER = 0

function dealEvidence(person: number, index: number, deal: DealEntry, implicit: boolean): DatedEvidence[] {
  const { status, stage, amountMinor, currency, lostReason, createdAt, closedAt, moves } = deal
  const id = String(index).padStart(10, '0')
  return opportunityEvidence(
    {
      personId: String(person),
      id,
      status,
      stage,
      amountMinor,
      currency,
      lostReason,
      occurredAt: createdAt,
      closedAt,
      recordedAt: TOGETHER,
      implicit,
    },
    moves.map((move) => ({
      opportunityId: id,
      toStage: move.stage,
      amountMinor: null,
      occurredAt: move.occurredAt,
      recordedAt: TOGETHER,
    })),
  )
}

function personFacts(entry: PersonEntry): PersonFacts {
  return {
    email: entry.email,
    domain: emailDomain(entry.email ?? undefined) ?? null,
    jobTitle: entry.jobTitle,
    country: entry.country,
    source: entry.source,
    attributes: entry.attributes,
    suppressed: String(entry.attributes.unsubscribed) === 'true',
  }
}

function accountFacts(entry: AccountEntry | undefined): AccountFacts | null {
  if (!entry) return null
  const { name, domain, industry, employees, country, region, attributes } = entry
  const annualRevenue = wholeUnits(entry.annualRevenueMinor, entry.currency)
  return { name, domain, industry, employees, annualRevenue, country, region, attributes }
}
