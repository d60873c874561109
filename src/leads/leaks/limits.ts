import { type AgreementDocument, agreementInForce, durationMs } from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { openTime } from '#platform/kernel/business-time.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Limits } from './found-store.ts'
import { ACTIVE_FOR_MS, overdueSince, silentAfterMs } from './rules/limits.ts'

/** Where each leak begins, by the agreement in force. */
export async function limitsAt(
  tx: Tx,
  workspaceId: string,
  now: Instant,
): Promise<{ limits: Limits; document: AgreementDocument }> {
  const { document } = await agreementInForce(tx, workspaceId, now)
  return { document, limits: limitsOf(document, now) }
}

function limitsOf(document: AgreementDocument, now: Instant): Limits {
  const { handOff, stages, followUp } = document
  const keys = stages.filter(({ kind }) => kind !== 'exit').map(({ key }) => key)
  const exits = stages.filter(({ kind }) => kind === 'exit')
  const recycled = exits.find(({ key }) => key === 'recycled') ?? exits.find(({ reentry }) => reentry)
  return {
    now,
    from: handOff.from,
    beforeWork: keys.slice(0, keys.indexOf(handOff.to) + 1),
    recycled: recycled ? [recycled.key] : [],
    channels: followUp.channels,
    silentBefore: now - silentAfterMs(followUp),
    raisedBefore: raisedBefore(document, now),
    activeSince: now - ACTIVE_FOR_MS,
  }
}

/** Whoever raised a hand before it should have been tried by now. */
function raisedBefore({ handOff, calendars, routing }: AgreementDocument, now: Instant): Instant {
  const promise = handOff.responseTimes.find((one) => one.handRaise !== false) ?? handOff.responseTimes[0]!
  const withinMs = durationMs(promise.within) ?? 0
  if (promise.clock === 'elapsed') return overdueSince(null, withinMs, now)
  const key = promise.calendar ?? routing.pools[0]?.calendar
  const calendar = calendars.find((one) => one.key === key) ?? calendars[0]!
  const open = openTime(calendar)
  return overdueSince(open.weeklyMs > 0 ? open : null, withinMs, now)
}
