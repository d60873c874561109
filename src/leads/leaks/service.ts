import { z } from 'zod'
import { trackReasonName } from '#agreement/document/rules/track-reasons.ts'
import { readerOf } from '#leads/handoff/index.ts'
import { trackFor } from '#leads/nurture/index.ts'
import { Id } from '#platform/kernel/ids.ts'
import { type Context, type PageOf, pageOf, readCursor, writeCursor } from '#platform/operation/index.ts'
import type { LeakCount, LeakItem } from './contract.ts'
import { foundRows } from './found.ts'
import { limitsAt } from './limits.ts'
import { LEAK_KINDS, LEAKS, type LeakKind } from './rules/kinds.ts'
import { countLeak, type FoundRow, liveSince } from './store.ts'

/** Every leak with its number and what is at stake. */
export async function list({
  tx,
  workspaceId,
  now,
}: Context): Promise<{ items: LeakCount[]; nextCursor: null }> {
  const { limits } = await limitsAt(tx, workspaceId, now)
  const items: LeakCount[] = []
  for (const key of LEAK_KINDS) {
    const { amounts, ...counted } = await countLeak(tx, workspaceId, key, limits)
    items.push({ key, ...LEAKS[key], ...counted, amounts: amounts ?? [] })
  }
  return { items, nextCursor: null }
}

/** Since when, and id of the last person shown. */
const Place = z.tuple([z.int(), Id])

/** The people in one leak, the longest first. */
export async function items(
  context: Context,
  { kind, cursor, limit }: { kind: LeakKind; cursor?: string | undefined; limit: number },
): Promise<PageOf<LeakItem>> {
  const { tx, workspaceId, now } = context
  const { limits, document } = await limitsAt(tx, workspaceId, now)
  const after = readCursor(Place, cursor)
  const rows = await foundRows(tx, workspaceId, kind, limits, { after, limit: limit + 1 })
  const { shown, nextCursor } = pageOf(rows, limit, (last) => writeCursor(Place, [last.since, last.personId]))
  const live = await liveSince(tx, workspaceId)
  const reader = await readerOf(context)
  const visible = new Set([reader.seller?.id, ...reader.managed.map(({ id }) => id)])
  const named = (row: FoundRow): LeakItem => ({
    personId: row.personId,
    personName: row.personName,
    jobTitle: row.jobTitle,
    accountName: row.accountName,
    handOffId: row.handOffId,
    // who is late is shown to the seller and their manager only
    sellerName: row.sellerId !== null && visible.has(row.sellerId) ? row.sellerName : null,
    since: row.since,
    beforeLive: live === null || (row.stageEnteredAt !== null && row.stageEnteredAt < live),
    reason: reasonNamed(document, row.reason),
    track: kind === 'trackless' ? trackNamed(document, row.reason) : null,
    suggestedSeller: row.hintId && row.hintName ? { id: row.hintId, name: row.hintName } : null,
    amounts: row.amounts ?? [],
  })
  return { items: shown.map(named), nextCursor }
}

type Document = Awaited<ReturnType<typeof limitsAt>>['document']

function reasonNamed(document: Document, key: string | null) {
  return key === null ? null : { key, name: trackReasonName(document, key) }
}

function trackNamed(document: Document, reason: string | null) {
  const key = trackFor(document, reason)
  return { key, name: document.recycling.tracks.find((track) => track.key === key)?.name ?? key }
}
