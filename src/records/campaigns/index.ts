import { type Context, type Handler, handle, type PageOf } from '#platform/operation/index.ts'
import { type CampaignItem, listCampaigns } from './contract.ts'
import { listCampaignRows } from './store.ts'

async function list(
  { tx, workspaceId }: Context,
  { search, cursor, limit }: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<CampaignItem>> {
  const after =
    cursor && /^[0-9a-f-]{36}/.test(cursor) ? { id: cursor.slice(0, 36), name: cursor.slice(36) } : undefined
  const rows = await listCampaignRows(tx, workspaceId, { search, after, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
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
    nextCursor: rows.length > limit && last ? `${last.id}${last.name_norm}` : null,
  }
}

/** Campaigns as operations. */
export const operations: Handler[] = [handle(listCampaigns, list)]
