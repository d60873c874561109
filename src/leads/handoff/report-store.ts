import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { HandOffRow } from './store.ts'
import { handOff } from './tables.ts'

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

/** How many hand-offs are read at once: bounds memory. */
const PART = 1_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** Hand-offs offered to some sellers since an instant, in parts. */
export async function* offeredSince(
  tx: Tx,
  workspaceId: string,
  sellerIds: readonly string[],
  since: Instant,
): AsyncGenerator<HandOffRow[]> {
  if (sellerIds.length === 0) return
  for (let at = since, id = FIRST_ID; ; ) {
    const rows = await tx
      .select()
      .from(handOff)
      .where(
        and(
          eq(handOff.workspaceId, workspaceId),
          inArray(handOff.sellerId, [...sellerIds]),
          sql`(offered_at, id) > (${toIso(at)}::timestamptz, ${id}::uuid)`,
        ),
      )
      .orderBy(asc(handOff.offeredAt), asc(handOff.id))
      .limit(PART)
    yield rows
    if (rows.length < PART) return
    ;({ offeredAt: at, id } = rows.at(-1)!)
  }
}

export interface OutcomeRow extends Record<string, unknown> {
  campaignId: string | null
  campaignName: string | null
  state: string
  reason: string | null
  accepted: boolean
  byDefault: boolean
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
    select x.campaign_id as "campaignId", k.name as "campaignName", x.state, x.reason, x.accepted, x."byDefault",
      x.agreement_version as "agreementVersion", sum(x.expired)::int as expired, count(*) as leads
    from (
      select distinct on (h.person_id, h.cycle) h.campaign_id, h.state, h.reason, h.agreement_version,
        h.accepted_at is not null as accepted, h.accepted_by_default as "byDefault",
        count(*) filter (where h.state = 'expired') over (partition by h.person_id, h.cycle) as expired,
        min(h.offered_at) over (partition by h.person_id, h.cycle) as began
      from hand_off h where h.workspace_id = ${workspaceId}
      order by h.person_id, h.cycle, h.sequence desc
    ) x
    left join campaign k on k.workspace_id = ${workspaceId} and k.id = x.campaign_id
    where x.began >= ${toIso(from)}::timestamptz and x.began < ${toIso(to)}::timestamptz
    group by 1, 2, 3, 4, 5, 6, 7`)
  return rows
}

/** Accepted hand-offs that wait for their follow-up, in parts. */
export async function* inFollowUp(tx: Tx, workspaceId: string): AsyncGenerator<string[]> {
  for (let after = FIRST_ID; ; ) {
    const { rows } = await tx.execute<{ id: string }>(sql`
      select h.id from hand_off h
      where h.workspace_id = ${workspaceId} and h.state in ('accepted', 'working') and h.paused_at is null
        and h.contacted_at is null and h.id > ${after}::uuid
      order by h.id limit ${PART}`)
    yield rows.map(({ id }) => id)
    if (rows.length < PART) return
    after = rows.at(-1)!.id
  }
}
