import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import {
  type Context,
  type Handler,
  handle,
  type PageOf,
  pageOf,
  readCursor,
  writeCursor,
} from '#platform/operation/index.ts'
import { type CampaignItem, listCampaigns } from './contract.ts'
import { listCampaignRows } from './store.ts'

/** Name and id of the last campaign shown. */
const Place = z.tuple([z.string(), Id])

async function list(
  { tx, workspaceId, now }: Context,
  { search, cursor, limit }: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<CampaignItem>> {
  const place = readCursor(Place, cursor)
  const after = place && { name: place[0], id: place[1] }
  const rows = await listCampaignRows(tx, workspaceId, { search, after, limit: limit + 1 }, now)
  const { shown, nextCursor } = pageOf(rows, limit, (last) => writeCursor(Place, [last.name_norm, last.id]))
  return {
    items: shown.map((row) => ({
      id: row.id,
      name: row.name,
      channel: row.channel,
      kind: row.kind,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      costs: row.costs ?? [],
      touches: row.touches,
      people: row.people,
      lastTouchAt: row.last_touch_at,
    })),
    nextCursor,
  }
}

/** Campaigns as operations. */
export const operations: Handler[] = [handle(listCampaigns, list)]
