import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import {
  among,
  counts,
  isHandRaise,
  isHumanAttempt,
  isMarketingTouch,
  isTwoWayContact,
} from './conditions.ts'
import type { FactSettings } from './settings.ts'

/** Some people of one workspace. */
export interface PeopleScope {
  workspaceId: string
  personIds: readonly string[]
}

/** Removes what was known about these people and gives back the days their moves counted on. */
export async function forgetMoves(tx: Tx, { workspaceId, personIds }: PeopleScope): Promise<string[]> {
  await tx.execute(
    sql`delete from fact_response f where f.workspace_id = ${workspaceId} and f.person_id = ${among(personIds)}`,
  )
  const { rows } = await tx.execute<{ day: string }>(sql`
    with gone as (
      delete from fact_stage f where f.workspace_id = ${workspaceId} and f.person_id = ${among(personIds)}
      returning f.entered_on
    )
    select distinct gone.entered_on as day from gone`)
  return rows.map((row) => row.day)
}

/** Writes one fact for each person that exists and was not merged into another. */
export async function writePeople(tx: Tx, { workspaceId, personIds }: PeopleScope): Promise<void> {
  await tx.execute(sql`
    with t as materialized (
      select t.id, t.person_id, t.occurred_at, t.channel, t.campaign_id,
        ${counts} as counted, ${isMarketingTouch} as marketing
      from touch t where t.workspace_id = ${workspaceId} and t.person_id = ${among(personIds)}
    ),
    opening as (
      select distinct on (t.person_id) t.person_id, t.channel
      from t where t.counted order by t.person_id, t.occurred_at, t.id
    ),
    sums as (
      select t.person_id, count(*) as touches, count(t.channel) as channels, count(t.campaign_id) as campaigns
      from t where t.marketing group by t.person_id
    )
    insert into fact_person (workspace_id, person_id, source, seller_id, team, account_id, missing,
      marketing_touches, with_channel, with_campaign)
    select p.workspace_id, p.id, coalesce(p.source, opening.channel), p.seller_id, s.team, p.account_id,
      (p.email_norm is null)::int + (p.account_id is null)::int * 2 + (p.seller_id is null)::int * 4
        + (p.source is null)::int * 8 + (p.country is null)::int * 16 + (p.job_title is null)::int * 32,
      coalesce(sums.touches, 0), coalesce(sums.channels, 0), coalesce(sums.campaigns, 0)
    from person p
    left join seller s on s.workspace_id = ${workspaceId} and s.id = p.seller_id
    left join opening on opening.person_id = p.id
    left join sums on sums.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.id = ${among(personIds)} and p.merged_into_id is null`)
}

/** Writes the stages these people entered, and gives back the days on which they did. */
export async function writeMoves(tx: Tx, scope: PeopleScope, settings: FactSettings): Promise<string[]> {
  const { workspaceId, personIds } = scope
  const { rows } = await tx.execute<{ day: string }>(sql`
    with line as (
      select * from unnest(
        ${sql.param(settings.stages.map((stage) => stage.key))}::text[],
        ${sql.param(settings.stages.map((_, position) => position))}::int[],
        ${sql.param(settings.stages.map((stage) => stage.kind === 'exit'))}::bool[]
      ) as line(stage, position, is_exit)
    ),
    move as materialized (
      select distinct on (m.person_id, m.cycle, m.to_stage)
        m.person_id, m.cycle, m.to_stage, m.from_stage, m.occurred_at, m.inferred, m.agreement_version,
        line.position, line.is_exit
      from stage_transition m
      join line on line.stage = m.to_stage
      where m.workspace_id = ${workspaceId} and m.person_id = ${among(personIds)} and m.voids_id is null
        and not exists (
          select 1 from stage_transition v where v.workspace_id = ${workspaceId} and v.voids_id = m.id
        )
      order by m.person_id, m.cycle, m.to_stage, m.occurred_at, m.id
    ),
    placed as (
      select move.*,
        min(move.occurred_at) filter (where not move.is_exit) over later as next_at,
        max(move.position) filter (where not move.is_exit) over whole as furthest,
        bool_or(move.is_exit) over whole as ended
      from move
      window whole as (partition by move.person_id, move.cycle),
        later as (partition by move.person_id, move.cycle order by move.position
          rows between 1 following and unbounded following)
    ),
    span as (
      select move.person_id, move.cycle, max(move.occurred_at) filter (where move.is_exit) as until
      from move group by move.person_id, move.cycle
    ),
    trip as (
      select span.*, max(span.until) over (
        partition by span.person_id order by span.cycle rows between unbounded preceding and 1 preceding
      ) as after
      from span
    ),
    campaign as (
      select distinct on (trip.person_id, trip.cycle) trip.person_id, trip.cycle, t.campaign_id
      from trip
      join touch t on t.workspace_id = ${workspaceId} and t.person_id = trip.person_id
        and t.person_id = ${among(personIds)} and t.campaign_id is not null and ${counts}
        and (trip.after is null or t.occurred_at > trip.after)
        and (trip.until is null or t.occurred_at <= trip.until)
      order by trip.person_id, trip.cycle, t.occurred_at, t.id
    ),
    added as (
      insert into fact_stage (workspace_id, person_id, cycle, stage, from_stage, entered_at, entered_on, inferred,
        next_on, standing, source, campaign_id, seller_id, team, agreement_version)
      select f.workspace_id, placed.person_id, placed.cycle, placed.to_stage,
        case when placed.is_exit then coalesce(placed.from_stage, '') else '' end,
        placed.occurred_at, (placed.occurred_at at time zone ${settings.timeZone})::date, placed.inferred,
        case when not placed.is_exit then (placed.next_at at time zone ${settings.timeZone})::date end,
        not placed.ended and placed.position = placed.furthest and not placed.inferred,
        f.source, campaign.campaign_id, f.seller_id, f.team, placed.agreement_version
      from placed
      join fact_person f on f.workspace_id = ${workspaceId} and f.person_id = placed.person_id
      left join campaign on campaign.person_id = placed.person_id and campaign.cycle = placed.cycle
      returning entered_on
    )
    select distinct added.entered_on as day from added`)
  return rows.map((row) => row.day)
}

/** Writes the hand-raises of these people and when each was answered. */
export async function writeResponses(tx: Tx, scope: PeopleScope, settings: FactSettings): Promise<void> {
  const { workspaceId, personIds } = scope
  await tx.execute(sql`
    with t as materialized (
      select t.id, t.person_id, t.occurred_at, t.campaign_id,
        ${isHandRaise} as raise, ${isHumanAttempt} as attempt, ${isTwoWayContact} as contact
      from touch t
      where t.workspace_id = ${workspaceId} and t.person_id = ${among(personIds)}
        and (${isHandRaise} or ${isHumanAttempt} or ${isTwoWayContact})
    ),
    answered as (
      select raise.*,
        (select min(a.occurred_at) from t a
          where a.person_id = raise.person_id and a.attempt and a.occurred_at >= raise.occurred_at) as attempt_at,
        (select min(c.occurred_at) from t c
          where c.person_id = raise.person_id and c.contact and c.occurred_at >= raise.occurred_at) as contact_at
      from t raise where raise.raise
    ),
    waited as (
      select distinct on (answered.person_id, answered.attempt_at) answered.*
      from answered
      order by answered.person_id, answered.attempt_at, answered.occurred_at, answered.id
    )
    insert into fact_response (workspace_id, touch_id, person_id, raised_at, raised_on, first_attempt_at,
      first_contact_at, seller_id, team, source, campaign_id)
    select f.workspace_id, waited.id, waited.person_id, waited.occurred_at,
      (waited.occurred_at at time zone ${settings.timeZone})::date, waited.attempt_at, waited.contact_at,
      f.seller_id, f.team, f.source, waited.campaign_id
    from waited
    join fact_person f on f.workspace_id = ${workspaceId} and f.person_id = waited.person_id`)
}
