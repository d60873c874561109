import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'

/** Reads hand-offs in numbers. */

export interface LoadRow extends Record<string, unknown> {
  sellerId: string
  name: string
  team: string | null
  offered: number
  working: number
  paused: number
  today: number
  awayUntil: Instant | null
  overdue: number
}

/** Work at hand per seller. */
export async function loadRows(
  tx: Tx,
  workspaceId: string,
  asked: { team: string | undefined; midnight: Instant; now: Instant },
): Promise<LoadRow[]> {
  const now = toIso(asked.now)
  const { rows } = await tx.execute<LoadRow>(sql`
    select s.id as "sellerId", s.name, s.team,
      count(h.id) filter (where h.state = 'offered' and h.paused_at is null) as offered,
      count(h.id) filter (where h.state in ('accepted', 'working') and h.paused_at is null) as working,
      count(h.id) filter (where h.state in ('offered', 'accepted', 'working') and h.paused_at is not null) as paused,
      count(h.id) filter (where h.offered_at >= ${toIso(asked.midnight)}::timestamptz) as today,
      count(h.id) filter (where h.state in ('offered', 'accepted', 'working') and h.attempted_at is null
        and h.paused_at is null and h.due_at < ${now}::timestamptz) as overdue,
      (select max(b.to_at) from seller_absence b where b.workspace_id = ${workspaceId} and b.seller_id = s.id
        and b.from_at <= ${now}::timestamptz and b.to_at > ${now}::timestamptz) as "awayUntil"
    from seller s
    left join hand_off h on h.workspace_id = ${workspaceId} and h.seller_id = s.id
      and (h.state in ('offered', 'accepted', 'working') or h.offered_at >= ${toIso(asked.midnight)}::timestamptz)
    where s.workspace_id = ${workspaceId} and (${asked.team ?? null}::text is null or s.team = ${asked.team ?? null}::text)
    group by s.id, s.name, s.team order by s.name, s.id`)
  return rows
}

/** Hand-offs offered to some sellers since an instant. */
export async function offeredSince(
  tx: Tx,
  workspaceId: string,
  sellerIds: readonly string[],
  since: Instant,
): Promise<string[]> {
  if (sellerIds.length === 0) return []
  const { rows } = await tx.execute<{ id: string }>(sql`
    select h.id from hand_off h where h.workspace_id = ${workspaceId} and h.seller_id = any(${sql.param(sellerIds)}::uuid[])
      and h.offered_at >= ${toIso(since)}::timestamptz order by h.offered_at desc limit 5000`)
  return rows.map((row) => row.id)
}

export interface OutcomeRow extends Record<string, unknown> {
  campaignId: string | null
  campaignName: string | null
  state: string
  reason: string | null
  accepted: boolean
  expired: number
  leads: number
  agreementVersion: number
}

/** What became of the leads of each campaign: of each cycle the last hand-off, and how many expired before. */
export async function outcomeRows(
  tx: Tx,
  workspaceId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<OutcomeRow[]> {
  const { rows } = await tx.execute<OutcomeRow>(sql`
    select x.campaign_id as "campaignId", k.name as "campaignName", x.state, x.reason, x.accepted,
      x.agreement_version as "agreementVersion", sum(x.expired)::int as expired, count(*) as leads
    from (
      select distinct on (h.person_id, h.cycle) h.campaign_id, h.state, h.reason, h.agreement_version,
        h.accepted_at is not null as accepted,
        count(*) filter (where h.state = 'expired') over (partition by h.person_id, h.cycle) as expired,
        min(h.offered_at) over (partition by h.person_id, h.cycle) as began
      from hand_off h where h.workspace_id = ${workspaceId}
      order by h.person_id, h.cycle, h.sequence desc
    ) x
    left join campaign k on k.workspace_id = ${workspaceId} and k.id = x.campaign_id
    where x.began >= ${toIso(from)}::timestamptz and x.began < ${toIso(to)}::timestamptz
    group by 1, 2, 3, 4, 5, 6`)
  return rows
}

/** Accepted hand-offs that wait for their follow-up, those of some sellers apart. */
export async function inFollowUp(tx: Tx, workspaceId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select h.id from hand_off h
    where h.workspace_id = ${workspaceId} and h.state in ('accepted', 'working') and h.paused_at is null
      and h.contacted_at is null
    order by h.due_at limit 2000`)
  return rows.map((row) => row.id)
}
