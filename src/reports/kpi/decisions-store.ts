import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { type PeopleScope, personFact } from './people-store.ts'
import type { FactSettings } from './settings.ts'

/** Removes the decisions about these people. */
export async function forgetDecisions(tx: Tx, { workspaceId, personIds }: PeopleScope): Promise<void> {
  await tx.execute(
    sql`delete from fact_decision f where f.workspace_id = ${workspaceId} and f.person_id = ${anyId(personIds)}`,
  )
}

/**
 * Writes what sales decided about these people, after their moves were written: the decision of each hand-off (`decisionOf`), those of
 * records merged into them too, and the moves between the stages of the hand-off in cycles that were never handed over here.
 */
export async function writeDecisions(tx: Tx, scope: PeopleScope, settings: FactSettings): Promise<void> {
  const { workspaceId, personIds } = scope
  const { from, to } = settings.handOff
  await tx.execute(sql`
    with who as materialized (
      select p.id, p.id as person_id from person p
      where p.workspace_id = ${workspaceId} and p.id = ${anyId(personIds)} and p.merged_into_id is null
      union all
      select p.id, p.merged_into_id from person p
      where p.workspace_id = ${workspaceId} and p.merged_into_id = ${anyId(personIds)}
    ),
    decided as (
      select h.id, who.person_id, h.campaign_id, h.seller_id,
        case when h.state in ('rejected', 'expired') then h.state
          when h.accepted_at is not null and h.accepted_by_default then 'accepted_by_default'
          when h.accepted_at is not null or h.state = 'qualified' then 'accepted'
          else 'rejected' end as outcome,
        case when h.state in ('rejected', 'expired') then h.state_at else coalesce(h.accepted_at, h.state_at) end as at
      from who
      join hand_off h on h.workspace_id = ${workspaceId} and h.person_id = who.id and h.state not in ('offered', 'reassigned')
    )
    insert into fact_decision (workspace_id, person_id, decision, outcome, decided_at, decided_on, source, campaign_id, seller_id, team)
    select f.workspace_id, f.person_id, decided.id::text, decided.outcome, decided.at,
      (decided.at at time zone ${settings.timeZone})::date, f.source, decided.campaign_id,
      coalesce(decided.seller_id, f.seller_id), case when decided.seller_id is null then f.team else s.team end
    from decided
    cross join lateral ${personFact(workspaceId, sql`decided.person_id`)} f
    left join seller s on s.workspace_id = ${workspaceId} and s.id = decided.seller_id
    union all
    select f.workspace_id, f.person_id, f.cycle || ' ' || f.stage,
      case when f.from_stage = ${from} then 'turned_away' when f.inferred then 'inferred' else 'moved_on' end,
      f.entered_at, f.entered_on, f.source, f.campaign_id, f.seller_id, f.team
    from fact_stage f
    where f.workspace_id = ${workspaceId} and f.person_id = ${anyId(personIds)} and (f.stage = ${to} or f.from_stage = ${from})
      and not exists (
        select 1 from hand_off h
        where h.workspace_id = ${workspaceId} and h.person_id = f.person_id and h.cycle = f.cycle)`)
}
