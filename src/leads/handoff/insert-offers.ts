import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { eventOf, tell } from './record.ts'
import { dueAfter } from './rules/clocks.ts'
import { type OfferDetail, offered } from './rules/ledger.ts'
import type { ClockKind } from './rules/states.ts'
import { timersOf } from './rules/timers.ts'
import { absencesOf } from './seller-store.ts'
import { type HandOffRow, insertEvents, insertHandOffs } from './store.ts'
import type { Terms } from './terms.ts'
import { armTimers } from './timer-store.ts'

/** A hand-off to be made. What depends on when the seller is away follows, unless the owner clock runs already. */
export type Offer = Omit<OfferDetail, 'away' | 'ownerDueAt'> & Partial<Pick<OfferDetail, 'ownerDueAt'>>

/**
 * Makes hand-offs with their ledgers and timers, under the terms they began with.
 *
 * @param actorId user who gave it; null: the agreement's rules
 */
export async function insertOffers(
  tx: Tx,
  workspaceId: string,
  offers: readonly Offer[],
  terms: Terms,
  now: Instant,
  actorId: string | null = null,
): Promise<HandOffRow[]> {
  const sellerIds = offers.flatMap(({ sellerId }) => sellerId ?? [])
  const absences = await absencesOf(tx, workspaceId, [...new Set(sellerIds)], now)
  const made = offers.map((offer) => {
    const away = absences.get(offer.sellerId ?? '') ?? []
    const time = terms.time(offer.clock, offer.calendar, away)
    const detail: OfferDetail = { ownerDueAt: dueAfter(time, now, offer.withinMs), ...offer, away }
    const event = eventOf({ kind: 'offered', occurredAt: now, actorId, detail: { ...detail } }, 1, now)
    const row: HandOffRow = { ...offered(event), workspaceId, id: newId(now) }
    return { row, event }
  })
  await insertHandOffs(
    tx,
    made.map(({ row }) => row),
  )
  await insertEvents(
    tx,
    workspaceId,
    made.map(({ row, event }) => ({ ...event, handOffId: row.id })),
  )
  await armTimers(
    tx,
    workspaceId,
    made.flatMap(({ row }) => plannedFor(row, terms)),
  )
  await tell(tx, workspaceId, made, now)
  return made.map(({ row }) => row)
}

/** The timers of a hand-off that begins, by the agreement it began under. */
function plannedFor(row: HandOffRow, terms: Terms) {
  const time = (clock: ClockKind) => terms.time(clock, row.calendar, row.away)
  const { offeredAt, dueAt, sellerId, id } = row
  return timersOf(terms.plan, { offeredAt, dueAt, hasSeller: sellerId !== null }, time).map((timer) => ({
    ...timer,
    handOffId: id,
  }))
}
