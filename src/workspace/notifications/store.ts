import { and, desc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { deleteWritten, type Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { apiKey, member, workspace } from '#workspace/access/tables.ts'
import { type MailHours, usualHours } from './rules/mail-plan.ts'
import { notification, notificationPreference, notificationSetting } from './tables.ts'

export interface Recipient {
  userId: string
  email: string
  name: string
}

/** Members with these ids or addresses who still are members. */
export async function recipientsOf(
  tx: Tx,
  workspaceId: string,
  userIds: readonly string[],
  emails: readonly string[],
): Promise<Recipient[]> {
  if (userIds.length === 0 && emails.length === 0) return []
  const named = or(
    userIds.length > 0 ? inArray(member.userId, [...userIds]) : undefined,
    emails.length > 0
      ? inArray(
          sql`lower(${member.email})`,
          emails.map((email) => email.toLowerCase()),
        )
      : undefined,
  )
  return tx
    .select({ userId: member.userId, email: member.email, name: member.name })
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), isNull(member.revokedAt), named))
    .orderBy(member.userId)
}

export async function administratorIds(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx
    .select({ userId: member.userId })
    .from(member)
    .where(
      and(eq(member.workspaceId, workspaceId), eq(member.role, 'administrator'), isNull(member.revokedAt)),
    )
  return rows.map((row) => row.userId)
}

/** The member behind an API key: who made it. */
export async function makerOfKey(tx: Tx, workspaceId: string, keyId: string): Promise<string | null> {
  const [row] = await tx
    .select({ userId: apiKey.createdBy })
    .from(apiKey)
    .where(and(eq(apiKey.workspaceId, workspaceId), eq(apiKey.id, keyId)))
  return row?.userId ?? null
}

async function timeZoneOf(tx: Tx, workspaceId: string): Promise<string> {
  const [row] = await tx
    .select({ timeZone: workspace.timeZone })
    .from(workspace)
    .where(eq(workspace.id, workspaceId))
  return row?.timeZone ?? 'UTC'
}

export async function preferencesOf(tx: Tx, workspaceId: string, userIds: readonly string[], kind?: string) {
  if (userIds.length === 0) return []
  return tx
    .select()
    .from(notificationPreference)
    .where(
      and(
        eq(notificationPreference.workspaceId, workspaceId),
        inArray(notificationPreference.userId, [...userIds]),
        kind ? eq(notificationPreference.kind, kind) : undefined,
      ),
    )
}

/** When mails may reach some members: as each chose, else as is usual in the workspace's time zone. */
export async function hoursOf(
  tx: Tx,
  workspaceId: string,
  userIds: readonly string[],
): Promise<(userId: string) => MailHours> {
  const chosen = new Map((await settingsOf(tx, workspaceId, userIds)).map((row) => [row.userId, row]))
  const usual = usualHours(await timeZoneOf(tx, workspaceId))
  return (userId) => chosen.get(userId) ?? usual
}

async function settingsOf(tx: Tx, workspaceId: string, userIds: readonly string[]) {
  if (userIds.length === 0) return []
  return tx
    .select()
    .from(notificationSetting)
    .where(
      and(
        eq(notificationSetting.workspaceId, workspaceId),
        inArray(notificationSetting.userId, [...userIds]),
      ),
    )
}

export async function savePreference(tx: Tx, row: typeof notificationPreference.$inferInsert): Promise<void> {
  await tx
    .insert(notificationPreference)
    .values(row)
    .onConflictDoUpdate({
      target: [
        notificationPreference.workspaceId,
        notificationPreference.userId,
        notificationPreference.kind,
      ],
      set: { inApp: row.inApp, mail: row.mail },
    })
}

export async function saveSetting(tx: Tx, row: typeof notificationSetting.$inferInsert): Promise<void> {
  const { workspaceId, userId, ...set } = row
  await tx
    .insert(notificationSetting)
    .values({ workspaceId, userId, ...set })
    .onConflictDoUpdate({ target: [notificationSetting.workspaceId, notificationSetting.userId], set })
}

/** Writes those that are new; answers them. */
export async function addNotifications(
  tx: Tx,
  rows: (typeof notification.$inferInsert)[],
): Promise<{ id: string; userId: string }[]> {
  if (rows.length === 0) return []
  return tx
    .insert(notification)
    .values(rows)
    .onConflictDoNothing({ target: [notification.workspaceId, notification.userId, notification.key] })
    .returning({ id: notification.id, userId: notification.userId })
}

const shown = (workspaceId: string, userId: string) =>
  and(
    eq(notification.workspaceId, workspaceId),
    eq(notification.userId, userId),
    eq(notification.inApp, true),
  )

export async function notificationsPage(
  tx: Tx,
  workspaceId: string,
  userId: string,
  asked: { before?: string | undefined; unread?: boolean | undefined; limit: number },
) {
  return tx
    .select()
    .from(notification)
    .where(
      and(
        shown(workspaceId, userId),
        asked.before ? lt(notification.id, asked.before) : undefined,
        asked.unread ? isNull(notification.readAt) : undefined,
      ),
    )
    .orderBy(desc(notification.id))
    .limit(asked.limit)
}

/** At most `limit` are counted. */
export async function unreadCount(
  tx: Tx,
  workspaceId: string,
  userId: string,
  limit: number,
): Promise<number> {
  const rows = await tx
    .select({ id: notification.id })
    .from(notification)
    .where(and(shown(workspaceId, userId), isNull(notification.readAt)))
    .limit(limit)
  return rows.length
}

export async function setRead(
  tx: Tx,
  workspaceId: string,
  userId: string,
  id: string,
  readAt: Instant | null,
): Promise<boolean> {
  const rows = await tx
    .update(notification)
    .set({ readAt })
    .where(and(shown(workspaceId, userId), eq(notification.id, id)))
    .returning({ id: notification.id })
  return rows.length === 1
}

export async function setAllRead(tx: Tx, workspaceId: string, userId: string, now: Instant): Promise<number> {
  const rows = await tx
    .update(notification)
    .set({ readAt: now })
    .where(and(shown(workspaceId, userId), isNull(notification.readAt)))
    .returning({ id: notification.id })
  return rows.length
}

/** What was written for these members after an id, oldest first. */
export async function writtenSince(
  tx: Tx,
  workspaceId: string,
  userIds: readonly string[],
  afterId: string,
  limit: number,
) {
  if (userIds.length === 0) return []
  return tx
    .select()
    .from(notification)
    .where(
      and(
        eq(notification.workspaceId, workspaceId),
        inArray(notification.userId, [...userIds]),
        gt(notification.id, afterId),
        eq(notification.inApp, true),
      ),
    )
    .orderBy(notification.id)
    .limit(limit)
}

/** Forgets up to `limit` of what was written before an instant; answers how many. */
export const forgetNotifications = (
  tx: Tx,
  workspaceId: string,
  before: Instant,
  limit: number,
): Promise<number> => deleteWritten(tx, 'notification', { workspaceId, before, limit })
