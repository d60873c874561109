import { sql } from 'drizzle-orm'
import { anyText, rowsOf, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'

export interface LoggedRow {
  id: string
  userId: string
  mailKey: string
  direction: 'outbound' | 'inbound'
  subject: string
  automatic: string | null
  occurredAt: Instant
  unknown: string[]
}

/** A mail to be kept. */
export interface NewLogged extends LoggedRow {
  /** somebody has to look at it */
  isOpen: boolean
}

/** Keeps a mail; false: it was kept before. */
export async function insertLogged(
  tx: Tx,
  workspaceId: string,
  row: NewLogged,
  now: Instant,
): Promise<boolean> {
  const settledAt = row.isOpen ? null : toIso(now)
  const result = await tx.execute(sql`
    insert into logged_mail (workspace_id, id, user_id, mail_key, direction, subject, automatic, occurred_at, recorded_at, unknown,
      settled_at)
    values (${workspaceId}, ${row.id}, ${row.userId}, ${row.mailKey}, ${row.direction}, ${row.subject}, ${row.automatic},
      ${toIso(row.occurredAt)}::timestamptz, ${toIso(now)}::timestamptz, ${JSON.stringify(row.unknown)}::jsonb,
      ${settledAt}::timestamptz)
    on conflict (workspace_id, mail_key) do nothing returning id`)
  return result.rows.length > 0
}

/** Which of some addresses are our own: members and sellers. */
export async function ownAmong(
  tx: Tx,
  workspaceId: string,
  addresses: readonly string[],
): Promise<Set<string>> {
  const result = await tx.execute(sql`
    select lower(m.email) as email from member m where m.workspace_id = ${workspaceId} and lower(m.email) = ${anyText(addresses)}
    union select s.email_norm from seller s where s.workspace_id = ${workspaceId} and s.email_norm = ${anyText(addresses)}`)
  return new Set(rowsOf<{ email: string }>(result).map((row) => row.email))
}

export async function peopleByAddress(tx: Tx, workspaceId: string, addresses: readonly string[]) {
  const result = await tx.execute(sql`
    select p.id, p.email_norm as email from person p
    where p.workspace_id = ${workspaceId} and p.merged_into_id is null and p.email_norm = ${anyText(addresses)}`)
  return rowsOf<{ id: string; email: string }>(result)
}

/** A member with their role and the seller they are; undefined when they left. */
export async function memberAndSeller(tx: Tx, workspaceId: string, userId: string) {
  const result = await tx.execute(sql`
    select m.user_id as "userId", m.name, m.role, s.id as "sellerId" from member m
    left join seller s on s.workspace_id = ${workspaceId} and s.email_norm = lower(m.email)
    where m.workspace_id = ${workspaceId} and m.user_id = ${userId} and m.revoked_at is null order by s.id limit 1`)
  return rowsOf<{ userId: string; name: string; role: string; sellerId: string | null }>(result)[0]
}

/** Mails with addresses nobody is known behind, or without any of another side, the latest first. */
export async function unmatched(
  tx: Tx,
  workspaceId: string,
  { userId, before, limit }: { userId: string | undefined; before: string | undefined; limit: number },
) {
  const result = await tx.execute(sql`
    select l.id, l.subject, l.direction, l.unknown, l.occurred_at as "occurredAt", m.name as member
    from logged_mail l left join member m on m.workspace_id = ${workspaceId} and m.user_id = l.user_id
    where l.workspace_id = ${workspaceId} and l.settled_at is null
      ${userId ? sql`and l.user_id = ${userId}` : sql``} ${before ? sql`and l.id < ${before}` : sql``}
    order by l.id desc limit ${limit}`)
  return rowsOf<{
    id: string
    subject: string
    direction: 'outbound' | 'inbound'
    unknown: string[]
    occurredAt: Instant
    member: string | null
  }>(result)
}

export async function lockLogged(tx: Tx, workspaceId: string, id: string): Promise<LoggedRow | undefined> {
  const result = await tx.execute(sql`
    select l.id, l.user_id as "userId", l.mail_key as "mailKey", l.direction, l.subject, l.automatic, l.occurred_at as "occurredAt",
      l.unknown
    from logged_mail l where l.workspace_id = ${workspaceId} and l.id = ${id} for update`)
  return rowsOf<LoggedRow>(result)[0]
}

export async function setUnknown(
  tx: Tx,
  workspaceId: string,
  id: string,
  unknown: readonly string[],
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    update logged_mail set unknown = ${JSON.stringify(unknown)}::jsonb,
      settled_at = ${unknown.length === 0 ? toIso(now) : null}::timestamptz
    where workspace_id = ${workspaceId} and id = ${id}`)
}
