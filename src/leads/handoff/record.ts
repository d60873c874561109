import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { announceAll } from '#platform/outbox/index.ts'
import { ANNOUNCED } from './events.ts'
import { applied, type HandOffEventFacts, isOpen } from './rules/ledger.ts'
import type { HandOffEventKind } from './rules/states.ts'
import { type HandOffRow, insertEvents, saveHandOffs } from './store.ts'
import { cancelTimers } from './timer-store.ts'

/** Something that happens to a hand-off, before it has its place in the ledger. */
export interface Happening {
  kind: HandOffEventKind
  occurredAt: Instant
  /** user id; null: the agreement's own rules */
  actorId: string | null
  detail?: Record<string, unknown>
  touchId?: string | null
  undoesId?: string | null
}

/** What happens to one locked hand-off. */
export interface Happenings {
  row: HandOffRow
  happenings: readonly Happening[]
}

/**
 * Writes what happened to the ledger, brings the hand-offs in line with it, cancels the timers of those that ended and announces
 * it; answers the hand-offs as they are then.
 */
export async function record(
  tx: Tx,
  workspaceId: string,
  changes: readonly Happenings[],
  now: Instant,
): Promise<HandOffRow[]> {
  const written: (HandOffEventFacts & { handOffId: string })[] = []
  const rows = changes.map(({ row, happenings }) =>
    happenings.reduce((after, happening) => {
      const event = eventOf(happening, after.events + 1, now)
      written.push({ ...event, handOffId: row.id })
      return applied(after, event)
    }, row),
  )
  await insertEvents(tx, workspaceId, written)
  await saveHandOffs(tx, workspaceId, rows)
  const ended = rows.filter((row) => !isOpen(row)).map((row) => row.id)
  await cancelTimers(tx, workspaceId, ended, now)
  const byId = new Map(rows.map((row) => [row.id, row]))
  await tell(
    tx,
    workspaceId,
    written.map((event) => ({ row: byId.get(event.handOffId)!, event })),
    now,
  )
  return rows
}

/** The same for one hand-off. */
export async function recordOne(
  tx: Tx,
  workspaceId: string,
  row: HandOffRow,
  happenings: readonly Happening[],
  now: Instant,
): Promise<HandOffRow> {
  const [after] = await record(tx, workspaceId, [{ row, happenings }], now)
  return after!
}

/** A happening with its place in the ledger. */
export function eventOf(happening: Happening, number: number, now: Instant): HandOffEventFacts {
  const { kind, occurredAt, actorId, detail = {}, touchId = null, undoesId = null } = happening
  return { id: newId(now), number, kind, occurredAt, recordedAt: now, actorId, detail, touchId, undoesId }
}

/** An event with its hand-off as it is after all that happened to it. */
interface Happened {
  row: HandOffRow
  event: HandOffEventFacts
}

/** Announces events of hand-offs to the flow; an attempt from before its offer was told when it was somebody else's. */
export async function tell(
  tx: Tx,
  workspaceId: string,
  happened: readonly Happened[],
  now: Instant,
): Promise<void> {
  const told = happened.filter(
    ({ row, event: { kind, occurredAt } }) =>
      (ANNOUNCED as readonly HandOffEventKind[]).includes(kind) &&
      !(kind === 'attempted' && occurredAt < row.offeredAt),
  )
  await announceAll(tx, workspaceId, told.map(announcementOf), now)
}

function announcementOf({ row, event: { id, kind, actorId, occurredAt, detail } }: Happened) {
  const { personId, cycle, sequence, sellerId, handRaise, dueAt, agreementVersion } = row
  return {
    event: `handoff.${kind}`,
    payload: {
      handOffId: row.id,
      eventId: id,
      personId,
      cycle,
      sequence,
      sellerId,
      handRaise,
      dueAt,
      agreementVersion,
      actorId,
      occurredAt,
      ...detail,
    },
  }
}
