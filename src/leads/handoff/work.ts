import { newId } from '#platform/kernel/ids.ts'
import { type Instant, MINUTE } from '#platform/kernel/instant.ts'
import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import { recordTouches } from '#records/touches/index.ts'
import { actOn } from './acting.ts'
import { notInThePast } from './contract.ts'
import { ACTIVITY_LOGGED } from './events.ts'
import { handOffQualified } from './offer.ts'
import { beginPause, rearmAfterPause, resumption } from './pause.ts'
import { personExists } from './people-store.ts'
import { type Reader, readerOf } from './reader.ts'
import { recordOne } from './record.ts'
import type { AttemptKind } from './rules/states.ts'
import { follow } from './stages.ts'
import { stopClocks } from './stop-clocks.ts'
import { type HandOffRow, handOffOf } from './store.ts'
import { cancelTimers } from './timer-store.ts'

/** What is logged: a call, a mail, a meeting, a message, a note. */
export interface Logged {
  kind: AttemptKind
  note?: string | undefined
  occurredAt?: Instant | undefined
  reached: boolean
}

/** Clocks of browsers run a little ahead of ours. */
const AHEAD = MINUTE

/** Logs an attempt on a hand-off: a touch like any other, which stops the clocks. */
export async function attempt(context: Context, handOffId: string, logged: Logged): Promise<HandOffRow> {
  const { tx, workspaceId } = context
  const { row, reader } = await actOn(context, handOffId, 'attempt')
  await log(context, row.personId, logged, { reader, sellerId: reader.seller?.id ?? row.sellerId })
  return (await handOffOf(tx, workspaceId, row.id))!
}

/** Logs what a seller did with any person. */
export async function logOn(context: Context, personId: string, logged: Logged) {
  const { tx, workspaceId } = context
  if (!(await personExists(tx, workspaceId, personId)))
    throw new Problem(notFound, 'Look the person up in the list of leads.')
  const reader = await readerOf(context)
  return log(context, personId, logged, { reader, sellerId: reader.seller?.id ?? null })
}

/** Logs what the reader did with a person, with what follows from it. */
export async function log(
  context: Context,
  personId: string,
  { kind, note, occurredAt, reached }: Logged,
  { reader, sellerId }: { reader: Reader; sellerId: string | null },
): Promise<{ touchId: string; stoppedClock: boolean }> {
  const { tx, workspaceId, now } = context
  if (occurredAt !== undefined && occurredAt > now + AHEAD)
    throw new Problem(notInThePast, 'Log it once it has happened.')
  const touchId = newId(now)
  await recordTouches(
    tx,
    workspaceId,
    [
      {
        id: touchId,
        personId,
        campaignId: null,
        sellerId,
        kind: kind === 'call' && reached ? 'call_connected' : kind,
        side: 'sales',
        direction: 'outbound',
        channel: null,
        subject: note?.slice(0, 200) || null,
        machine: false,
        attributes: { loggedBy: reader.userId, ...(note ? { note } : {}), ...(reached ? { reached } : {}) },
        occurredAt: Math.min(occurredAt ?? now, now),
        source: 'accord',
        dedupeKey: touchId,
      },
    ],
    now,
  )
  await follow(tx, workspaceId, personId, now)
  const stopped = await stopClocks(tx, workspaceId, [personId], now, { touchId, userId: reader.userId })
  await handOffQualified(tx, workspaceId, [personId], now)
  await context.announce(ACTIVITY_LOGGED, { personIds: [personId], touchId, kind })
  context.audit({ subject: personId, summary: `Logged: ${kind.replaceAll('_', ' ')}` })
  return { touchId, stoppedClock: stopped.length > 0 }
}

/** The clock stands still until an instant, because the customer is waited for. */
export async function pause(
  context: Context,
  handOffId: string,
  { until, reason }: { until: Instant; reason: string },
): Promise<HandOffRow> {
  const { tx, workspaceId, now } = context
  const { row, reader } = await actOn(context, handOffId, 'pause')
  if (until <= now) throw new Problem(notInThePast, 'Wait until an instant that lies ahead.')
  const after = await beginPause(tx, workspaceId, row, { until, reason, actorId: reader.userId }, now)
  context.audit({ subject: row.personId, summary: `Waits for the customer: ${reason}` })
  return after
}

/** The clock runs on before the pause ends by itself. */
export async function resume(context: Context, handOffId: string): Promise<HandOffRow> {
  const { tx, workspaceId, now } = context
  const { row, reader, terms } = await actOn(context, handOffId, 'resume')
  const happening = await resumption(tx, workspaceId, row, { at: now, actorId: reader.userId }, terms)
  const after = await recordOne(tx, workspaceId, row, [happening], now)
  await cancelTimers(tx, workspaceId, [row.id], now, ['resume'])
  await rearmAfterPause(tx, workspaceId, after, { from: row.pausedAt!, to: now }, terms)
  context.audit({ subject: row.personId, summary: 'No longer waits for the customer' })
  return after
}
