import { sql } from 'drizzle-orm'
import { anyId, anyText, type Tx } from '#platform/db/index.ts'
import { comparedAddress } from '#platform/kernel/domain.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { emailNorm } from './rules/identity.ts'
import type { SUPPRESSION_REASONS } from './tables.ts'

/** An address that asked to be left alone, or that mail does not reach. */
export interface Suppression {
  email: string
  reason: (typeof SUPPRESSION_REASONS)[number]
  /** what proves it, e.g. the mail whose link was used */
  detail: string | null
  /** the user who put it there; null when the person did, or a server */
  actorId: string | null
}

const norms = (emails: readonly string[]) => [
  ...new Set(emails.flatMap((email) => emailNorm(email) ?? comparedAddress(email.trim()))),
]

/**
 * Nothing is sent to these addresses any more. One that is there already keeps its first reason.
 *
 * @returns ids of the people who have an address that is new on the list: their scores and stages are to be computed anew
 */
export async function suppress(
  tx: Tx,
  workspaceId: string,
  entries: readonly Suppression[],
  now: Instant,
): Promise<string[]> {
  if (entries.length === 0) return []
  const rows = entries.map(({ email, reason, detail, actorId }) => ({
    email: norms([email])[0]!,
    reason,
    detail,
    actor_id: actorId,
  }))
  const added = await tx.execute<{ email_norm: string }>(sql`
    insert into suppression (workspace_id, email_norm, reason, detail, actor_id, recorded_at)
    select ${workspaceId}::uuid, g.email, g.reason, g.detail, g.actor_id, ${toIso(now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(email text, reason text, detail text, actor_id uuid)
    on conflict (workspace_id, email_norm) do nothing returning email_norm`)
  return peopleWith(
    tx,
    workspaceId,
    added.rows.map((row) => row.email_norm),
  )
}

/**
 * Takes an address off the list, for undoing what was put there by mistake; what a source said of its people, too.
 *
 * @returns ids of the people who have it
 */
export async function liftSuppression(tx: Tx, workspaceId: string, email: string): Promise<string[]> {
  const gone = await tx.execute<{ email_norm: string }>(sql`
    delete from suppression where workspace_id = ${workspaceId} and email_norm = ${norms([email])[0]!} returning email_norm`)
  const told = await tx.execute<{ email_norm: string }>(sql`
    update person as p set attributes = p.attributes || '{"unsubscribed": false}'::jsonb
    where p.workspace_id = ${workspaceId} and p.email_norm = ${norms([email])[0]!}
      and p.attributes ->> 'unsubscribed' = 'true' returning p.email_norm`)
  return peopleWith(
    tx,
    workspaceId,
    [...gone.rows, ...told.rows].map((row) => row.email_norm),
  )
}

/**
 * Takes an address off the list when its owner had unsubscribed, and for no other reason.
 *
 * @returns ids of the people who have it
 */
export async function liftUnsubscription(tx: Tx, workspaceId: string, email: string): Promise<string[]> {
  const gone = await tx.execute<{ email_norm: string }>(sql`
    delete from suppression where workspace_id = ${workspaceId} and email_norm = ${norms([email])[0]!} and reason = 'unsubscribed'
    returning email_norm`)
  return peopleWith(
    tx,
    workspaceId,
    gone.rows.map((row) => row.email_norm),
  )
}

/**
 * Which of some addresses nothing may be sent to: those on the list, and those whose person a source calls unsubscribed. To be asked
 * in the transaction that sends.
 *
 * @returns addresses as `emailNorm` writes them
 */
export async function suppressedAmong(
  tx: Tx,
  workspaceId: string,
  emails: readonly string[],
): Promise<Set<string>> {
  const asked = norms(emails)
  if (asked.length === 0) return new Set()
  const { rows } = await tx.execute<{ email: string }>(sql`
    select s.email_norm as email from suppression s
    where s.workspace_id = ${workspaceId} and s.email_norm = ${anyText(asked)}
    union select p.email_norm from person p
    where p.workspace_id = ${workspaceId} and p.email_norm = ${anyText(asked)}
      and p.attributes ->> 'unsubscribed' = 'true'`)
  return new Set(rows.map((row) => row.email))
}

/** The addresses of people who have one, as `emailNorm` writes them. */
export async function addressesOf(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map()
  const { rows } = await tx.execute<{ id: string; email: string }>(sql`
    select p.id, p.email_norm as email from person p where p.workspace_id = ${workspaceId}
      and p.id = ${anyId(personIds)} and p.email_norm is not null`)
  return new Map(rows.map((row) => [row.id, row.email]))
}

async function peopleWith(tx: Tx, workspaceId: string, emails: readonly string[]): Promise<string[]> {
  if (emails.length === 0) return []
  const { rows } = await tx.execute<{ id: string }>(sql`
    select p.id from person p where p.workspace_id = ${workspaceId} and p.merged_into_id is null
      and p.email_norm = ${anyText(emails)}`)
  return rows.map((row) => row.id)
}
