import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { among, counts, isMarketingTouch, isSalesActivity } from './conditions.ts'
import type { PeopleScope } from './people-store.ts'
import type { FactSettings } from './settings.ts'

/** Some opportunities of one workspace. */
export interface DealScope {
  workspaceId: string
  opportunityIds: readonly string[]
}

/** Opportunities whose facts depend on these people: by contact role, or by account. */
export async function opportunitiesOf(tx: Tx, { workspaceId, personIds }: PeopleScope): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select c.opportunity_id as id from opportunity_contact c
    where c.workspace_id = ${workspaceId} and c.person_id = ${among(personIds)}
    union
    select o.id from opportunity o
    where o.workspace_id = ${workspaceId} and o.account_id in (
      select p.account_id from person p where p.workspace_id = ${workspaceId} and p.id = ${among(personIds)}
      union
      select f.account_id from fact_person f where f.workspace_id = ${workspaceId} and f.person_id = ${among(personIds)}
    )`)
  return rows.map((row) => row.id)
}

/** Writes one fact for each of these opportunities that exists. */
export async function writeOpportunities(tx: Tx, scope: DealScope, settings: FactSettings): Promise<void> {
  const { workspaceId, opportunityIds } = scope
  const { crediting, timeZone } = settings
  const origins = crediting.marketingOrigins.map((origin) => origin.trim().toLowerCase())
  const involved =
    crediting.mode === 'explicit'
      ? sql`select o.id, o.occurred_at, c.person_id from o
          join opportunity_contact c on c.workspace_id = ${workspaceId} and c.opportunity_id = o.id`
      : sql`select o.id, o.occurred_at, p.person_id from o
          join fact_person p on p.workspace_id = ${workspaceId} and p.account_id = o.account_id`
  await tx.execute(sql`
    with o as materialized (
      select o.* from opportunity o where o.workspace_id = ${workspaceId} and o.id = ${among(opportunityIds)}
    ),
    involved as materialized (${involved}),
    touched as materialized (
      select involved.id, involved.occurred_at as created_at, t.id as touch_id, t.occurred_at, t.side, t.campaign_id,
        ${isMarketingTouch} as marketing, ${isSalesActivity} as sales,
        t.occurred_at >= involved.occurred_at - make_interval(secs => ${crediting.lookbackDays * 86_400}) as recent
      from involved
      join fact_person f on f.workspace_id = ${workspaceId} and f.person_id = involved.person_id
      join touch t on t.workspace_id = ${workspaceId} and t.person_id = involved.person_id
        and t.occurred_at <= involved.occurred_at and ${counts}
    ),
    opening as (
      select distinct on (touched.id) touched.id, touched.occurred_at, touched.side
      from touched order by touched.id, touched.occurred_at, touched.touch_id
    ),
    campaign as (
      select distinct on (touched.id) touched.id, touched.campaign_id
      from touched where touched.campaign_id is not null
      order by touched.id, touched.occurred_at, touched.touch_id
    ),
    sums as (
      select touched.id,
        min(touched.occurred_at) filter (where touched.marketing) as marketing_at,
        min(touched.occurred_at) filter (where touched.sales) as sales_at,
        count(*) filter (where touched.marketing) as marketing_touches
      from touched where touched.recent group by touched.id
    ),
    lead as (
      select distinct on (o.id) o.id, c.person_id, f.source
      from o
      join opportunity_contact c on c.workspace_id = ${workspaceId} and c.opportunity_id = o.id
      left join fact_person f on f.workspace_id = ${workspaceId} and f.person_id = c.person_id
      order by o.id, c.is_primary desc, c.person_id
    )
    insert into fact_opportunity (workspace_id, opportunity_id, status, amount_minor, currency, created_at, created_on,
      closed_at, closed_on, seller_id, team, account_id, origin, origin_is_marketing, source, campaign_id,
      first_touch_at, first_touch_side, first_marketing_touch_at, first_sales_touch_at, marketing_touches, missing)
    select o.workspace_id, o.id, o.status, o.amount_minor, o.currency,
      o.occurred_at, (o.occurred_at at time zone ${timeZone})::date,
      o.closed_at, (o.closed_at at time zone ${timeZone})::date,
      o.seller_id, s.team, o.account_id, o.origin,
      lower(trim(o.origin)) = any(${sql.param(origins)}::text[]),
      coalesce(lead.source, o.origin), campaign.campaign_id,
      opening.occurred_at, opening.side, sums.marketing_at, sums.sales_at, coalesce(sums.marketing_touches, 0),
      (o.occurred_at is null)::int + (o.amount_minor is null)::int * 2 + (o.account_id is null)::int * 4
        + (o.seller_id is null)::int * 8 + (o.origin is null)::int * 16 + (lead.id is null)::int * 32
        + (o.closed_at is null)::int * 64
    from o
    left join seller s on s.workspace_id = ${workspaceId} and s.id = o.seller_id
    left join opening on opening.id = o.id
    left join campaign on campaign.id = o.id
    left join sums on sums.id = o.id
    left join lead on lead.id = o.id`)
}
