import { type Context, notFound, Problem, readCursor, writeCursor } from '#platform/operation/index.ts'
import { refused } from './acting.ts'
import { handOffTaken } from './contract.ts'
import {
  disputeOf,
  disputeRow,
  disputeRows,
  insertDispute,
  type ListedDispute,
  lockDispute,
  saveSettlement,
} from './dispute-store.ts'
import type { Place } from './list-store.ts'
import { nextByRules, offerNext } from './next-seller.ts'
import { PlaceInList } from './places.ts'
import { readerOf } from './reader.ts'
import { recordOne } from './record.ts'
import { refusalOf } from './rules/actions.ts'
import { eventsThatHold } from './rules/ledger.ts'
import { type SaidStage, unsayStage } from './stages.ts'
import { eventsOf, type HandOffRow, handOffOf, handOffsOf, leadStandingOf, lockHandOffs } from './store.ts'
import { type Terms, termsByVersion } from './terms.ts'

/** Rejections that marketing contests, the open ones first. */
export async function disputes(
  { tx, workspaceId }: Context,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const after = readCursor(PlaceInList, cursor) ?? null
  const rows = await disputeRows(tx, workspaceId, { after, limit: limit + 1 })
  const terms = await termsByVersion(tx, workspaceId)
  const items = rows.slice(0, limit).map((row) => named(row, terms))
  const last = rows.length > limit ? items.at(-1)! : null
  return { items, nextCursor: last && writeCursor(PlaceInList, placeOf(last)) }
}

const placeOf = ({
  id,
  outcome,
  settledAt,
  raisedAt,
}: Pick<ListedDispute, 'id' | 'outcome' | 'settledAt' | 'raisedAt'>): Place => ({
  rank: outcome === 'open' ? 1 : 0,
  at: settledAt ?? raisedAt,
  id,
})

async function disputeNamed({ tx, workspaceId }: Context, id: string) {
  return named(await disputeRow(tx, workspaceId, id), await termsByVersion(tx, workspaceId))
}

/** A contested rejection with the reason in the words of its agreement. */
function named({ reason, agreementVersion, ...row }: ListedDispute, terms: (version: number) => Terms) {
  const { reject } = terms(agreementVersion).document.reasons
  const name = reject.find((one) => one.key === reason)?.name ?? reason
  return { ...row, reason: reason && name ? { key: reason, name } : null }
}

/** Contests a rejection; once for each. */
export async function dispute(context: Context, handOffId: string, note: string) {
  const { tx, workspaceId, now } = context
  if (!(await handOffOf(tx, workspaceId, handOffId)))
    throw new Problem(notFound, 'Look the hand-off up in the list.')
  const { userId } = await readerOf(context)
  const [row] = await lockHandOffs(tx, workspaceId, [handOffId])
  const refusal = refusalOf('dispute', row!)
  if (refusal) throw await refused(context, row!, refusal)
  const id = await insertDispute(tx, workspaceId, { handOffId, note, raisedBy: userId, raisedAt: now })
  if (!id) throw new Problem(handOffTaken, 'This rejection is contested already.')
  const happening = {
    kind: 'disputed' as const,
    occurredAt: now,
    actorId: userId,
    detail: { disputeId: id, note },
  }
  await recordOne(tx, workspaceId, row!, [happening], now)
  context.audit({ subject: row!.personId, summary: 'Contested a rejection' })
  return disputeNamed(context, id)
}

interface Settlement {
  disputeId: string
  outcome: 'upheld' | 'overturned'
  answer: string
}

/** Both leaders' answer is final; an overturned rejection is offered again. */
export async function settle(context: Context, { disputeId, outcome, answer }: Settlement) {
  const { tx, workspaceId, now } = context
  const seen = await disputeOf(tx, workspaceId, disputeId)
  if (!seen) throw new Problem(notFound, 'Look it up in the list of contested rejections.')
  const { userId } = await readerOf(context)
  const [row] = await lockHandOffs(tx, workspaceId, [seen.handOffId])
  const found = await lockDispute(tx, workspaceId, disputeId)
  if (found?.outcome !== 'open') throw new Problem(handOffTaken, 'It is settled already.')
  await saveSettlement(tx, workspaceId, disputeId, { outcome, answer, settledBy: userId, settledAt: now })
  const detail = { disputeId, outcome, answer }
  const settled = await recordOne(
    tx,
    workspaceId,
    row!,
    [{ kind: 'settled', occurredAt: now, actorId: userId, detail }],
    now,
  )
  if (outcome === 'overturned') await offerAgain(context, settled, userId)
  const word = outcome === 'upheld' ? 'upheld' : 'overturned'
  context.audit({ subject: row!.personId, summary: `Contested rejection ${word}` })
  return disputeNamed(context, disputeId)
}

/** The rejection counts no more: the person is where they were, and the rules choose a seller; not when they came back since. */
async function offerAgain(context: Context, row: HandOffRow, userId: string): Promise<void> {
  const { tx, workspaceId, now } = context
  const { personId, cycle } = row
  const latest = (await handOffsOf(tx, workspaceId, personId)).at(-1)!
  if (latest.id !== row.id) return
  const ledger = (await eventsOf(tx, workspaceId, [row.id])).get(row.id)!
  const rejection = eventsThatHold(ledger).findLast((event) => event.kind === 'rejected')
  const said = rejection?.detail.stage as SaidStage | undefined
  if (said) await unsayStage(tx, workspaceId, { ...said, personId, actorId: userId }, now)
  const standing = await leadStandingOf(tx, workspaceId, personId)
  if (standing?.cycle !== cycle) return
  const next = await nextByRules(tx, workspaceId, row, [], now)
  const terms = (await termsByVersion(tx, workspaceId))(row.agreementVersion)
  await offerNext(tx, workspaceId, row, next, terms, { now, actorId: null })
}
