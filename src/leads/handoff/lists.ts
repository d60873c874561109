import type { z } from 'zod'
import { csvFile } from '#platform/csv/index.ts'
import { toIso } from '#platform/kernel/instant.ts'
import {
  type Context,
  notFound,
  type PageOf,
  Problem,
  readCursor,
  writeCursor,
} from '#platform/operation/index.ts'
import { recordsOf } from '#records/people/index.ts'
import { candidatesAmong } from './candidate-store.ts'
import { seenOf } from './items.ts'
import { countHandOffs, type Filter, listedByIds, listedHandOffs, type Place } from './list-store.ts'
import { personExists } from './people-store.ts'
import { PlaceInList } from './places.ts'
import { type Reader, readerOf, seesLateness } from './reader.ts'
import type { HandOffItem, HandOffQuery } from './schema.ts'
import { handOffIdsOf, liveSinceOf } from './store.ts'
import { termsAt } from './terms.ts'

type Item = z.output<typeof HandOffItem>
type Query = z.output<typeof HandOffQuery>

/** Rows of a CSV are fetched in parts of this size. */
const EXPORT_PAGE = 500

/** The sellers whose hand-offs a view shows; absent: everybody's. */
function sellersOf(view: Query['view'], { seller, managed }: Reader): string[] | undefined {
  if (view === 'all') return undefined
  return view === 'team' ? managed.map(({ id }) => id) : seller ? [seller.id] : []
}

function filterOf({ view, seller, ...query }: Query, reader: Reader): Filter {
  const asked = seller?.length ? seller : undefined
  return {
    ...query,
    // what nobody has belongs to no seller, so that it is in every view
    sellers: query.unassigned ? undefined : sellersOf(view, reader),
    // whether somebody in particular is late is not told by a filter either
    seller: query.overdue === undefined ? asked : asked?.filter((id) => seesLateness(reader, id)),
  }
}

/**
 * A list tells whose a hand-off is or how its clock stands, never both, unless the reader is that seller or manages them. Asked for
 * certain sellers it names them.
 */
function discreet(item: Item, reader: Reader, { seller }: Query): Item {
  if (seesLateness(reader, item.sellerId)) return item
  if (seller?.length) return { ...item, standing: null, dueAt: null, attemptedAt: null, followUpDueAt: null }
  return { ...item, sellerId: null, sellerName: null, sellerWithheld: true }
}

/** One page of hand-offs, the most urgent first; closed ones by when they were closed. */
export async function list(
  context: Context,
  { cursor, limit, ...query }: Query & { cursor?: string | undefined; limit: number },
): Promise<PageOf<Item>> {
  const reader = await readerOf(context)
  return partOf(context, reader, query, readCursor(PlaceInList, cursor) ?? null, limit)
}

async function partOf(
  context: Context,
  reader: Reader,
  query: Query,
  after: Place | null,
  limit: number,
): Promise<PageOf<Item> & { nextPlace: Place | null }> {
  const { tx, workspaceId, now } = context
  const filter = filterOf(query, reader)
  const rows = await listedHandOffs(tx, workspaceId, filter, { after, limit: limit + 1 }, now)
  const seen = await seenOf(context, reader, rows.slice(0, limit))
  const last = rows.length > limit ? seen.at(-1) : undefined
  const rank = last ? rows.find((row) => row.id === last.row.id)!.rank : 0
  const at = last && (query.group === 'closed' ? last.row.stateAt : last.row.dueAt)
  const nextPlace = last ? { rank, at: at!, id: last.row.id } : null
  return {
    items: seen.map(({ item }) => discreet(item, reader, query)),
    nextPlace,
    nextCursor: nextPlace && writeCursor(PlaceInList, nextPlace),
  }
}

/** The hand-offs of one person, latest first. */
export async function ofLead(
  context: Context,
  personId: string,
): Promise<{ items: Item[]; nextCursor: null; waits: boolean }> {
  const { tx, workspaceId, now } = context
  if (!(await personExists(tx, workspaceId, personId)))
    throw new Problem(notFound, 'Look the person up in the list of leads.')
  const ids = await handOffIdsOf(tx, workspaceId, await recordsOf(tx, workspaceId, personId))
  const listed = await listedByIds(tx, workspaceId, ids)
  const ordered = ids.flatMap((id) => listed.find((one) => one.id === id) ?? [])
  const seen = await seenOf(context, await readerOf(context), ordered)
  const { document } = await termsAt(tx, workspaceId, now)
  const asked = { personIds: [personId], stage: document.handOff.from, always: true }
  const waits = (await candidatesAmong(tx, workspaceId, asked)).length > 0
  return { items: seen.map(({ item }) => item), nextCursor: null, waits }
}

/** How many there are in each group, and who the reader is. */
export async function counts(context: Context, { view }: Pick<Query, 'view'>) {
  const { tx, workspaceId, now } = context
  const reader = await readerOf(context)
  const numbers = await countHandOffs(tx, workspaceId, sellersOf(view, reader), now)
  const liveSince = await liveSinceOf(tx, workspaceId)
  return { ...numbers, sellerId: reader.seller?.id ?? null, manages: reader.managed.length, liveSince }
}

const HEADER = [
  'hand_off_id',
  'person_id',
  'name',
  'email',
  'job_title',
  'account',
  'seller',
  'state',
  'state_at',
  'cycle',
  'hand_raise',
  'why',
  'response_time',
  'offered_at',
  'due_at',
  'standing',
  'attempted_at',
  'attempts',
  'grade',
  'fit',
  'engagement',
  'reason',
]

const lineOf = (item: Item) => [
  item.id,
  item.personId,
  item.personName,
  item.email,
  item.jobTitle,
  item.accountName,
  item.sellerWithheld ? 'assigned' : item.sellerName,
  item.state,
  toIso(item.stateAt),
  item.cycle,
  item.handRaise,
  item.why,
  item.responseTime.name,
  toIso(item.offeredAt),
  item.dueAt === null ? null : toIso(item.dueAt),
  item.standing,
  item.attemptedAt === null ? null : toIso(item.attemptedAt),
  item.attempts,
  item.grade,
  item.fit,
  item.engagement,
  item.reason?.name ?? null,
]

/** Exactly the hand-offs that a list shows, as CSV. */
export async function file(context: Context, query: Query) {
  const reader = await readerOf(context)
  const lines: ReturnType<typeof lineOf>[] = []
  for (let place: Place | null = null; ; ) {
    const part: Awaited<ReturnType<typeof partOf>> = await partOf(context, reader, query, place, EXPORT_PAGE)
    lines.push(...part.items.map(lineOf))
    if (part.nextPlace === null) break
    place = part.nextPlace
  }
  context.audit({ summary: 'Exported hand-offs as CSV', detail: { rows: lines.length } })
  return {
    filename: 'hand-offs.csv',
    contentType: 'text/csv; charset=utf-8',
    body: csvFile(HEADER, lines, true),
  }
}
