import { sql } from 'drizzle-orm'
import { standingMove } from '#leads/lifecycle/index.ts'
import { anyId, type Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'

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
      select t.reason ${standingMove(workspaceId)}
    ) m on true
    left join lateral (
      select p.id, p.occurred_at from opportunity_contact c
      join opportunity p on p.workspace_id = ${workspaceId} and p.id = c.opportunity_id
        and p.occurred_at >= h.lead_started_at
      where c.workspace_id = ${workspaceId} and c.person_id = h.person_id
      order by p.occurred_at limit 1
    ) o on true
    where h.workspace_id = ${workspaceId} and h.id = ${anyId(ids)}`)
  return rows
}
