import type { Instant } from '#platform/kernel/instant.ts'
import type { CycleFact, OpportunityFact, ResponseFact } from './facts.ts'
import type { StageLine } from './frame.ts'
import {
  counts,
  isHandRaise,
  isHumanAttempt,
  isMarketingTouch,
  isSalesActivity,
  isTwoWayContact,
  type TouchFact,
} from './touches.ts'

/** A move between stages, as the lifecycle ledger has it; moves that were taken back are not passed in. */
export interface MoveRow {
  personId: string
  cycle: number
  fromStage: string | null
  toStage: string
  at: Instant
  inferred: boolean
  agreementVersion: number
}

export interface PersonRow {
  id: string
  /** original source as the CRM states it */
  source: string | null
  sellerId: string | null
  accountId: string | null
}

export interface OpportunityRow {
  id: string
  status: 'open' | 'won' | 'lost'
  amountMinor: number | null
  currency: string | null
  createdAt: Instant | null
  closedAt: Instant | null
  sellerId: string | null
  accountId: string | null
  origin: string | null
  contacts: readonly { personId: string; isPrimary: boolean }[]
}

/** Records in memory that facts are built from. */
export interface RecordSet {
  people: readonly PersonRow[]
  opportunities: readonly OpportunityRow[]
  /** in the order they were recorded, which decides between equal instants */
  touches: readonly TouchFact[]
  moves: readonly MoveRow[]
  /** seller id to team */
  teams: ReadonlyMap<string, string | null>
}

/** How opportunities are credited, from the agreement. */
export interface Crediting {
  /** explicit: touches of people with a contact role; implicit: of every person of the account */
  mode: 'explicit' | 'implicit'
  lookbackDays: number
  /** values of the origin field that count as marketing, compared without regard to case */
  marketingOrigins: readonly string[]
}

const DAY_MS = 86_400_000

/**
 * Builds the facts of cycles, opportunities and responses from records in memory; the database builds the same by itself.
 *
 * @param stages of the agreement; decides which moves are exits
 */
export function buildFacts(
  records: RecordSet,
  stages: readonly StageLine[],
  crediting: Crediting,
): { cycles: CycleFact[]; opportunities: OpportunityFact[]; responses: ResponseFact[] } {
  const touches = touchesByPerson(records.touches)
  const context: Context = {
    touches,
    people: new Map(records.people.map((person) => [person.id, person])),
    teamOf: (sellerId) => (sellerId === null ? null : (records.teams.get(sellerId) ?? null)),
    sourceOf: (person) =>
      person
        ? (person.source ?? touches.get(person.id)?.find((touch) => counts(touch))?.channel ?? null)
        : null,
  }
  return {
    cycles: buildCycles(records.moves, stages, context),
    opportunities: buildOpportunities(records, crediting, context),
    responses: [...touches].flatMap(([personId, list]) => buildResponses(personId, list, context)),
  }
}

interface Context {
  touches: ReadonlyMap<string, TouchFact[]>
  people: ReadonlyMap<string, PersonRow>
  teamOf(sellerId: string | null): string | null
  sourceOf(person: PersonRow | undefined): string | null
}

function touchesByPerson(touches: readonly TouchFact[]): Map<string, TouchFact[]> {
  const byPerson = new Map<string, TouchFact[]>()
  for (const touch of touches) {
    const list = byPerson.get(touch.personId)
    if (list) list.push(touch)
    else byPerson.set(touch.personId, [touch])
  }
  for (const list of byPerson.values()) list.sort((a, b) => a.at - b.at)
  return byPerson
}

function buildCycles(moves: readonly MoveRow[], stages: readonly StageLine[], context: Context): CycleFact[] {
  const exits = new Set(stages.filter((stage) => stage.kind === 'exit').map((stage) => stage.key))
  const byPerson = new Map<string, Map<number, MoveRow[]>>()
  for (const move of moves) {
    const cycles = byPerson.get(move.personId) ?? new Map<number, MoveRow[]>()
    byPerson.set(move.personId, cycles)
    cycles.set(move.cycle, [...(cycles.get(move.cycle) ?? []), move])
  }
  const facts: CycleFact[] = []
  for (const [personId, cycles] of byPerson) {
    const person = context.people.get(personId)
    let after: Instant | null = null
    for (const [cycle, list] of [...cycles].sort(([a], [b]) => a - b)) {
      const forward = list.filter((move) => !exits.has(move.toStage))
      const left = list.find((move) => exits.has(move.toStage))
      facts.push({
        personId,
        cycle,
        enteredAt: Object.fromEntries(forward.map((move) => [move.toStage, move.at])),
        inferred: forward.filter((move) => move.inferred).map((move) => move.toStage),
        exit: left ? { stage: left.toStage, fromStage: left.fromStage, at: left.at } : null,
        source: context.sourceOf(person),
        campaignId: campaignBetween(context.touches.get(personId) ?? [], after, left?.at ?? null),
        sellerId: person?.sellerId ?? null,
        team: context.teamOf(person?.sellerId ?? null),
        versions: Object.fromEntries(forward.map((move) => [move.toStage, move.agreementVersion])),
      })
      after = left?.at ?? after
    }
  }
  return facts
}

function campaignBetween(
  touches: readonly TouchFact[],
  after: Instant | null,
  until: Instant | null,
): string | null {
  const first = touches.find(
    (touch) =>
      touch.campaignId !== null &&
      counts(touch) &&
      (after === null || touch.at > after) &&
      (until === null || touch.at <= until),
  )
  return first?.campaignId ?? null
}

function buildOpportunities(records: RecordSet, crediting: Crediting, context: Context): OpportunityFact[] {
  const origins = new Set(crediting.marketingOrigins.map((origin) => origin.trim().toLowerCase()))
  const byAccount = new Map<string, string[]>()
  for (const person of records.people) {
    if (person.accountId === null) continue
    const colleagues = byAccount.get(person.accountId)
    if (colleagues) colleagues.push(person.id)
    else byAccount.set(person.accountId, [person.id])
  }
  return records.opportunities.map((row) => {
    const people =
      crediting.mode === 'explicit'
        ? row.contacts.map((contact) => contact.personId)
        : (byAccount.get(row.accountId ?? '') ?? [])
    const touches = people
      .flatMap((id) => context.touches.get(id) ?? [])
      .filter((touch) => row.createdAt !== null && touch.at <= row.createdAt && counts(touch))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    const { contacts, ...own } = row
    const primary = [...contacts].sort(
      (a, b) => Number(b.isPrimary) - Number(a.isPrimary) || (a.personId < b.personId ? -1 : 1),
    )[0]
    return {
      ...own,
      team: context.teamOf(row.sellerId),
      originIsMarketing: row.origin === null ? null : origins.has(row.origin.trim().toLowerCase()),
      source: (primary && context.sourceOf(context.people.get(primary.personId))) ?? row.origin,
      campaignId: touches.find((touch) => touch.campaignId !== null)?.campaignId ?? null,
      ...touchSummary(touches, row.createdAt, crediting.lookbackDays),
    }
  })
}

function touchSummary(touches: readonly TouchFact[], createdAt: Instant | null, lookbackDays: number) {
  const recent = touches.filter((touch) => touch.at >= (createdAt ?? 0) - lookbackDays * DAY_MS)
  const marketing = recent.filter(isMarketingTouch)
  return {
    firstTouchAt: touches[0]?.at ?? null,
    firstTouchSide: touches[0]?.side ?? null,
    firstMarketingTouchAt: marketing[0]?.at ?? null,
    firstSalesTouchAt: recent.find(isSalesActivity)?.at ?? null,
    marketingTouches: marketing.length,
  }
}

function buildResponses(personId: string, touches: readonly TouchFact[], context: Context): ResponseFact[] {
  const facts: ResponseFact[] = []
  const person = context.people.get(personId)
  for (const raise of touches.filter(isHandRaise)) {
    const attempt = touches.find((touch) => touch.at >= raise.at && isHumanAttempt(touch))?.at ?? null
    // A second request while the first is still unanswered belongs to the first: its clock never restarts.
    if (facts.at(-1) && facts.at(-1)!.firstAttemptAt === attempt) continue
    facts.push({
      touchId: raise.id,
      personId,
      raisedAt: raise.at,
      firstAttemptAt: attempt,
      firstContactAt: touches.find((touch) => touch.at >= raise.at && isTwoWayContact(touch))?.at ?? null,
      sellerId: person?.sellerId ?? null,
      team: context.teamOf(person?.sellerId ?? null),
      source: context.sourceOf(person),
      campaignId: raise.campaignId,
    })
  }
  return facts
}
