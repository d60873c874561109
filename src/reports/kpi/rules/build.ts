import type { Instant } from '#platform/kernel/instant.ts'
import { isAttempt, isContact } from '#records/touches/rules/evidence.ts'
import { decisionOf } from './decisions.ts'
import type { CycleFact, HandOffFact, OpportunityFact, ResponseFact } from './facts.ts'
import type { StageLine } from './frame.ts'
import type { Counting, Crediting, HandOffRow, MoveRow, PersonRow, RecordSet } from './records.ts'
import { counts, isMarketingTouch, type TouchFact } from './touches.ts'

const DAY_MS = 86_400_000

/**
 * Builds the facts of cycles, hand-offs, opportunities and responses from records in memory; the database builds the same by itself.
 */
export function buildFacts(
  records: RecordSet,
  counting: Counting,
): {
  cycles: CycleFact[]
  handOffs: HandOffFact[]
  opportunities: OpportunityFact[]
  responses: ResponseFact[]
} {
  const touches = touchesByPerson(records.touches)
  const context: Context = {
    channels: counting.channels,
    isHandRaise: counting.isHandRaise,
    touches,
    people: new Map(records.people.map((person) => [person.id, person])),
    teamOf: (sellerId) => (sellerId === null ? null : (records.teams.get(sellerId) ?? null)),
    sourceOf: (person) =>
      person
        ? (person.source ?? touches.get(person.id)?.find((touch) => counts(touch))?.channel ?? null)
        : null,
  }
  return {
    cycles: buildCycles(records.moves, counting.stages, context),
    handOffs: (records.handOffs ?? []).map((row) => handOffFact(row, context)),
    opportunities: buildOpportunities(records, counting.crediting, context),
    responses: [...touches].flatMap(([personId, list]) => buildResponses(personId, list, context)),
  }
}

interface Context extends Pick<Counting, 'channels' | 'isHandRaise'> {
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

function handOffFact(row: HandOffRow, context: Context): HandOffFact {
  const person = context.people.get(row.personId)
  return {
    personId: row.personId,
    cycle: row.cycle,
    decided: decisionOf(row),
    source: context.sourceOf(person),
    campaignId: row.campaignId,
    team: context.teamOf(row.sellerId ?? person?.sellerId ?? null),
  }
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
  return {
    firstTouchAt: touches[0]?.at ?? null,
    firstTouchSide: touches[0]?.side ?? null,
    recentFirstSide: recent[0]?.side ?? null,
    marketingTouches: recent.filter(isMarketingTouch).length,
  }
}

function buildResponses(personId: string, touches: readonly TouchFact[], context: Context): ResponseFact[] {
  const facts: ResponseFact[] = []
  const person = context.people.get(personId)
  for (const raise of touches.filter(context.isHandRaise)) {
    const attempt =
      touches.find((touch) => touch.at >= raise.at && isAttempt(touch, context.channels))?.at ?? null
    // A second request while the first is still unanswered belongs to the first: its clock never restarts.
    if (facts.at(-1) && facts.at(-1)!.firstAttemptAt === attempt) continue
    facts.push({
      touchId: raise.id,
      personId,
      raisedAt: raise.at,
      firstAttemptAt: attempt,
      firstContactAt: touches.find((touch) => touch.at >= raise.at && isContact(touch))?.at ?? null,
      sellerId: person?.sellerId ?? null,
      team: context.teamOf(person?.sellerId ?? null),
      source: context.sourceOf(person),
      campaignId: raise.campaignId,
    })
  }
  return facts
}
