import { giveBackTurn, type RoutingDecision, routingFor } from '#leads/routing/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { insertOffers, type Offer } from './insert-offers.ts'
import { loadsNow, ownPeople } from './offer.ts'
import { beginPause, leadClockAtEnd } from './pause.ts'
import type { HandOffRow } from './store.ts'
import type { Terms } from './terms.ts'

/** Who gets a hand-off next, and why; nobody: a manager has to choose. */
export interface Next {
  sellerId: string | null
  decisionId: string | null
  because: string
  skipped: readonly { name: string; why: string }[]
}

/** Asks the rules for another seller, leaving out those who had it in this cycle. */
export async function nextByRules(
  tx: Tx,
  workspaceId: string,
  { personId, cycle }: Pick<HandOffRow, 'personId' | 'cycle'>,
  excluding: readonly string[],
  now: Instant,
): Promise<Next> {
  const routing = await routingFor(tx, workspaceId, [personId], now)
  const [decision] = await routing.route([{ personId, cycle, excluding }], () =>
    loadsNow(tx, workspaceId, now),
  )
  return routedTo(decision!)
}

/** The next one by a decision that was taken. */
export const routedTo = ({ id, sellerId, because, skipped }: RoutingDecision): Next => ({
  sellerId,
  decisionId: id,
  because,
  skipped: skipped.map(({ name, why }) => ({ name, why })),
})

/**
 * Offers the cycle to the next seller: the lead clock runs on, the owner clock begins anew under the terms the first began with. A pause that
 * ran when it was given on goes on.
 *
 * @param former ended by now
 */
export async function offerNext(
  tx: Tx,
  workspaceId: string,
  former: HandOffRow,
  next: Next,
  terms: Terms,
  { now, actorId }: { now: Instant; actorId: string | null },
): Promise<HandOffRow> {
  const { personId, cycle, agreementVersion, handRaise, causeId, campaignId, responseTime, withinMs } = former
  const { clock, calendar, leadStartedAt, leadAttemptedAt, leadAttemptTouchId } = former
  const { leadDueAt, waiting } = await leadClockAtEnd(tx, workspaceId, former, terms)
  const offer: Offer = {
    ...{ personId, cycle, agreementVersion, handRaise, causeId, campaignId, responseTime, withinMs },
    ...{ clock, calendar, leadStartedAt, leadDueAt, leadAttemptedAt, leadAttemptTouchId },
    ...next,
    sequence: former.sequence + 1,
  }
  const [row] = await insertOffers(tx, workspaceId, [offer], terms, now, actorId)
  await ownPeople(tx, workspaceId, [offer])
  if (former.decisionId) await giveBackTurn(tx, workspaceId, former.decisionId, now)
  return waiting && former.state === 'reassigned' ? beginPause(tx, workspaceId, row!, waiting, now) : row!
}
