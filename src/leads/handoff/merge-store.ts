import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'

const OPEN = sql`in ('offered', 'accepted', 'working')`

/** Open hand-offs of people who were folded into another. */
export async function mergedAway(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<{ handOffId: string; survivorId: string }[]> {
  const { rows } = await tx.execute<{ handOffId: string; survivorId: string }>(sql`
    select h.id as "handOffId", p.merged_into_id as "survivorId" from hand_off h
    join person p on p.workspace_id = ${workspaceId} and p.id = h.person_id and p.merged_into_id is not null
    where h.workspace_id = ${workspaceId} and h.state ${OPEN}
      and (p.id = ${anyId(personIds)} or p.merged_into_id = ${anyId(personIds)})
    order by h.id`)
  return rows
}

/**
 * Hand-offs that a merge moved to the survivor and that are open there, or that it put to rest, of people who are themselves again;
 * with the event of the merge. Where several merges moved one, the last comes back first.
 */
export async function mergesTakenBack(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<{ handOffId: string; eventId: string; personId: string }[]> {
  const { rows } = await tx.execute<{ handOffId: string; eventId: string; personId: string }>(sql`
    select h.id as "handOffId", e.id as "eventId", p.id as "personId" from hand_off h
    join lateral (
      select m.id, m.kind, m.detail ->> 'mergedFrom' as merged_from from hand_off_event m
      where m.workspace_id = ${workspaceId} and m.hand_off_id = h.id and m.kind in ('moved', 'reassigned')
        and m.detail ->> 'mergedFrom' is not null and not exists (
          select 1 from hand_off_event u
          where u.workspace_id = ${workspaceId} and u.hand_off_id = h.id and u.undoes_id = m.id)
      order by m.number desc limit 1
    ) e on true
    join person p on p.workspace_id = ${workspaceId} and p.id = e.merged_from::uuid and p.merged_into_id is null
    where h.workspace_id = ${workspaceId} and h.person_id = ${anyId(personIds)} 
      and ((h.state ${OPEN} and e.kind = 'moved') or (h.state = 'reassigned' and e.kind = 'reassigned'))
    order by h.id`)
  return rows
}
