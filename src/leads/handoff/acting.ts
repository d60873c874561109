import { type Context, notFound, Problem, type ProblemKind } from '#platform/operation/index.ts'
import { handOffTaken, notYours, unknownReason } from './contract.ts'
import { isTheirs, type Reader, readerOf } from './reader.ts'
import { type Action, type Refusal, refusalOf } from './rules/actions.ts'
import { eventsThatHold } from './rules/ledger.ts'
import type { HandOffEventKind } from './rules/states.ts'
import { memberNames, sellerOf } from './seller-store.ts'
import { eventsOf, type HandOffRow, handOffOf, lockHandOffs } from './store.ts'
import { type Terms, termsAt, termsByVersion } from './terms.ts'

/** A hand-off that somebody works on: locked, theirs, and in a state in which the action is possible. */
export interface Acting {
  row: HandOffRow
  reader: Reader
  /** those it began under: clocks and reasons */
  terms: Terms
  /** those in force now: stages and tracks, since the lifecycle goes by them */
  current: Terms
}

/**
 * Locks a hand-off for an action of the caller.
 *
 * @throws {Problem} not found, not theirs, or 409 that says who was faster and when
 */
export async function actOn(context: Context, handOffId: string, action: Action): Promise<Acting> {
  const { tx, workspaceId, now } = context
  const reader = await readerOf(context)
  const seen = await handOffOf(tx, workspaceId, handOffId)
  if (!seen) throw new Problem(notFound, 'Look the hand-off up in the list.')
  if (!isTheirs(reader, seen)) throw await notTheirs(context, seen)
  const [row] = await lockHandOffs(tx, workspaceId, [handOffId])
  const refusal = refusalOf(action, row!)
  if (refusal) throw await refused(context, row!, refusal)
  const terms = (await termsByVersion(tx, workspaceId))(row!.agreementVersion)
  return { row: row!, reader, terms, current: await termsAt(tx, workspaceId, now) }
}

/** Whose it is, said to somebody else. */
export async function notTheirs({ tx, workspaceId }: Context, row: HandOffRow): Promise<Problem> {
  const owner = row.sellerId ? await sellerOf(tx, workspaceId, row.sellerId) : null
  const detail = owner
    ? `${owner.name} has it. They, their manager, operations or an administrator can act.`
    : 'Nobody has it yet. A manager, operations or an administrator can give it to somebody.'
  return new Problem(notYours, detail)
}

const LAST: Record<Refusal, readonly HandOffEventKind[]> = {
  accepted_already: ['accepted'],
  accept_first: [],
  work_began: ['attempted'],
  closed: ['rejected', 'recycled', 'disqualified', 'converted', 'qualified', 'expired', 'reassigned'],
  paused_already: ['paused'],
  not_paused: ['resumed'],
  not_rejected: [],
}

const ADVICE: Record<Refusal, string> = {
  accepted_already: 'Nothing is left to accept.',
  accept_first: 'It is not accepted yet: accept it first, or reject it.',
  work_began: 'Work on it has begun: recycle or disqualify it instead.',
  closed: 'Nothing more can be done with it.',
  paused_already: 'It waits for the customer already.',
  not_paused: 'It does not wait for the customer.',
  not_rejected: 'Only a rejection can be contested, once.',
}

/** A refusal that says who did what, and when. */
export async function refused(context: Context, row: HandOffRow, refusal: Refusal): Promise<Problem> {
  const { tx, workspaceId } = context
  const ledger = eventsThatHold((await eventsOf(tx, workspaceId, [row.id])).get(row.id) ?? [])
  const last = ledger.findLast((event) => LAST[refusal].includes(event.kind))
  if (!last) return new Problem(handOffTaken, ADVICE[refusal])
  const names = await memberNames(tx, workspaceId, last.actorId ? [last.actorId] : [])
  const who = last.actorId ? (names.get(last.actorId) ?? 'Somebody') : 'The agreement'
  const when = new Date(last.occurredAt).toISOString().slice(0, 16).replace('T', ' ')
  return new Problem(
    handOffTaken,
    `${who} ${DONE[last.kind] ?? 'changed'} it on ${when} UTC. ${ADVICE[refusal]}`,
  )
}

const DONE: Partial<Record<HandOffEventKind, string>> = {
  accepted: 'accepted',
  attempted: 'began to work on',
  paused: 'paused',
  resumed: 'resumed',
  rejected: 'rejected',
  recycled: 'recycled',
  disqualified: 'disqualified',
  converted: 'converted',
  qualified: 'qualified',
  expired: 'let expire',
  reassigned: 'gave away',
}

/** The name of a reason of an agreement: the one the hand-off began under, for what is done with it. */
export function requireReason(
  { document }: Terms,
  list: 'reject' | 'recycle' | 'disqualify' | 'reopen',
  key: string,
): { key: string; name: string } {
  const reasons = document.reasons[list]
  const found = reasons.find((reason) => reason.key === key)
  if (found) return found
  throw new Problem(
    unknownReason satisfies ProblemKind,
    `Choose one of ${reasons.map((one) => one.key).join(', ')}.`,
  )
}
