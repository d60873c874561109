import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { TimeSpan } from '#platform/kernel/business-time.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { TouchEvidence } from './rules/evidence.ts'

/** Reads what a hand-off needs to know of people, sellers and touches. */

const all = (ids: readonly string[]) => sql`any(${sql.param(ids)}::uuid[])`

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
      select t.cause_id, t.actor from stage_transition t
      where t.workspace_id = ${workspaceId} and t.person_id = l.person_id and t.cycle = l.cycle and t.to_stage = l.stage
        and t.voids_id is null and not exists (
          select 1 from stage_transition v where v.workspace_id = ${workspaceId} and v.voids_id = t.id)
      order by t.id desc limit 1
    ) m on true
    left join lateral (
      select h.seller_id from hand_off h
      where h.workspace_id = ${workspaceId} and h.person_id = l.person_id and h.cycle < l.cycle and h.seller_id is not null
        and h.state not in ('expired', 'reassigned')
      order by h.cycle desc, h.sequence desc limit 1
    ) f on true
    left join seller s on s.workspace_id = ${workspaceId} and l.cycle > 1 and s.id = coalesce(f.seller_id, p.seller_id)
    where l.workspace_id = ${workspaceId} and l.person_id = ${all(personIds)} and l.stage = ${stage} and l.excluded_by is null
      and (${always}::boolean or l.stage_entered_at >= b.live_since or l.hand_raise_at >= b.live_since)
      and not exists (
        select 1 from hand_off h where h.workspace_id = ${workspaceId} and h.person_id = l.person_id
          and (h.cycle = l.cycle or h.state in ('offered', 'accepted', 'working')))
    order by l.person_id`)
  return rows
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

/** The latest hand-raise of a person at an instant, and the campaign that led to each cause. */
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

/** A touch that may be evidence, of a person with an open hand-off. */
export interface EvidenceRow extends TouchEvidence {
  id: string
  personId: string
  occurredAt: Instant
}

/** Touches of some people since an instant that may be attempts or contacts, earliest first. */
export async function evidenceOf(
  tx: Tx,
  workspaceId: string,
  asked: { personIds: readonly string[]; since: Instant; until: Instant; kinds: readonly string[] },
): Promise<EvidenceRow[]> {
  const { rows } = await tx.execute<EvidenceRow & Record<string, unknown>>(sql`
    select t.id, t.person_id as "personId", t.kind, t.side, t.direction, t.machine, t.attributes, t.occurred_at as "occurredAt"
    from touch t
    where t.workspace_id = ${workspaceId} and t.person_id = ${all(asked.personIds)}
      and t.occurred_at >= ${toIso(asked.since)}::timestamptz and t.occurred_at <= ${toIso(asked.until)}::timestamptz
      and t.kind = any(${sql.param(asked.kinds)}::text[]) and not t.machine
    order by t.occurred_at, t.id`)
  return rows
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
      lower(trim(s.manager)) in (lower(trim(m.name)), lower(trim(m.email))) as managed
    from member m
    join seller s on s.workspace_id = ${workspaceId}
      and (s.email_norm = lower(trim(m.email)) or lower(trim(s.manager)) in (lower(trim(m.name)), lower(trim(m.email))))
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
    select m.user_id as id, m.name from member m where m.workspace_id = ${workspaceId} and m.user_id = ${all(userIds)}`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Whether a person is there, and not merged into another. */
export async function personExists(tx: Tx, workspaceId: string, personId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from person p where p.workspace_id = ${workspaceId} and p.id = ${personId} and p.merged_into_id is null`)
  return rows.length > 0
}

/** The account of a person, and what to call both. */
export async function accountOf(
  tx: Tx,
  workspaceId: string,
  personId: string,
): Promise<{ accountId: string | null; accountName: string | null; personName: string | null }> {
  const { rows } = await tx.execute<{
    accountId: string | null
    accountName: string | null
    personName: string | null
  }>(sql`
    select a.id as "accountId", a.name as "accountName",
      nullif(trim(concat_ws(' ', p.first_name, p.last_name)), '') as "personName"
    from person p left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    where p.workspace_id = ${workspaceId} and p.id = ${personId}`)
  return rows[0] ?? { accountId: null, accountName: null, personName: null }
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
    where a.workspace_id = ${workspaceId} and a.seller_id = ${all(sellerIds)} and a.to_at > ${toIso(at)}::timestamptz
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
    select s.id, s.name from seller s where s.workspace_id = ${workspaceId} and s.id = ${all(sellerIds)}`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Who has to do with a hand-off, by user id. */
export interface Audience {
  personId: string
  personName: string
  accountName: string | null
  sellerId: string | null
  sellerName: string | null
  handRaise: boolean
  dueAt: Instant
  /** members whose address is the seller's */
  owner: string[]
  /** members whose name or address stands as the seller's manager */
  managers: string[]
  leaders: string[]
}

export async function audienceRows(tx: Tx, workspaceId: string, handOffId: string): Promise<Audience | null> {
  const { rows } = await tx.execute<Audience & Record<string, unknown>>(sql`
    select h.person_id as "personId",
      coalesce(nullif(trim(concat_ws(' ', p.first_name, p.last_name)), ''), p.email, 'No name') as "personName",
      a.name as "accountName", h.seller_id as "sellerId", s.name as "sellerName", h.hand_raise as "handRaise",
      h.due_at as "dueAt",
      array(select m.user_id::text from member m where m.workspace_id = ${workspaceId} and m.revoked_at is null
        and lower(trim(m.email)) = s.email_norm order by m.user_id) as owner,
      array(select m.user_id::text from member m where m.workspace_id = ${workspaceId} and m.revoked_at is null
        and lower(trim(s.manager)) in (lower(trim(m.name)), lower(trim(m.email))) order by m.user_id) as managers,
      array(select m.user_id::text from member m where m.workspace_id = ${workspaceId} and m.revoked_at is null
        and m.role = 'leadership' order by m.user_id) as leaders
    from hand_off h
    left join person p on p.workspace_id = ${workspaceId} and p.id = h.person_id
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = h.seller_id
    where h.workspace_id = ${workspaceId} and h.id = ${handOffId}`)
  return rows[0] ?? null
}
