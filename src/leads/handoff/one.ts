import type { z } from 'zod'
import type { TimeSpan } from '#platform/kernel/business-time.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import { disputeOfHandOff } from './dispute-store.ts'
import { type Seen, seenOf, soonOf, spansOf } from './items.ts'
import { listedByIds, pauseEvents, readBy } from './list-store.ts'
import { type Reader, readerOf } from './reader.ts'
import { beforeDue, clockStanding, splitTime, usedBetween } from './rules/clocks.ts'
import { isOpen, type OfferDetail } from './rules/ledger.ts'
import { attemptWords, eventWords, whyMe } from './rules/words.ts'
import type { HandOff, HandOffClock, HandOffEvent, TimeSplit } from './schema.ts'
import { memberNames, sellerNames } from './seller-store.ts'
import { type EventRow, eventsOf, type HandOffRow, handOffsOf } from './store.ts'
import { undoableEvent } from './undo.ts'

type Whole = z.output<typeof HandOff>
type Clock = z.output<typeof HandOffClock>

/** One hand-off with everything about it. */
export async function wholeHandOff(context: Context, handOffId: string): Promise<Whole> {
  const { tx, workspaceId, now } = context
  const reader = await readerOf(context)
  const [seen] = await seenOf(context, reader, await listedByIds(tx, workspaceId, [handOffId]))
  if (!seen) throw new Problem(notFound, 'Look the hand-off up in the list.')
  const { row, terms, item } = seen
  const ledger = (await eventsOf(tx, workspaceId, [row.id])).get(row.id)!
  const siblings = await handOffsOf(tx, workspaceId, row.personId)
  const cycle = siblings.filter((one) => one.cycle === row.cycle && one.sequence <= row.sequence)
  const pauses = await pausesOf(context, cycle)
  const offer = ledger[0]!.detail as unknown as OfferDetail
  const { followUp, reasons } = terms.document
  return {
    ...item,
    whyMe: whyMe(offer.because, offer.skipped),
    skipped: [...offer.skipped],
    leadClock: leadClock(seen, pauses, now),
    ownerClock: ownerClock(seen, now),
    outsideHours: row.outsideHours,
    time: timeOf(row, cycle[0] ?? row, pauses, now),
    followUp: {
      ...followUp,
      steps: seen.steps,
      resolved: seen.resolved,
      contacted: row.contactedAt !== null,
    },
    note: row.note,
    pauseReason: row.pauseReason,
    opportunityId: row.opportunityId,
    agreementVersion: row.agreementVersion,
    read: await readBy(tx, workspaceId, row.personId, isOpen(row) ? now : row.stateAt),
    events: await eventList(context, ledger, seen),
    undoable: undoableOf(ledger, reader, item.mine, siblings.at(-1)!.id === row.id, now),
    dispute: await disputeOfHandOff(tx, workspaceId, row.id),
    reasons: { reject: reasons.reject, recycle: reasons.recycle, disqualify: reasons.disqualify },
  }
}

function undoableOf(
  ledger: readonly EventRow[],
  { userId }: Reader,
  mine: boolean,
  isLatest: boolean,
  now: Instant,
): string | null {
  return mine ? (undoableEvent(ledger, userId, now, isLatest)?.id ?? null) : null
}

/** @param pauses of the whole cycle, whoever had the lead */
function leadClock({ row, terms, leadDueAt }: Seen, pauses: readonly TimeSpan[], now: Instant): Clock {
  const time = terms.time(row.clock, row.calendar)
  const { leadStartedAt: startedAt, withinMs, leadAttemptedAt: metAt } = row
  const soonAt = beforeDue(time, startedAt, leadDueAt, withinMs / 4)
  const standing = clockStanding(row, { due: leadDueAt, attemptedAt: metAt, soonAt }, now)
  return {
    startedAt,
    dueAt: leadDueAt,
    standing,
    metAt,
    withinMs,
    usedMs: used(time, startedAt, metAt, row, pauses, now),
  }
}

function ownerClock({ row, terms, pauses }: Seen, now: Instant): Clock {
  const time = terms.time(row.clock, row.calendar, row.away)
  const { offeredAt: startedAt, dueAt, withinMs, attemptedAt: metAt } = row
  const standing = clockStanding(row, { due: dueAt, attemptedAt: metAt, soonAt: soonOf(row, terms) }, now)
  return {
    startedAt,
    dueAt,
    standing,
    metAt,
    withinMs,
    usedMs: used(time, startedAt, metAt, row, pauses, now),
  }
}

/** Time used until the evidence, the end or now, without what was spent waiting for the customer. */
function used(
  time: Parameters<typeof usedBetween>[0],
  from: Instant,
  metAt: Instant | null,
  row: Seen['row'],
  pauses: readonly TimeSpan[],
  now: Instant,
): number {
  const until = metAt ?? (isOpen(row) ? now : row.stateAt)
  const paused = pauses.reduce(
    (sum, pause) => sum + usedBetween(time, Math.max(from, pause.from), Math.min(until, pause.to)),
    0,
  )
  return Math.max(0, usedBetween(time, from, until) - paused)
}

/** What was spent waiting for the customer over some hand-offs of a cycle, in order. */
async function pausesOf(
  { tx, workspaceId, now }: Context,
  cycle: readonly HandOffRow[],
): Promise<TimeSpan[]> {
  const events = await pauseEvents(
    tx,
    workspaceId,
    cycle.map((one) => one.id),
  )
  return cycle.flatMap((one) => {
    const own = events.filter((event) => event.handOffId === one.id)
    return spansOf(own, isOpen(one) ? now : one.stateAt)
  })
}

/** Who had the lead, over all hand-offs of the cycle. */
function timeOf(
  row: HandOffRow,
  first: HandOffRow,
  pauses: readonly TimeSpan[],
  now: Instant,
): z.output<typeof TimeSplit> {
  const until = row.leadAttemptedAt ?? (isOpen(row) ? now : row.stateAt)
  return splitTime({ startedAt: row.leadStartedAt, offeredAt: first.offeredAt, until }, pauses)
}

async function eventList(
  { tx, workspaceId }: Context,
  ledger: readonly EventRow[],
  { terms }: Seen,
): Promise<z.output<typeof HandOffEvent>[]> {
  const undone = new Set(ledger.map((event) => event.undoesId))
  const members = await memberNames(tx, workspaceId, [
    ...new Set(ledger.flatMap((event) => event.actorId ?? [])),
  ])
  const sellerIds = ledger.flatMap(({ detail }) =>
    [detail.sellerId, detail.toSellerId].filter((id) => typeof id === 'string'),
  )
  const sellers = await sellerNames(tx, workspaceId, sellerIds)
  const { reject, recycle, disqualify } = terms.document.reasons
  const reasons = [...reject, ...recycle, ...disqualify]
  const about = ({ kind, detail }: EventRow): string | null => {
    if (kind === 'offered') return `to ${sellers.get(String(detail.sellerId)) ?? 'nobody yet'}`
    if (kind === 'reassigned' || kind === 'expired')
      return detail.toSellerId
        ? `now with ${sellers.get(String(detail.toSellerId)) ?? 'somebody else'}`
        : null
    if (kind === 'attempted' || kind === 'contacted') return attemptWords(String(detail.touch))
    if (kind === 'escalated') return `to ${ESCALATED[String(detail.to)] ?? 'the manager'}`
    if (kind === 'accepted') return detail.byDefault === true ? 'by default, after nobody answered' : null
    if (kind === 'paused') return String(detail.reason)
    if (kind === 'settled') return String(detail.outcome)
    if (typeof detail.reason === 'string')
      return reasons.find((one) => one.key === detail.reason)?.name ?? detail.reason
    return null
  }
  const shown = ledger.filter((event) => event.kind !== 'undone')
  return shown
    .map((event) => ({
      id: event.id,
      kind: event.kind,
      occurredAt: event.occurredAt,
      actorName: event.actorId ? (members.get(event.actorId) ?? 'A former member') : null,
      summary: eventWords(event.kind, about(event)),
      note: typeof event.detail.note === 'string' ? event.detail.note : null,
      undone: undone.has(event.id),
    }))
    .reverse()
}

const ESCALATED: Readonly<Record<string, string>> = {
  owner: 'the owner',
  manager: 'the manager',
  sales_leader: 'the sales leader',
  marketing_leader: 'the marketing leader',
}
