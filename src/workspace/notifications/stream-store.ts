import { and, eq, gt, inArray, isNull, lt, lte, or } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { apiKey, member, session } from '#workspace/access/tables.ts'
import { liveHint, notificationDelivery, webhookEndpoint, webhookMessage } from './tables.ts'

/** Sessions that still are open, with the workspace they look at; runs in `database.system`. */
export async function openSessions(
  tx: Tx,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, string | null>> {
  const rows = await tx
    .select({ id: session.id, workspaceId: session.activeWorkspaceId })
    .from(session)
    .where(and(inArray(session.id, [...ids]), gt(session.expiresAt, new Date(now))))
  return new Map(rows.map((row) => [row.id, row.workspaceId]))
}

export async function liveMembers(
  tx: Tx,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx
    .select({ userId: member.userId })
    .from(member)
    .where(
      and(
        eq(member.workspaceId, workspaceId),
        inArray(member.userId, [...userIds]),
        isNull(member.revokedAt),
      ),
    )
  return new Set(rows.map((row) => row.userId))
}

/** Keys that may still be used, by the digest of their secret. */
export async function liveKeys(
  tx: Tx,
  workspaceId: string,
  secretHashes: readonly string[],
  now: Instant,
): Promise<Set<string>> {
  const rows = await tx
    .select({ secretHash: apiKey.secretHash })
    .from(apiKey)
    .where(
      and(
        eq(apiKey.workspaceId, workspaceId),
        inArray(apiKey.secretHash, [...secretHashes]),
        isNull(apiKey.revokedAt),
        or(isNull(apiKey.expiresAt), gt(apiKey.expiresAt, now)),
      ),
    )
  return new Set(rows.map((row) => row.secretHash))
}

export async function hintsOf(tx: Tx, workspaceId: string): Promise<{ what: string; at: Instant }[]> {
  return tx
    .select({ what: liveHint.what, at: liveHint.at })
    .from(liveHint)
    .where(eq(liveHint.workspaceId, workspaceId))
}

export async function saveHint(tx: Tx, workspaceId: string, what: string, at: Instant): Promise<void> {
  await tx
    .insert(liveHint)
    .values({ workspaceId, what, at })
    .onConflictDoUpdate({ target: [liveHint.workspaceId, liveHint.what], set: { at } })
}

/** Members whose mails should have gone out by an instant and did not. */
export async function overdueMails(tx: Tx, workspaceId: string, before: Instant): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ userId: notificationDelivery.targetId })
    .from(notificationDelivery)
    .where(
      and(
        eq(notificationDelivery.workspaceId, workspaceId),
        eq(notificationDelivery.channel, 'mail'),
        eq(notificationDelivery.state, 'waiting'),
        lt(notificationDelivery.dueAt, before),
      ),
    )
  return rows.map((row) => row.userId)
}

/** Active endpoints with messages that should have been tried by an instant, and with no job that does it. */
export async function overdueEndpoints(
  tx: Tx,
  workspaceId: string,
  before: Instant,
  now: Instant,
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: webhookEndpoint.id })
    .from(webhookEndpoint)
    .innerJoin(
      webhookMessage,
      and(eq(webhookMessage.workspaceId, workspaceId), eq(webhookMessage.endpointId, webhookEndpoint.id)),
    )
    .where(
      and(
        eq(webhookEndpoint.workspaceId, workspaceId),
        eq(webhookEndpoint.state, 'active'),
        or(isNull(webhookEndpoint.senderId), lte(webhookEndpoint.senderUntil, now)),
        eq(webhookMessage.state, 'waiting'),
        lt(webhookMessage.nextAt, before),
      ),
    )
  return rows.map((row) => row.id)
}
