import { type ResponseTimeHeld, type RoutingDecision, routingFor } from '#leads/routing/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { setOwners } from '#records/people/index.ts'
import { type Candidate, campaignsOf, candidatesAmong } from './candidate-store.ts'
import { formersWhoStay } from './former.ts'
import { insertOffers, type Offer } from './insert-offers.ts'
import { dueAfter } from './rules/clocks.ts'
import { loadsOf, type SellerRow } from './seller-store.ts'
import { type HandOffRow, liveSinceOf, lockPeople } from './store.ts'
import { type Terms, termsAt } from './terms.ts'

type Loads = Awaited<ReturnType<typeof loadsOf>>

/**
 * Offers those of some people to sellers who stand at the stage that is handed over, came there since the workspace is live and
 * were not offered in this cycle yet. Runs in the caller's transaction; run twice it does nothing more.
 *
 * @returns the hand-offs made
 * @example await handOffQualified(tx, workspaceId, personIds, now) // after recomputeIn
 */
export async function handOffQualified(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<HandOffRow[]> {
  return offerAmong(tx, workspaceId, { personIds, always: false }, now)
}

/** As `handOffQualified`; with `always` also those who came to the stage before the workspace was live. */
export async function offerAmong(
  tx: Tx,
  workspaceId: string,
  { personIds, always }: { personIds: readonly string[]; always: boolean },
  now: Instant,
): Promise<HandOffRow[]> {
  if (personIds.length === 0) return []
  const terms = await termsAt(tx, workspaceId, now)
  const asked = { stage: terms.document.handOff.from, always }
  const seen = await candidatesAmong(tx, workspaceId, { ...asked, personIds })
  if (seen.length === 0) return []
  const locked = await lockPeople(
    tx,
    workspaceId,
    seen.map((one) => one.personId),
  )
  const candidates = await candidatesAmong(tx, workspaceId, { ...asked, personIds: locked })
  return offerAll(tx, workspaceId, candidates, terms, now)
}

async function offerAll(
  tx: Tx,
  workspaceId: string,
  candidates: readonly Candidate[],
  terms: Terms,
  now: Instant,
): Promise<HandOffRow[]> {
  if (candidates.length === 0) return []
  const live = (await liveSinceOf(tx, workspaceId)) ?? Number.NEGATIVE_INFINITY
  const personIds = candidates.map(({ personId }) => personId)
  const routing = await routingFor(tx, workspaceId, personIds, now)
  const begun = candidates
    .filter(({ personId }) => routing.has(personId))
    .map((candidate) => {
      const start = beginning(candidate, live)
      return { ...start, candidate, response: routing.responseTime(candidate.personId, start.handRaise) }
    })
  const campaigns = await campaignsOf(tx, workspaceId, begun)
  const staying = await formersWhoStay(tx, workspaceId, begun, terms, now)
  const routed = begun.filter(({ personId }) => !staying.has(personId))
  const asked = routed.map(({ personId, handRaise, candidate: { cycle } }) => ({
    personId,
    cycle,
    handRaise,
  }))
  const loads = async () => {
    const found = await loadsToday(tx, workspaceId, terms, now)
    for (const { id } of staying.values()) count(found, id)
    return found
  }
  const decisions = await routing.route(asked, loads)
  const offers = begun.map((one) => {
    const decision = decisions[routed.indexOf(one)] ?? null
    const campaignId = campaigns.get(one.personId) ?? null
    return offerOf({ ...one, campaignId, former: staying.get(one.personId) ?? null, decision }, terms)
  })
  const rows = await insertOffers(tx, workspaceId, offers, terms, now)
  await ownPeople(tx, workspaceId, offers)
  return rows
}

/** When the lead clock began: with the stage, or with a hand-raise of somebody who stood there before the workspace was live. */
function beginning({ personId, enteredAt, handRaiseAt, causeId, actor }: Candidate, live: Instant) {
  const raisedLater = enteredAt < live && handRaiseAt !== null && handRaiseAt >= live
  return {
    personId,
    causeId: raisedLater ? null : causeId,
    at: raisedLater ? handRaiseAt : enteredAt,
    handRaise: raisedLater || actor === 'qualification.handRaise',
  }
}

/** What each seller has at hand, and got since midnight in the agreement's time zone. */
async function loadsToday(tx: Tx, workspaceId: string, { document }: Terms, now: Instant): Promise<Loads> {
  const calendar = calendarOf(document.timeZone)
  return loadsOf(tx, workspaceId, calendar.startOf(calendar.dayOf(now)))
}

/** What each seller has at hand now, and got since midnight. */
export async function loadsNow(tx: Tx, workspaceId: string, now: Instant): Promise<Loads> {
  return loadsToday(tx, workspaceId, await termsAt(tx, workspaceId, now), now)
}

/** Counts an offer that is about to be made. */
function count(loads: Loads, sellerId: string): void {
  const { open, today } = loads.get(sellerId) ?? { open: 0, today: 0 }
  loads.set(sellerId, { open: open + 1, today: today + 1 })
}

interface ToOffer extends ReturnType<typeof beginning> {
  candidate: Candidate
  campaignId: string | null
  response: ResponseTimeHeld
  former: SellerRow | null
  /** null: the former seller stays */
  decision: RoutingDecision | null
}

function offerOf(
  { candidate, at, response, former, decision, personId, causeId, handRaise, campaignId }: ToOffer,
  terms: Terms,
): Offer {
  const calendar = response.calendar ?? calendarOfPool(terms, decision)
  const time = terms.time(response.clock, calendar)
  return {
    ...{ personId, causeId, handRaise, campaignId, cycle: candidate.cycle, sequence: 1 },
    sellerId: former?.id ?? decision?.sellerId ?? null,
    decisionId: decision?.id ?? null,
    responseTime: response.key,
    withinMs: response.withinMs,
    clock: response.clock,
    calendar,
    agreementVersion: terms.version,
    leadStartedAt: at,
    leadDueAt: dueAfter(time, at, response.withinMs),
    leadAttemptedAt: null,
    leadAttemptTouchId: null,
    because: former ? `Had this person before: ${former.name}` : (decision?.because ?? ''),
    skipped: (decision?.skipped ?? []).map(({ name, why }) => ({ name, why })),
  }
}

/** The calendar of the pool that was chosen from, else the first of the agreement. */
function calendarOfPool({ document }: Terms, decision: Pick<RoutingDecision, 'pool'> | null): string | null {
  const pool = document.routing.pools.find((one) => one.key === decision?.pool?.key)
  return pool?.calendar ?? document.calendars[0]?.key ?? null
}

/** The seller to whom a person was offered owns the person from then on. */
export async function ownPeople(
  tx: Tx,
  workspaceId: string,
  offers: readonly Pick<Offer, 'personId' | 'sellerId'>[],
): Promise<void> {
  await setOwners(
    tx,
    workspaceId,
    offers.flatMap(({ personId, sellerId }) => (sellerId ? [{ personId, sellerId }] : [])),
  )
}
