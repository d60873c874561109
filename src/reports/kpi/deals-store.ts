import { sql } from 'drizzle-orm'
import { anyId, anyText, type Tx } from '#platform/db/index.ts'
import { counts, isMarketingTouch } from './conditions-store.ts'
import { type PeopleScope, personFact } from './people-store.ts'
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
    where c.workspace_id = ${workspaceId} and c.person_id = ${anyId(personIds)}
    union
    select o.id from opportunity o
    where o.workspace_id = ${workspaceId} and o.account_id in (
      select p.account_id from person p where p.workspace_id = ${workspaceId} and p.id = ${anyId(personIds)}
      union
      select f.account_id from fact_person f where f.workspace_id = ${workspaceId} and f.person_id = ${anyId(personIds)}
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
      ? sql`select c.person_id from opportunity_contact c
          where c.workspace_id = ${workspaceId} and c.opportunity_id = o.id offset 0`
      : sql`select p.id as person_id from person p
          where p.workspace_id = ${workspaceId} and p.account_id = o.account_id offset 0`
  // Look-ups fenced by `offset 0` and `limit 1`: without statistics the planner would join whole tables the other way round.
  await tx.execute(sql`
    with o as materialized (
      select o.* from opportunity o where o.workspace_id = ${workspaceId} and o.id = ${anyId(opportunityIds)}
    ),
    touched as materialized (
      select o.id, t.*, t.occurred_at >= o.occurred_at - make_interval(secs => ${crediting.lookbackDays * 86_400}) as recent
      from o
      cross join lateral (${involved}) involved
      cross join lateral ${personFact(workspaceId, sql`involved.person_id`)} f
      cross join lateral (
        select t.id as touch_id, t.occurred_at, t.side, t.campaign_id, ${isMarketingTouch} as marketing
        from touch t
        where t.workspace_id = ${workspaceId} and t.person_id = f.person_id and t.occurred_at <= o.occurred_at and ${counts}
        offset 0
      ) t
    ),
    sums as (
      select touched.id,
        min(touched.occurred_at) as opening_at,
        (array_agg(touched.side order by touched.occurred_at, touched.touch_id))[1] as opening_side,
        (array_agg(touched.campaign_id order by touched.occurred_at, touched.touch_id)
          filter (where touched.campaign_id is not null))[1] as campaign_id,
        (array_agg(touched.side order by touched.occurred_at, touched.touch_id) filter (where touched.recent))[1] as recent_side,
        count(*) filter (where touched.recent and touched.marketing) as marketing_touches
      from touched group by touched.id
    )
    insert into fact_opportunity (workspace_id, opportunity_id, status, amount_minor, currency, created_at, created_on,
      closed_at, closed_on, seller_id, team, account_id, origin, origin_is_marketing, source, campaign_id,
      first_touch_at, first_touch_side, recent_first_side, marketing_touches, missing)
    select o.workspace_id, o.id, o.status, o.amount_minor, o.currency,
      o.occurred_at, (o.occurred_at at time zone ${timeZone})::date,
      o.closed_at, (o.closed_at at time zone ${timeZone})::date,
      o.seller_id, s.team, o.account_id, o.origin,
      lower(trim(o.origin)) = ${anyText(origins)},
      coalesce(f.source, o.origin), sums.campaign_id,
      sums.opening_at, sums.opening_side, sums.recent_side, coalesce(sums.marketing_touches, 0),
      (o.occurred_at is null)::int + (o.amount_minor is null)::int * 2 + (o.account_id is null)::int * 4
        + (o.seller_id is null)::int * 8 + (o.origin is null)::int * 16 + (lead.person_id is null)::int * 32
        + (o.closed_at is null)::int * 64
    from o
    left join seller s on s.workspace_id = ${workspaceId} and s.id = o.seller_id
    left join sums on sums.id = o.id
    left join lateral (
      select c.person_id from opportunity_contact c
      where c.workspace_id = ${workspaceId} and c.opportunity_id = o.id
      order by c.is_primary desc, c.person_id limit 1
    ) lead on true
    left join lateral ${personFact(workspaceId, sql`lead.person_id`)} f on true`)
}
