import { sql } from 'drizzle-orm'
import { standingMove } from '#leads/lifecycle/index.ts'
import { anyId, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { SellerRow } from './seller-store.ts'

/** Reads who is to be offered to a seller, and who had them before. */

/** A person at the stage that is handed over, for whom nothing was offered in this cycle. */
export interface Candidate {
  personId: string
  cycle: number
  enteredAt: Instant
  handRaiseAt: Instant | null
  /** what qualified them */
  causeId: string | null
  /** rule that did, e.g. `qualification.handRaise` */
  actor: string | null
  /** who had them last: the owner, else the seller of the former hand-off */
  formerSellerId: string | null
  formerSellerName: string | null
}

/** Those of some people who are to be offered to a seller: at the stage since the workspace is live, and nobody has them. */
export async function candidatesAmong(
  tx: Tx,
  workspaceId: string,
  { personIds, stage, always }: { personIds: readonly string[]; stage: string; always: boolean },
): Promise<Candidate[]> {
  const { rows } = await tx.execute<Candidate & Record<string, unknown>>(sql`
    select l.person_id as "personId", l.cycle, l.stage_entered_at as "enteredAt", l.hand_raise_at as "handRaiseAt",
      m.cause_id as "causeId", m.actor, s.id as "formerSellerId", s.name as "formerSellerName"
    from lead l
    join person p on p.workspace_id = ${workspaceId} and p.id = l.person_id and p.merged_into_id is null
    join hand_off_start b on b.workspace_id = ${workspaceId}
    left join lateral (
      select t.cause_id, t.actor ${standingMove(workspaceId)}
    ) m on true
    left join lateral (
      select h.seller_id from hand_off h
      where h.workspace_id = ${workspaceId} and h.person_id = l.person_id and h.cycle < l.cycle and h.seller_id is not null
        and h.state not in ('expired', 'reassigned')
      order by h.cycle desc, h.sequence desc limit 1
    ) f on true
    left join seller s on s.workspace_id = ${workspaceId} and l.cycle > 1 and s.id = coalesce(f.seller_id, p.seller_id)
    where l.workspace_id = ${workspaceId} and l.person_id = ${anyId(personIds)} and l.stage = ${stage} and l.excluded_by is null
      and (${always}::boolean or l.stage_entered_at >= b.live_since or l.hand_raise_at >= b.live_since)
      and not exists (
        select 1 from hand_off h where h.workspace_id = ${workspaceId} and h.person_id = l.person_id
          and (h.cycle = l.cycle or h.state in ('offered', 'accepted', 'working')))
    order by l.person_id`)
  return rows
}

/** People at the stage since the workspace is live whom nobody was offered in this cycle, those who wait longest first. */
export async function neverOffered(
  tx: Tx,
  workspaceId: string,
  stage: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await tx.execute<{ personId: string }>(sql`
    select l.person_id as "personId" from lead l
    join person p on p.workspace_id = ${workspaceId} and p.id = l.person_id and p.merged_into_id is null
    join hand_off_start b on b.workspace_id = ${workspaceId}
    where l.workspace_id = ${workspaceId} and l.stage = ${stage} and l.excluded_by is null
      and (l.stage_entered_at >= b.live_since or l.hand_raise_at >= b.live_since)
      and not exists (
        select 1 from hand_off h where h.workspace_id = ${workspaceId} and h.person_id = l.person_id
          and (h.cycle = l.cycle or h.state in ('offered', 'accepted', 'working')))
    order by l.stage_entered_at, l.person_id limit ${limit}`)
  return rows.map(({ personId }) => personId)
}

/** Who had a person last, were the person to begin a new cycle now: the seller of the former hand-off, else the owner. */
export async function formerSellerOf(
  tx: Tx,
  workspaceId: string,
  personId: string,
): Promise<SellerRow | null> {
  const { rows } = await tx.execute<SellerRow & Record<string, unknown>>(sql`
    select s.id, s.name from person p
    join lead l on l.workspace_id = ${workspaceId} and l.person_id = p.id
    left join lateral (
      select exists (select 1 from hand_off o where o.workspace_id = ${workspaceId} and o.person_id = p.id and o.cycle = l.cycle) as offered
    ) n on true
    left join lateral (
      select h.seller_id from hand_off h
      where h.workspace_id = ${workspaceId} and h.person_id = p.id and h.seller_id is not null
        and (n.offered or h.cycle < l.cycle) and h.state not in ('expired', 'reassigned')
      order by h.cycle desc, h.sequence desc limit 1
    ) f on true
    join seller s on s.workspace_id = ${workspaceId} and (n.offered or l.cycle > 1) and s.id = coalesce(f.seller_id, p.seller_id)
    where p.workspace_id = ${workspaceId} and p.id = ${personId}`)
  return rows[0] ?? null
}

/** By person: the campaign of the touch that caused it, else of the latest marketing touch with one up to then. */
export async function campaignsOf(
  tx: Tx,
  workspaceId: string,
  causes: readonly { personId: string; causeId: string | null; at: Instant }[],
): Promise<Map<string, string>> {
  const wanted = causes.map((cause) => ({ ...cause, at: toIso(cause.at) }))
  const { rows } = await tx.execute<{ personId: string; campaignId: string | null }>(sql`
    select w."personId", coalesce(
      (select c.campaign_id from touch c where c.workspace_id = ${workspaceId} and c.id = w."causeId"),
      (select t.campaign_id from touch t where t.workspace_id = ${workspaceId} and t.person_id = w."personId"
        and t.campaign_id is not null and t.side = 'marketing' and not t.machine and t.occurred_at <= w.at
        order by t.occurred_at desc limit 1)) as "campaignId"
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w ("personId" uuid, "causeId" uuid, at timestamptz)`)
  return new Map(
    rows.flatMap(({ personId, campaignId }) => (campaignId ? [[personId, campaignId] as const] : [])),
  )
}
