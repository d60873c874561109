import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import type { TimeSpan } from '#platform/kernel/business-time.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { isManagerIn } from '#records/people/index.ts'

/** Reads sellers and members: who is who, who manages whom, who is away, and how much each has. */

/** Open hand-offs of each seller, and those offered since an instant. */
export async function loadsOf(
  tx: Tx,
  workspaceId: string,
  since: Instant,
): Promise<Map<string, { open: number; today: number }>> {
  const { rows } = await tx.execute<{ sellerId: string; open: number; today: number }>(sql`
    select x.seller_id as "sellerId", sum(x.open)::int as open, sum(x.today)::int as today from (
      select h.seller_id, 1 as open, 0 as today from hand_off h
      where h.workspace_id = ${workspaceId} and h.state in ('offered', 'accepted', 'working') and h.seller_id is not null
      union all
      select h.seller_id, 0 as open, 1 as today from hand_off h
      where h.workspace_id = ${workspaceId} and h.offered_at >= ${toIso(since)}::timestamptz and h.seller_id is not null
    ) x group by x.seller_id`)
  return new Map(rows.map(({ sellerId, open, today }) => [sellerId, { open, today }]))
}

/** One of our sellers. */
export interface SellerRow {
  id: string
  name: string
}

export async function sellerOf(tx: Tx, workspaceId: string, sellerId: string): Promise<SellerRow | null> {
  const { rows } = await tx.execute<SellerRow & Record<string, unknown>>(sql`
    select s.id, s.name from seller s where s.workspace_id = ${workspaceId} and s.id = ${sellerId}`)
  return rows[0] ?? null
}

/** The seller whose address is the member's, and the sellers who name the member as their manager. */
export async function sellersAround(
  tx: Tx,
  workspaceId: string,
  userId: string,
): Promise<{ own: SellerRow | null; managed: SellerRow[] }> {
  const { rows } = await tx.execute<
    SellerRow & { own: boolean; managed: boolean } & Record<string, unknown>
  >(sql`
    select s.id, s.name, s.email_norm = lower(trim(m.email)) as own,
      ${isManagerIn(workspaceId, sql`s.manager`)} as managed
    from member m
    join seller s on s.workspace_id = ${workspaceId}
      and (s.email_norm = lower(trim(m.email)) or ${isManagerIn(workspaceId, sql`s.manager`)})
    where m.workspace_id = ${workspaceId} and m.user_id = ${userId}
    order by s.id`)
  const plain = ({ id, name }: SellerRow) => ({ id, name })
  const own = rows.find((row) => row.own)
  return { own: own ? plain(own) : null, managed: rows.filter((row) => row.managed).map(plain) }
}

/** The user who made an API key. */
export async function makerOfKey(tx: Tx, workspaceId: string, keyId: string): Promise<string | null> {
  const { rows } = await tx.execute<{ userId: string }>(sql`
    select k.created_by as "userId" from api_key k where k.workspace_id = ${workspaceId} and k.id = ${keyId}`)
  return rows[0]?.userId ?? null
}

/** Names of members, past ones included. */
export async function memberNames(
  tx: Tx,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const { rows } = await tx.execute<{ id: string; name: string }>(sql`
    select m.user_id as id, m.name from member m where m.workspace_id = ${workspaceId} and m.user_id = ${anyId(userIds)}`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** When sellers are away from an instant on; those who are never away are left out. */
export async function absencesOf(
  tx: Tx,
  workspaceId: string,
  sellerIds: readonly string[],
  at: Instant,
): Promise<Map<string, TimeSpan[]>> {
  if (sellerIds.length === 0) return new Map()
  const { rows } = await tx.execute<{ sellerId: string; from: Instant; to: Instant }>(sql`
    select a.seller_id as "sellerId", a.from_at as "from", a.to_at as "to" from seller_absence a
    where a.workspace_id = ${workspaceId} and a.seller_id = ${anyId(sellerIds)} and a.to_at > ${toIso(at)}::timestamptz
    order by a.from_at, a.id`)
  const found = new Map<string, TimeSpan[]>()
  for (const { sellerId, from, to } of rows)
    found.set(sellerId, [...(found.get(sellerId) ?? []), { from, to }])
  return found
}

/** Names of sellers. */
export async function sellerNames(
  tx: Tx,
  workspaceId: string,
  sellerIds: readonly string[],
): Promise<Map<string, string>> {
  if (sellerIds.length === 0) return new Map()
  const { rows } = await tx.execute<{ id: string; name: string }>(sql`
    select s.id, s.name from seller s where s.workspace_id = ${workspaceId} and s.id = ${anyId(sellerIds)}`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
