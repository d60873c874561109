import { lifecycle, type Transition, type VersionInForce } from '#leads/lifecycle/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import {
  buildFacts,
  type Counting,
  type CycleFact,
  FIELDS,
  type KpiFacts,
  type RecordSet,
} from '#reports/kpi/index.ts'
import type { Collected } from './entries.ts'
import { historyOf, type Part, partsByPerson } from './history.ts'

type Moves = RecordSet['moves']

/** What the rules of the agreement make of a folder. */
export interface Computed {
  cycles: CycleFact[]
  opportunities: KpiFacts['opportunities']
  responses: KpiFacts['responses']
  /** by person: how they first qualified; nobody who never did */
  qualified: Map<number, Qualified>
}

/** The instant a person first qualified, and the touch that did it: infinite where a source says so or a deal was opened. */
export interface Qualified {
  person: number
  at: Instant
  touch: number
}

/** What it is computed under. */
export interface Terms extends Counting {
  versions: readonly VersionInForce[]
  /** key of the stage at which a person has qualified */
  qualifiedStage: string
  isPossible(at: Instant): boolean
  /** 0-1, called now and then */
  onProgress(share: number): void
}

const PEOPLE_AT_ONCE = 2_000
const DEALS_AT_ONCE = 500

/** Runs scoring, lifecycle and crediting over everybody, a few thousand at a time so that memory does not grow with touches. */
export function compute(collected: Collected, terms: Terms): Computed {
  const parts = partsByPerson(collected)
  const computed: Computed = { cycles: [], opportunities: [], responses: [], qualified: new Map() }
  const teams = new Map(collected.sellers.map(({ team }, index) => [String(index), team]))
  const all = collected.people.length + collected.deals.length
  for (let from = 0; from < collected.people.length; from += PEOPLE_AT_ONCE) {
    const people = range(from, Math.min(from + PEOPLE_AT_ONCE, collected.people.length))
    const moves = people.flatMap((person) => {
      const transitions = follow(person, collected, parts.get(person) ?? [], terms)
      const entry = transitions.find(({ toStage }) => toStage === terms.qualifiedStage)
      if (entry) computed.qualified.set(person, qualifiedBy(person, entry))
      return movesOf(person, transitions)
    })
    const built = build(collected, people, [], moves, teams, terms)
    computed.cycles.push(...built.cycles)
    computed.responses = [...computed.responses, ...built.responses]
    terms.onProgress(from / all)
  }
  const byAccount = peopleByAccount(collected)
  for (let from = 0; from < collected.deals.length; from += DEALS_AT_ONCE) {
    const deals = range(from, Math.min(from + DEALS_AT_ONCE, collected.deals.length))
    const people = new Set(deals.flatMap((deal) => involved(deal, collected, byAccount)))
    const built = build(collected, [...people], deals, [], teams, terms)
    computed.opportunities = [...computed.opportunities, ...built.opportunities]
    terms.onProgress((collected.people.length + from) / all)
  }
  return computed
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

function follow(person: number, collected: Collected, parts: readonly Part[], terms: Terms): Transition[] {
  const { versions, isPossible } = terms
  const history = historyOf(person, collected, parts, versions.at(-1)!.position, isPossible)
  return lifecycle(history, versions).transitions
}

/** Rules move people by their touches only; what a source says and the moves of a deal are no touch. */
function qualifiedBy(person: number, { occurredAt, actorKind, causeId }: Transition): Qualified {
  const touch = actorKind === 'rule' ? Number(causeId) : Number.POSITIVE_INFINITY
  return { person, at: occurredAt, touch }
}

function movesOf(person: number, transitions: readonly Transition[]): Moves {
  return transitions.map(({ cycle, fromStage, toStage, occurredAt, inferred, agreementVersion }) => ({
    personId: String(person),
    cycle,
    fromStage,
    toStage,
    at: occurredAt,
    inferred,
    agreementVersion,
  }))
}

/** People by account position. */
export function peopleByAccount({ people }: Pick<Collected, 'people'>): Map<number, number[]> {
  const byAccount = new Map<number, number[]>()
  people.forEach(({ account }, person) => {
    if (account < 0) return
    const list = byAccount.get(account)
    if (list) list.push(person)
    else byAccount.set(account, [person])
  })
  return byAccount
}

/** The people whose touches can speak for a deal: its contacts and everybody at its account. */
export function involved(
  deal: number,
  collected: Collected,
  byAccount: ReadonlyMap<number, number[]>,
): number[] {
  const { contacts, account } = collected.deals[deal]!
  return [...new Set([...contacts.map(({ person }) => person), ...(byAccount.get(account) ?? [])])]
}

function build(
  { people, deals, touches }: Collected,
  somePeople: readonly number[],
  someDeals: readonly number[],
  moves: Moves,
  teams: RecordSet['teams'],
  terms: Terms,
) {
  const id = (index: number) => (index < 0 ? null : String(index))
  const records: RecordSet = {
    people: somePeople.map((person) => {
      const { source, seller, account } = people[person]!
      return { id: String(person), source, sellerId: id(seller), accountId: id(account) }
    }),
    opportunities: someDeals.map((deal) => {
      const { status, amountMinor, currency, createdAt, closedAt, seller, account, origin, contacts } =
        deals[deal]!
      return {
        id: String(deal),
        status,
        amountMinor,
        currency,
        createdAt,
        closedAt,
        sellerId: id(seller),
        accountId: id(account),
        origin,
        contacts: contacts.map(({ person, isPrimary }) => ({ personId: String(person), isPrimary })),
      }
    }),
    touches: somePeople.flatMap((person) =>
      Array.from(touches.of(person))
        .filter((touch) => terms.isPossible(touches.at(touch)))
        .map((touch) => touches.fact(touch)),
    ),
    moves,
    teams,
  }
  return buildFacts(records, terms)
}

/** How complete each field is that the measures keep an eye on. */
export function fieldCounts({ people, accounts, deals, touches }: Collected): KpiFacts['trust']['fields'] {
  const count = (record: keyof typeof FIELDS, rows: number, filled: (field: string) => number) =>
    FIELDS[record].map((field) => ({ record, field, filled: filled(field), total: rows }))
  const has = (value: unknown) => value !== null && value !== undefined && value !== '' && value !== -1
  const of =
    <Entry extends object>(list: readonly Entry[]) =>
    (field: string) =>
      list.reduce((sum, entry) => sum + (has(entry[field as keyof Entry]) ? 1 : 0), 0)
  const ofDeals = (list: Collected['deals']) => (field: string) =>
    field === 'contacts'
      ? list.filter(({ contacts }) => contacts.length > 0).length
      : of(list)(field === 'amount' ? 'amountMinor' : field)
  const open = deals.filter(({ status }) => status === 'open')
  const closed = deals.filter(({ status }) => status !== 'open')
  const marketing = touches.marketingCounts()
  return [
    ...count('person', people.length, of(people)),
    ...count('account', accounts.length, of(accounts)),
    ...count('opportunity', deals.length, ofDeals(deals)),
    ...count('open_opportunity', open.length, ofDeals(open)),
    ...count('closed_opportunity', closed.length, ofDeals(closed)),
    ...count('marketing_touch', marketing.touches, (field) =>
      field === 'channel' ? marketing.withChannel : marketing.withCampaign,
    ),
  ]
}
