import { sql } from 'drizzle-orm'
import { anyId, anyText, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { isManagerIn } from '#records/people/index.ts'
import { fullName, personName } from '#records/people/tables.ts'
import type { TouchEvidence } from '#records/touches/index.ts'

/** Reads what a hand-off needs to know of people and touches, and whom it concerns. */

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
    where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(asked.personIds)}
      and t.occurred_at >= ${toIso(asked.since)}::timestamptz and t.occurred_at <= ${toIso(asked.until)}::timestamptz
      and t.kind = ${anyText(asked.kinds)} and not t.machine
    order by t.occurred_at, t.id`)
  return rows
}

/** Which of some touches are there, each with the record that its person is now. */
export async function touchesThere(
  tx: Tx,
  workspaceId: string,
  touchIds: readonly string[],
): Promise<Map<string, string>> {
  if (touchIds.length === 0) return new Map()
  const { rows } = await tx.execute<{ id: string; personId: string }>(sql`
    select t.id, coalesce(p.merged_into_id, t.person_id) as "personId" from touch t
    join person p on p.workspace_id = ${workspaceId} and p.id = t.person_id
    where t.workspace_id = ${workspaceId} and t.id = ${anyId(touchIds)}`)
  return new Map(rows.map(({ id, personId }) => [id, personId]))
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
      ${fullName} as "personName"
    from person p left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    where p.workspace_id = ${workspaceId} and p.id = ${personId}`)
  return rows[0] ?? { accountId: null, accountName: null, personName: null }
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
  /** members who manage the seller (`isManagerIn`), or of whoever had it last where nobody has it */
  managers: string[]
}

export async function audienceRows(tx: Tx, workspaceId: string, handOffId: string): Promise<Audience | null> {
  const { rows } = await tx.execute<Audience & Record<string, unknown>>(sql`
    select h.person_id as "personId",
      ${personName} as "personName",
      a.name as "accountName", h.seller_id as "sellerId", s.name as "sellerName", h.hand_raise as "handRaise",
      h.due_at as "dueAt",
      array(select m.user_id::text from member m where m.workspace_id = ${workspaceId} and m.revoked_at is null
        and lower(trim(m.email)) = s.email_norm order by m.user_id) as owner,
      array(select m.user_id::text from member m where m.workspace_id = ${workspaceId} and m.revoked_at is null
        and ${isManagerIn(workspaceId, sql`f.manager`)} order by m.user_id) as managers
    from hand_off h
    left join person p on p.workspace_id = ${workspaceId} and p.id = h.person_id
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = h.seller_id
    left join lateral (
      select b.manager from hand_off o
      join seller b on b.workspace_id = ${workspaceId} and b.id = o.seller_id
      where o.workspace_id = ${workspaceId} and o.person_id = h.person_id and o.cycle = h.cycle and o.sequence <= h.sequence
      order by o.sequence desc limit 1
    ) f on true
    where h.workspace_id = ${workspaceId} and h.id = ${handOffId}`)
  return rows[0] ?? null
}
