import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'

const all = (ids: readonly string[]) => sql`any(${sql.param(ids)}::uuid[])`

/** Where the lifecycle has the person of an open hand-off, and the opportunity that named them since its lead clock began. */
export interface OutcomeOf extends Record<string, unknown> {
  id: string
  stage: string | null
  cycle: number
  reason: string | null
  enteredAt: Instant | null
  opportunityId: string | null
  opportunityAt: Instant | null
}

export async function outcomesOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<OutcomeOf[]> {
  const { rows } = await tx.execute<OutcomeOf>(sql`
    select h.id, l.stage, l.cycle, l.stage_entered_at as "enteredAt", m.reason, o.id as "opportunityId",
      o.occurred_at as "opportunityAt"
    from hand_off h
    join lead l on l.workspace_id = ${workspaceId} and l.person_id = h.person_id
    left join lateral (
      select t.reason from stage_transition t
      where t.workspace_id = ${workspaceId} and t.person_id = h.person_id and t.to_stage = l.stage and t.voids_id is null
      order by t.id desc limit 1
    ) m on true
    left join lateral (
      select p.id, p.occurred_at from opportunity_contact c
      join opportunity p on p.workspace_id = ${workspaceId} and p.id = c.opportunity_id
        and p.occurred_at >= h.lead_started_at
      where c.workspace_id = ${workspaceId} and c.person_id = h.person_id
      order by p.occurred_at limit 1
    ) o on true
    where h.workspace_id = ${workspaceId} and h.id = ${all(ids)}`)
  return rows
}

/** People who were folded into another while they had an open hand-off. */
export async function mergedAway(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<{ handOffId: string; survivorId: string }[]> {
  const { rows } = await tx.execute<{ handOffId: string; survivorId: string }>(sql`
    select h.id as "handOffId", p.merged_into_id as "survivorId" from hand_off h
    join person p on p.workspace_id = ${workspaceId} and p.id = h.person_id and p.merged_into_id is not null
    where h.workspace_id = ${workspaceId} and h.state in ('offered', 'accepted', 'working')
      and (p.id = ${all(personIds)} or p.merged_into_id = ${all(personIds)})
    order by h.id`)
  return rows
}
