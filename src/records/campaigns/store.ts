import { sql } from 'drizzle-orm'
import { containing, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'

export interface CampaignRow extends Record<string, unknown> {
  id: string
  name: string
  name_norm: string
  channel: string | null
  kind: string | null
  starts_on: string | null
  ends_on: string | null
  costs: { currency: string; amountMinor: number }[] | null
  touches: number
  people: number
  last_touch_at: number | null
}

/** One page of campaigns with what happened in each by now; touches are gone through once for the whole page. */
export async function listCampaignRows(
  tx: Tx,
  workspaceId: string,
  asked: { search?: string | undefined; after?: { name: string; id: string } | undefined; limit: number },
  now: Instant,
): Promise<CampaignRow[]> {
  const words = asked.search ? containing(asked.search.toLowerCase()) : null
  const { rows } = await tx.execute<CampaignRow>(sql`
    with shown as materialized (
      select id, name, name_norm, channel, kind, starts_on, ends_on from campaign where workspace_id = ${workspaceId}
        ${words ? sql`and (lower(name) like ${words} or lower(channel) like ${words})` : sql``}
        ${asked.after ? sql`and (name_norm, id) > (${asked.after.name}, ${asked.after.id}::uuid)` : sql``}
      order by name_norm, id limit ${asked.limit}
    ), counted as (
      select t.campaign_id, count(*) as touches, count(distinct t.person_id) as people, 
        max(t.occurred_at) filter (where t.occurred_at <= ${toIso(now)}::timestamptz) as last_touch_at
      from touch t where t.workspace_id = ${workspaceId} and t.campaign_id in (select id from shown) group by t.campaign_id
    ), spent as (
      select campaign_id, json_agg(json_build_object('currency', currency, 'amountMinor', total)) as costs from (
        select c.campaign_id, c.currency, sum(c.amount_minor)::bigint as total from campaign_cost c
        where c.workspace_id = ${workspaceId} and c.campaign_id in (select id from shown) group by c.campaign_id, c.currency) sums
      group by campaign_id
    )
    select shown.*, coalesce(counted.touches, 0) as touches, coalesce(counted.people, 0) as people, counted.last_touch_at, spent.costs
    from shown left join counted on counted.campaign_id = shown.id left join spent on spent.campaign_id = shown.id
    order by shown.name_norm, shown.id`)
  return rows
}
