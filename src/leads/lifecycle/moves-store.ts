import { type SQL, sql } from 'drizzle-orm'

/** Pieces of statements that read the ledger of moves, so that everyone reads it alike. */

/** Condition on a row `t` of `stage_transition`: the move holds, which neither one that was taken back nor one that takes back does. */
export function holds(workspaceId: string): SQL {
  return sql`t.voids_id is null and not exists (
    select 1 from stage_transition v where v.workspace_id = ${workspaceId} and v.voids_id = t.id)`
}

/**
 * `from stage_transition t …`, one row at most: the move by which the person of a row `l` of `lead` came to the stage they stand at.
 *
 * @example sql`left join lateral (select t.reason ${standingMove(workspaceId)}) m on true`
 */
export function standingMove(workspaceId: string): SQL {
  return sql`from stage_transition t
    where t.workspace_id = ${workspaceId} and t.person_id = l.person_id and t.cycle = l.cycle and t.to_stage = l.stage
      and ${holds(workspaceId)}
    order by t.occurred_at desc, t.id desc limit 1`
}
