import type { z } from 'zod'
import type { TimeSpan } from '#platform/kernel/business-time.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Context } from '#platform/operation/index.ts'
import { countsForFollowUp, isAttempt } from '#records/touches/index.ts'
import { type AttemptRow, attemptsOf, type ListedRow, type PauseRow, pauseEvents } from './list-store.ts'
import { isTheirs, type Reader } from './reader.ts'
import { clockStanding, soonFrom } from './rules/clocks.ts'
import { followUpSteps, nextStep, type OwedStep } from './rules/follow-up.ts'
import { isOpen } from './rules/ledger.ts'
import type { ClockKind } from './rules/states.ts'
import { reminderInstants } from './rules/timers.ts'
import { whyNow } from './rules/words.ts'
import type { HandOffItem } from './schema.ts'
import { type HandOffRow, rowsById } from './store.ts'
import { type Terms, termsByVersion } from './terms.ts'

/** A hand-off with everything its place in a list follows from. */
export interface Seen {
  row: HandOffRow
  terms: Terms
  pauses: TimeSpan[]
  /** lead clock due, pauses included */
  leadDueAt: Instant
  attempts: AttemptRow[]
  steps: OwedStep[]
  resolved: boolean
  item: z.output<typeof HandOffItem>
}

/** Completes listed rows, in their order. */
export async function seenOf(
  context: Context,
  reader: Reader,
  listed: readonly ListedRow[],
): Promise<Seen[]> {
  const { tx, workspaceId, now } = context
  const ids = listed.map((row) => row.id)
  const rows = await rowsById(tx, workspaceId, ids)
  const attempts = await attemptsOf(tx, workspaceId, ids)
  const pauses = await pauseEvents(tx, workspaceId, ids)
  const terms = await termsByVersion(tx, workspaceId)
  return listed.flatMap((one) => {
    const row = rows.get(one.id)
    if (!row) return []
    const own = pauses.filter((event) => event.handOffId === row.id)
    const version = terms(row.agreementVersion)
    return [
      see({ row, listed: one, attempts: attempts.get(row.id)!, pauses: own, terms: version, reader, now }),
    ]
  })
}

interface Loaded {
  row: HandOffRow
  listed: ListedRow
  attempts: AttemptRow[]
  pauses: PauseRow[]
  terms: Terms
  reader: Reader
  now: Instant
}

function see({ row, listed, attempts, pauses, terms, reader, now }: Loaded): Seen {
  const { followUp } = terms.document
  const made = attempts.filter((touch) => isAttempt(touch, followUp.channels))
  const spans = spansOf(pauses, isOpen(row) ? now : row.stateAt)
  const counted = made.filter((touch) => countsForFollowUp(touch, followUp.channels))
  const from = { from: row.acceptedAt ?? row.offeredAt, responseDueAt: row.dueAt }
  const steps = followUpSteps(followUp, from, counted, spans)
  const resolved = row.contactedAt !== null || !isOpen(row)
  const owed = row.state === 'offered' || resolved || row.pausedAt !== null ? null : nextStep(steps)
  const leadDueAt = pauses.findLast((event) => event.kind === 'resumed')?.leadDueAt ?? row.leadDueAt
  const item: Seen['item'] = {
    ...whoIs(row, listed, reader),
    ...promiseOf(row, terms, now),
    why: whyNow(causeOf(listed), row.handRaise),
    attempts: made.length,
    followUpDueAt: owed?.dueAt ?? null,
    grade: listed.grade ?? 'D4',
    fit: listed.fit ?? 0,
    engagement: listed.engagement ?? 0,
    reason: reasonOf(row, terms),
  }
  return { row, terms, pauses: spans, leadDueAt, attempts: made, steps, resolved, item }
}

function whoIs(row: HandOffRow, listed: ListedRow, reader: Reader) {
  const { personId, personName, email, jobTitle, accountId, accountName, sellerName } = listed
  const { id, sellerId, cycle, sequence, state, stateAt, handRaise, offeredAt } = row
  return {
    ...{ id, personId, personName, email, jobTitle, accountId, accountName, sellerId, sellerName },
    sellerWithheld: false,
    ...{ cycle, sequence, state, stateAt, handRaise, offeredAt, mine: isTheirs(reader, row) },
  }
}

function promiseOf(row: HandOffRow, terms: Terms, now: Instant) {
  const { responseTimes } = terms.document.handOff
  const name = responseTimes.find((one) => one.key === row.responseTime)?.name ?? row.responseTime
  const { clock, dueAt, attemptedAt, pausedUntil } = row
  const standing = clockStanding(row, { due: dueAt, attemptedAt, soonAt: soonOf(row, terms) }, now)
  return { responseTime: { key: row.responseTime, name }, clock, dueAt, standing, attemptedAt, pausedUntil }
}

/** From when on the response of this hand-off is nearly due. */
export function soonOf(row: HandOffRow, terms: Terms): Instant | null {
  const { offeredAt, dueAt, withinMs } = row
  const time = (clock: ClockKind) => terms.time(clock, row.calendar, row.away)
  const reminders = reminderInstants(terms.plan, { offeredAt, dueAt }, time).filter((at) => at !== null)
  return soonFrom(time(row.clock), { startedAt: offeredAt, due: dueAt, withinMs }, reminders)
}

const causeOf = ({ causeKind, causeSubject, campaignName }: ListedRow) =>
  causeKind === null ? null : { kind: causeKind, subject: causeSubject, campaign: campaignName }

/** The reason that stands on a closed hand-off, by its name in the agreement. */
function reasonOf({ state, reason }: HandOffRow, { document }: Terms) {
  if (reason === null) return null
  const { reject, recycle, disqualify } = document.reasons
  const first =
    { rejected: reject, recycled: recycle, disqualified: disqualify }[state as 'rejected'] ?? reject
  const found = [...first, ...reject, ...recycle, ...disqualify].find((one) => one.key === reason)
  return { key: reason, name: found?.name ?? reason }
}

/** Pauses as stretches of time; one whose end is not written ends when it was to, `until` at the latest. */
export function spansOf(
  events: readonly Pick<PauseRow, 'kind' | 'occurredAt' | 'endsAt'>[],
  until: Instant,
): TimeSpan[] {
  const spans: { from: Instant; to: Instant }[] = []
  for (const { kind, occurredAt, endsAt } of events) {
    const latest = Math.min(endsAt ?? until, until)
    if (kind === 'paused') spans.push({ from: occurredAt, to: Math.max(occurredAt, latest) })
    else if (spans.length > 0) spans.at(-1)!.to = occurredAt
  }
  return spans
}
