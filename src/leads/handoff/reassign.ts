import { sellersIn } from '#leads/routing/index.ts'
import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import { notTheirs } from './acting.ts'
import { notYours, unknownSeller } from './contract.ts'
import { type Next, nextByRules, offerNext } from './next-seller.ts'
import { isTheirs, manages, type Reader, readerOf } from './reader.ts'
import { recordOne } from './record.ts'
import { refusalOf } from './rules/actions.ts'
import type { SellerRow } from './seller-store.ts'
import { type HandOffRow, handOffsOf, lockHandOffs } from './store.ts'
import { termsByVersion } from './terms.ts'

interface Asked {
  handOffIds: readonly string[]
  sellerId?: string | undefined
  note?: string | undefined
}

/**
 * Gives hand-offs to another seller, or has the rules choose. The lead clock runs on, the owner clock begins anew, and the pool gets
 * the turn back. What is closed, or with that seller already, stays as it is.
 */
export async function reassign(
  context: Context,
  { handOffIds, sellerId, note }: Asked,
): Promise<{ reassigned: number; unchanged: number }> {
  const { tx, workspaceId, now } = context
  const reader = await readerOf(context)
  const to = sellerId === undefined ? null : await sellerThere(context, sellerId)
  const ids = [...new Set(handOffIds)]
  const rows = await lockHandOffs(tx, workspaceId, ids)
  if (rows.length < ids.length) throw new Problem(notFound, 'One of them is not there any more.')
  for (const row of rows) await requireMayGive(context, reader, row, to)
  const moving = rows.filter((row) => refusalOf('reassign', row) === null && (!to || row.sellerId !== to.id))
  const terms = await termsByVersion(tx, workspaceId)
  let reassigned = 0
  for (const row of moving) {
    const next = to ? givenBy(context, to) : await chosen(context, row)
    if (next.sellerId === null || next.sellerId === row.sellerId) continue
    const detail = { toSellerId: next.sellerId, note: note || null }
    const happening = { kind: 'reassigned' as const, occurredAt: now, actorId: reader.userId, detail }
    const former = await recordOne(tx, workspaceId, row, [happening], now)
    const by = { now, actorId: reader.userId }
    await offerNext(tx, workspaceId, former, next, terms(row.agreementVersion), by)
    reassigned += 1
  }
  context.audit({
    summary: `Gave ${reassigned} hand-offs to ${to?.name ?? 'others by the rules'}`,
    detail: { handOffIds: ids },
  })
  return { reassigned, unchanged: ids.length - reassigned }
}

/** A seller to whom something can be given. */
async function sellerThere({ tx, workspaceId }: Context, sellerId: string): Promise<SellerRow> {
  const seller = (await sellersIn(tx, workspaceId)).find(({ id }) => id === sellerId)
  if (!seller) throw new Problem(unknownSeller, 'Choose a seller of the list.')
  if (seller.hasLeft) throw new Problem(unknownSeller, `${seller.name} has left. Choose somebody else.`)
  return seller
}

const givenBy = ({ actor }: Context, to: SellerRow): Next => ({
  sellerId: to.id,
  decisionId: null,
  because: `Given by ${actor.name}`,
  skipped: [],
})

async function chosen({ tx, workspaceId, now }: Context, row: HandOffRow): Promise<Next> {
  const cycle = (await handOffsOf(tx, workspaceId, row.personId)).filter((one) => one.cycle === row.cycle)
  const left = cycle.filter((one) => one.id === row.id || one.state === 'expired')
  const excluding = [...new Set(left.flatMap((one) => (one.sellerId ? [one.sellerId] : [])))]
  return nextByRules(tx, workspaceId, row, excluding, now)
}

/** Keepers give anything to anybody; a manager what is their sellers', to their sellers or to themselves. */
async function requireMayGive(
  context: Context,
  reader: Reader,
  row: HandOffRow,
  to: SellerRow | null,
): Promise<void> {
  if (reader.keeper) return
  const managesIt = row.sellerId === null ? reader.managed.length > 0 : manages(reader, row.sellerId)
  if (!managesIt && isTheirs(reader, row))
    throw new Problem(notYours, 'Your manager, operations or an administrator can give it to somebody else.')
  if (!managesIt) throw await notTheirs(context, row)
  if (to && !manages(reader, to.id) && to.id !== reader.seller?.id)
    throw new Problem(notYours, `${to.name} is not one of the sellers you manage.`)
}
