import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { insertOffers, type Offer } from './insert-offers.ts'
import { mergedAway } from './outcome-store.ts'
import { recordOne } from './record.ts'
import { isOpen } from './rules/ledger.ts'
import { type HandOffRow, handOffsOf, leadStandingOf, lockHandOffs, lockPeople } from './store.ts'
import { termsByVersion } from './terms.ts'
import { cancelTimers } from './timer-store.ts'

/**
 * Hands over what somebody had of a person who was folded into another: the survivor gets the hand-off with its clocks, unless they
 * have one themselves.
 */
export async function followMerges(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  for (const { handOffId, survivorId } of await mergedAway(tx, workspaceId, personIds)) {
    await lockPeople(tx, workspaceId, [survivorId])
    const [row] = await lockHandOffs(tx, workspaceId, [handOffId])
    if (!row || !isOpen(row)) continue
    const detail = { toSellerId: row.sellerId, note: 'Merged with another record of the same person' }
    const happening = { kind: 'reassigned' as const, occurredAt: now, actorId: null, detail }
    await recordOne(tx, workspaceId, row, [happening], now)
    await moveTo(tx, workspaceId, row, survivorId, now)
  }
}

async function moveTo(
  tx: Tx,
  workspaceId: string,
  row: HandOffRow,
  personId: string,
  now: Instant,
): Promise<void> {
  const theirs = await handOffsOf(tx, workspaceId, personId)
  const cycle = (await leadStandingOf(tx, workspaceId, personId))?.cycle ?? row.cycle
  if (theirs.some(isOpen) || cycle === 0) return
  const terms = (await termsByVersion(tx, workspaceId))(row.agreementVersion)
  const sequence = Math.max(0, ...theirs.filter((one) => one.cycle === cycle).map((one) => one.sequence)) + 1
  const { sellerId, agreementVersion, handRaise, causeId, campaignId, responseTime, withinMs, clock } = row
  const { calendar, leadStartedAt, leadDueAt, leadAttemptedAt, leadAttemptTouchId, dueAt } = row
  const offer: Offer = {
    ...{
      personId,
      cycle,
      sequence,
      sellerId,
      agreementVersion,
      handRaise,
      causeId,
      campaignId,
      responseTime,
    },
    ...{ withinMs, clock, calendar, leadStartedAt, leadDueAt, leadAttemptedAt, leadAttemptTouchId },
    ...{ decisionId: null, ownerDueAt: dueAt, because: 'Had another record of this person', skipped: [] },
  }
  const [made] = await insertOffers(tx, workspaceId, [offer], terms, now)
  if (row.acceptedAt === null) return
  const detail = { byDefault: row.acceptedByDefault }
  const accepted = { kind: 'accepted' as const, occurredAt: row.acceptedAt, actorId: row.acceptedBy, detail }
  await recordOne(tx, workspaceId, made!, [accepted], now)
  await cancelTimers(tx, workspaceId, [made!.id], now, ['expiry'])
}
