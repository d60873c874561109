import type { Context } from '#platform/operation/index.ts'
import { may } from '#workspace/access/index.ts'
import { makerOfKey, type SellerRow, sellersAround } from './seller-store.ts'
import type { HandOffRow } from './store.ts'

/** Who asks, as hand-offs see them. */
export interface Reader {
  /** for an API key, the user who made it */
  userId: string
  /** the seller that they are */
  seller: SellerRow | null
  managed: readonly SellerRow[]
  /** looks after the records of everybody */
  keeper: boolean
}

/** The caller of an operation: which seller they are, and whom they manage. */
export async function readerOf({ tx, workspaceId, actor }: Context): Promise<Reader> {
  const userId =
    actor.kind === 'user' ? actor.id : ((await makerOfKey(tx, workspaceId, actor.id)) ?? actor.id)
  const { own, managed } = await sellersAround(tx, workspaceId, userId)
  return { userId, seller: own, managed, keeper: may(actor.role, 'record.change') }
}

/** Whether the reader may work on a hand-off: its owner, the owner's manager, or a keeper; what nobody has, every manager. */
export function isTheirs(reader: Reader, { sellerId }: Pick<HandOffRow, 'sellerId'>): boolean {
  if (reader.keeper) return true
  if (sellerId === null) return reader.managed.length > 0
  return reader.seller?.id === sellerId || manages(reader, sellerId)
}

/** Whether the reader sees how well somebody keeps their clocks: one's own and those of the people one manages. */
export const seesLateness = (reader: Reader, sellerId: string | null): boolean =>
  sellerId === null || reader.seller?.id === sellerId || manages(reader, sellerId)

export const manages = ({ managed }: Reader, sellerId: string): boolean =>
  managed.some(({ id }) => id === sellerId)
