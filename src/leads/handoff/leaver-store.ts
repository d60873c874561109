import { sql } from 'drizzle-orm'
import { anyText, type Tx } from '#platform/db/index.ts'

/** Reads what somebody who left still has. */

/** A seller who left. */
export interface Leaver extends Record<string, unknown> {
  id: string
  name: string
  /** the seller whose name or address stands as their manager; null: nobody who sells */
  managerId: string | null
  managerName: string | null
}

/** The sellers whose address is that of a member. */
export async function sellersOfMember(tx: Tx, workspaceId: string, userId: string): Promise<Leaver[]> {
  const { rows } = await tx.execute<Leaver>(sql`
    select s.id, s.name, b.id as "managerId", b.name as "managerName"
    from member m
    join seller s on s.workspace_id = ${workspaceId} and s.email_norm = lower(trim(m.email))
    left join lateral (
      select x.id, x.name from seller x
      where x.workspace_id = ${workspaceId} and x.id <> s.id
        and lower(trim(s.manager)) in (lower(trim(x.name)), x.email_norm)
      order by x.id limit 1
    ) b on true
    where m.workspace_id = ${workspaceId} and m.user_id = ${userId} order by s.id`)
  return rows
}

/** One cycle that somebody has: an open hand-off, or a person they own at a stage for which the agreement says where it goes. */
export interface CycleLeft extends Record<string, unknown> {
  personId: string
  cycle: number
  stage: string | null
  handOffId: string | null
  handRaise: boolean
  accountSellerId: string | null
}

/** The cycles that a seller has, in the order of their people. */
export async function cyclesOf(
  tx: Tx,
  workspaceId: string,
  sellerId: string,
  stages: readonly string[],
): Promise<CycleLeft[]> {
  const { rows } = await tx.execute<CycleLeft>(sql`
    select p.id as "personId", coalesce(h.cycle, l.cycle, 0) as cycle, l.stage, h.id as "handOffId",
      coalesce(h.hand_raise, false) as "handRaise", a.seller_id as "accountSellerId"
    from person p
    left join lead l on l.workspace_id = ${workspaceId} and l.person_id = p.id
    left join hand_off h on h.workspace_id = ${workspaceId} and h.person_id = p.id
      and h.state in ('offered', 'accepted', 'working')
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id and a.merged_into_id is null
    where p.workspace_id = ${workspaceId} and p.merged_into_id is null and (h.seller_id = ${sellerId}
      or (h.id is null and p.seller_id = ${sellerId} and l.stage = ${anyText(stages)}))
    order by p.id`)
  return rows
}
