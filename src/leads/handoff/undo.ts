import { enqueue } from '#platform/jobs/index.ts'
import { MINUTE } from '#platform/kernel/instant.ts'
import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import { removeContact, withdrawOpportunity } from '#records/deals/index.ts'
import { notTheirs } from './acting.ts'
import { cannotUndo } from './contract.ts'
import { isTheirs, type Reader, readerOf } from './reader.ts'
import { eventsThatHold } from './rules/ledger.ts'
import type { HandOffEventKind } from './rules/states.ts'
import { follow, type SaidStage, unsayStage } from './stages.ts'
import { type EventRow, eventsOf, type HandOffRow, handOffOf, handOffsOf, lockHandOffs } from './store.ts'
import { restoreTimers, takeBack } from './take-back.ts'
import { TOUCH_WITHDRAWAL } from './withdrawal.ts'

/** How long what was done can be taken back. */
const UNDO_WITHIN = 10 * MINUTE

const UNDOABLE: readonly HandOffEventKind[] = [
  'accepted',
  'attempted',
  'contacted',
  'paused',
  'rejected',
  'recycled',
  'disqualified',
  'converted',
]

/** Events that change nothing of what was done: they do not stand in the way. */
const TOLD: readonly HandOffEventKind[] = ['reminded', 'escalated', 'moved']

/** The last event of a hand-off that a member may take back now; `null` when there is none. */
export function undoableEvent(
  ledger: readonly EventRow[],
  userId: string,
  now: number,
  isLatest: boolean,
): EventRow | null {
  const last = eventsThatHold(ledger).findLast((event) => !TOLD.includes(event.kind)) as EventRow | undefined
  if (!last || !isLatest || !UNDOABLE.includes(last.kind) || last.actorId !== userId) return null
  return now - last.recordedAt <= UNDO_WITHIN ? last : null
}

/** Takes back what was done last, with everything that was written because of it. */
export async function undo(context: Context, handOffId: string, eventId: string): Promise<HandOffRow> {
  const { tx, workspaceId, now } = context
  const reader = await readerOf(context)
  const seen = await handOffOf(tx, workspaceId, handOffId)
  if (!seen) throw new Problem(notFound, 'Look the hand-off up in the list.')
  if (!isTheirs(reader, seen)) throw await notTheirs(context, seen)
  const [row] = await lockHandOffs(tx, workspaceId, [handOffId])
  const ledger = (await eventsOf(tx, workspaceId, [handOffId])).get(handOffId)!
  const all = await handOffsOf(tx, workspaceId, row!.personId)
  const last = undoableEvent(ledger, reader.userId, now, all.at(-1)!.id === handOffId)
  if (last?.id !== eventId) throw new Problem(cannotUndo, whyNot(ledger, eventId, reader, now))
  // what one touch showed, an attempt and a contact, goes together
  const going = last.touchId ? ledger.filter((event) => event.touchId === last.touchId) : [last]
  const after = await takeBack(tx, workspaceId, { row: row!, ledger, going, actorId: reader.userId }, now)
  await undoEffects(context, after, last, reader)
  await restoreTimers(tx, workspaceId, row!, after, now)
  context.audit({ subject: row!.personId, summary: `Took back: ${last.kind}` })
  return after
}

function whyNot(ledger: readonly EventRow[], eventId: string, { userId }: Reader, now: number): string {
  const asked = ledger.find((event) => event.id === eventId)
  if (!asked) return 'There is no such event.'
  if (asked.actorId !== userId) return 'Only who did it can take it back.'
  if (now - asked.recordedAt > UNDO_WITHIN) return 'It can be taken back for ten minutes only.'
  return 'Something else has followed from it.'
}

/** What else an event had written: a stage, an opportunity, a touch. */
async function undoEffects(
  { tx, workspaceId, now }: Context,
  { personId }: HandOffRow,
  event: EventRow,
  { userId }: Reader,
): Promise<void> {
  const said = event.detail.stage as SaidStage | undefined
  if (said) await unsayStage(tx, workspaceId, { ...said, personId, actorId: userId }, now)
  if (event.kind === 'converted') {
    const { opportunityId, opened, added } = event.detail as {
      opportunityId: string
      opened: boolean
      added: boolean
    }
    if (opened && !(await withdrawOpportunity(tx, workspaceId, opportunityId)))
      throw new Problem(cannotUndo, 'The opportunity has been worked on since.')
    if (!opened && added) await removeContact(tx, workspaceId, { opportunityId, personId })
    await follow(tx, workspaceId, personId, now)
  }
  if (event.touchId)
    await enqueue(tx, {
      workspaceId,
      kind: TOUCH_WITHDRAWAL,
      payload: { touchId: event.touchId, userId, personId },
      runAt: now,
    })
}
