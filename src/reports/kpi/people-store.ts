import { type SQL, sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { attemptCondition, contactCondition } from '#records/touches/index.ts'
import { counts, isMarketingTouch } from './conditions-store.ts'
import { handRaiseCondition } from './hand-raises-store.ts'
import type { FactSettings } from './settings.ts'

/** Some people of one workspace. */
export interface PeopleScope {
  workspaceId: string
  personIds: readonly string[]
}

/** Removes what was known about these people and gives back the days their moves counted on. */
export async function forgetMoves(tx: Tx, { workspaceId, personIds }: PeopleScope): Promise<string[]> {
  await tx.execute(
    sql`delete from fact_response f where f.workspace_id = ${workspaceId} and f.person_id = ${anyId(personIds)}`,
  )
  const { rows } = await tx.execute<{ day: string }>(sql`
    with gone as (
      delete from fact_stage f where f.workspace_id = ${workspaceId} and f.person_id = ${anyId(personIds)}
      returning f.entered_on
    )
    select distinct gone.entered_on as day from gone`)
  return rows.map((row) => row.day)
}

/**
 * The fact of one person, looked up by key. `limit 1` keeps the planner from joining whole tables the other way round: the
 * embedded database has no statistics to know better.
 */
export const personFact = (workspaceId: string, personId: SQL) => sql`(
  select f.* from fact_person f where f.workspace_id = ${workspaceId} and f.person_id = ${personId} limit 1
)`

/** Writes one fact for each person that exists and was not merged into another. */
export async function writePeople(tx: Tx, { workspaceId, personIds }: PeopleScope): Promise<void> {
  await tx.execute(sql`
    with t as materialized (
      select t.id, t.person_id, t.occurred_at, t.channel, t.campaign_id,
        ${counts} as counted, ${isMarketingTouch} as marketing
      from touch t where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(personIds)}
    ),
    sums as (
      select t.person_id, (array_agg(t.channel order by t.occurred_at, t.id) filter (where t.counted))[1] as channel,
        count(*) filter (where t.marketing) as touches,
        count(t.channel) filter (where t.marketing) as channels,
        count(t.campaign_id) filter (where t.marketing) as campaigns
      from t group by t.person_id
    )
    insert into fact_person (workspace_id, person_id, source, seller_id, team, account_id, missing,
      marketing_touches, with_channel, with_campaign)
    select p.workspace_id, p.id, coalesce(p.source, sums.channel), p.seller_id, s.team, p.account_id,
      (p.email_norm is null)::int + (p.account_id is null)::int * 2 + (p.seller_id is null)::int * 4
        + (p.source is null)::int * 8 + (p.country is null)::int * 16 + (p.job_title is null)::int * 32,
      coalesce(sums.touches, 0), coalesce(sums.channels, 0), coalesce(sums.campaigns, 0)
    from person p
    left join seller s on s.workspace_id = ${workspaceId} and s.id = p.seller_id
    left join sums on sums.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.id = ${anyId(personIds)} and p.merged_into_id is null`)
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
    row as (
      select m.*, count(*) filter (where m.voids_id is not null) over (
        partition by m.person_id, coalesce(m.voids_id, m.id)
      ) as taken_back
      from stage_transition m where m.workspace_id = ${workspaceId} and m.person_id = ${anyId(personIds)}
    ),
    move as (
      select distinct on (row.person_id, row.cycle, row.to_stage) row.*, line.position, line.is_exit
      from row
      join line on line.stage = row.to_stage
      where row.taken_back = 0
      order by row.person_id, row.cycle, row.to_stage, row.occurred_at, row.id
    ),
    placed as (
      select move.*,
        min(move.occurred_at) filter (where not move.is_exit) over later as next_at,
        max(move.position) filter (where not move.is_exit) over whole as furthest,
        bool_or(move.is_exit) over whole as ended,
        max(move.occurred_at) filter (where move.is_exit) over whole as until,
        max(move.occurred_at) filter (where move.is_exit) over (
          partition by move.person_id order by move.cycle range between unbounded preceding and 1 preceding
        ) as after
      from move
      window whole as (partition by move.person_id, move.cycle),
        later as (partition by move.person_id, move.cycle order by move.position
          rows between 1 following and unbounded following)
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
      cross join lateral ${personFact(workspaceId, sql`placed.person_id`)} f
      left join lateral (
        select t.campaign_id from touch t
        where t.workspace_id = ${workspaceId} and t.person_id = placed.person_id and t.campaign_id is not null and ${counts}
          and (placed.after is null or t.occurred_at > placed.after)
          and (placed.until is null or t.occurred_at <= placed.until)
        order by t.occurred_at, t.id limit 1
      ) campaign on true
      returning entered_on
    )
    select distinct added.entered_on as day from added`)
  return rows.map((row) => row.day)
}

/** Writes the hand-raises of these people and when each was answered. */
export async function writeResponses(tx: Tx, scope: PeopleScope, settings: FactSettings): Promise<void> {
  const { workspaceId, personIds } = scope
  const isHandRaise = await handRaiseCondition(tx, scope, settings.handRaise)
  await tx.execute(sql`
    with raise as materialized (
      select t.id, t.person_id, t.occurred_at, t.campaign_id
      from touch t
      where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(personIds)} and ${isHandRaise}
    ),
    answered as (
      select raise.*, attempt.at as attempt_at, contact.at as contact_at
      from raise
      cross join lateral (
        select min(t.occurred_at) as at from touch t
        where t.workspace_id = ${workspaceId} and t.person_id = raise.person_id
          and t.occurred_at >= raise.occurred_at and ${attemptCondition(settings.channels)}
      ) attempt
      cross join lateral (
        select min(t.occurred_at) as at from touch t
        where t.workspace_id = ${workspaceId} and t.person_id = raise.person_id
          and t.occurred_at >= raise.occurred_at and ${contactCondition}
      ) contact
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
    cross join lateral ${personFact(workspaceId, sql`waited.person_id`)} f`)
}
