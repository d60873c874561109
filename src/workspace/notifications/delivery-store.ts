import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import { deleteWritten, type Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { member } from '#workspace/access/tables.ts'
import { chatChannel, notificationDelivery } from './tables.ts'

export type Delivery = typeof notificationDelivery.$inferSelect

/** Writes those that are new; answers them. */
export async function addDeliveries(
  tx: Tx,
  rows: (typeof notificationDelivery.$inferInsert)[],
): Promise<{ id: string; targetId: string; dueAt: Instant }[]> {
  if (rows.length === 0) return []
  const { workspaceId, channel, targetId, key, id, dueAt } = notificationDelivery
  return tx
    .insert(notificationDelivery)
    .values(rows)
    .onConflictDoNothing({ target: [workspaceId, channel, targetId, key] })
    .returning({ id, targetId, dueAt })
}

/** The member a mail is for, locked so that two jobs do not put the same mails together; null when they are none any more. */
export async function lockRecipient(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  const rows = await tx
    .select({ userId: member.userId })
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId)))
    .for('no key update')
  return rows.length === 1
}

export async function mailAddressOf(
  tx: Tx,
  workspaceId: string,
  userId: string,
): Promise<{ email: string; name: string } | null> {
  const [row] = await tx
    .select({ email: member.email, name: member.name })
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId), isNull(member.revokedAt)))
  return row ?? null
}

const mailsOf = (workspaceId: string, userId: string) =>
  and(
    eq(notificationDelivery.workspaceId, workspaceId),
    eq(notificationDelivery.channel, 'mail'),
    eq(notificationDelivery.targetId, userId),
  )

export async function dueMails(
  tx: Tx,
  workspaceId: string,
  userId: string,
  now: Instant,
): Promise<Delivery[]> {
  return tx
    .select()
    .from(notificationDelivery)
    .where(
      and(
        mailsOf(workspaceId, userId),
        eq(notificationDelivery.state, 'waiting'),
        lte(notificationDelivery.dueAt, now),
      ),
    )
    .orderBy(asc(notificationDelivery.id))
    .limit(500)
}

/** Mails that went out lately, with what they held. */
export async function mailsSince(tx: Tx, workspaceId: string, userId: string, since: Instant) {
  return tx
    .select({
      messageId: notificationDelivery.messageId,
      sentAt: notificationDelivery.sentAt,
      content: notificationDelivery.content,
    })
    .from(notificationDelivery)
    .where(
      and(
        mailsOf(workspaceId, userId),
        isNotNull(notificationDelivery.messageId),
        gt(notificationDelivery.sentAt, since),
      ),
    )
}

/** Puts off what waits. */
export async function holdBack(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  dueAt: Instant,
): Promise<void> {
  await tx
    .update(notificationDelivery)
    .set({ dueAt })
    .where(and(eq(notificationDelivery.workspaceId, workspaceId), inArray(notificationDelivery.id, [...ids])))
}

export async function putTogether(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  messageId: string,
  now: Instant,
): Promise<void> {
  await tx
    .update(notificationDelivery)
    .set({ state: 'sending', messageId, sentAt: now })
    .where(and(eq(notificationDelivery.workspaceId, workspaceId), inArray(notificationDelivery.id, [...ids])))
}

/** What goes out in one message and is still under way, locked. */
export async function underWay(tx: Tx, workspaceId: string, messageId: string): Promise<Delivery[]> {
  return tx
    .select()
    .from(notificationDelivery)
    .where(
      and(
        eq(notificationDelivery.workspaceId, workspaceId),
        eq(notificationDelivery.messageId, messageId),
        eq(notificationDelivery.state, 'sending'),
      ),
    )
    .orderBy(asc(notificationDelivery.id))
    .for('update')
}

/** The same, counting the attempt that follows. */
export async function beginMessage(tx: Tx, workspaceId: string, messageId: string): Promise<Delivery[]> {
  const rows = await underWay(tx, workspaceId, messageId)
  if (rows.length > 0)
    await tx
      .update(notificationDelivery)
      .set({ attempts: (rows[0]?.attempts ?? 0) + 1 })
      .where(
        and(
          eq(notificationDelivery.workspaceId, workspaceId),
          eq(notificationDelivery.messageId, messageId),
          eq(notificationDelivery.state, 'sending'),
        ),
      )
  return rows
}

export async function endMessage(
  tx: Tx,
  workspaceId: string,
  messageId: string,
  end: { state: Delivery['state']; detail: string | null; sentAt: Instant | null },
): Promise<void> {
  await tx
    .update(notificationDelivery)
    .set(end)
    .where(
      and(
        eq(notificationDelivery.workspaceId, workspaceId),
        eq(notificationDelivery.messageId, messageId),
        eq(notificationDelivery.state, 'sending'),
      ),
    )
}

/** Forgets up to `limit` of those written before an instant that do not wait any more; answers how many. */
export const forgetDeliveries = (
  tx: Tx,
  workspaceId: string,
  before: Instant,
  limit: number,
): Promise<number> =>
  deleteWritten(tx, 'notification_delivery', { workspaceId, before, limit, and: sql`state <> 'waiting'` })

export type ChatRow = typeof chatChannel.$inferSelect

export async function chatChannels(tx: Tx, workspaceId: string): Promise<ChatRow[]> {
  return tx
    .select()
    .from(chatChannel)
    .where(eq(chatChannel.workspaceId, workspaceId))
    .orderBy(asc(chatChannel.id))
}

export async function findChat(tx: Tx, workspaceId: string, id: string): Promise<ChatRow | null> {
  const [row] = await tx
    .select()
    .from(chatChannel)
    .where(and(eq(chatChannel.workspaceId, workspaceId), eq(chatChannel.id, id)))
  return row ?? null
}

export async function addChat(tx: Tx, row: typeof chatChannel.$inferInsert): Promise<void> {
  await tx.insert(chatChannel).values(row)
}

export async function changeChat(
  tx: Tx,
  workspaceId: string,
  id: string,
  change: Partial<ChatRow>,
): Promise<boolean> {
  const rows = await tx
    .update(chatChannel)
    .set(change)
    .where(and(eq(chatChannel.workspaceId, workspaceId), eq(chatChannel.id, id)))
    .returning({ id: chatChannel.id })
  return rows.length === 1
}

export async function removeChat(tx: Tx, workspaceId: string, id: string): Promise<ChatRow | null> {
  const [row] = await tx
    .delete(chatChannel)
    .where(and(eq(chatChannel.workspaceId, workspaceId), eq(chatChannel.id, id)))
    .returning()
  return row ?? null
}
