import type { Context } from '#platform/operation/index.ts'
import { notFound, Problem, pageOf } from '#platform/operation/index.ts'
import { MOST_COUNTED } from './contract.ts'
import { mailAddressOf } from './delivery-store.ts'
import { nudge } from './nudge.ts'
import {
  KINDS,
  type MailTime,
  NOTIFICATION_KINDS,
  type NotificationKind,
  preferenceFor,
} from './rules/kinds.ts'
import type { MailHours } from './rules/mail-plan.ts'
import {
  hoursOf,
  makerOfKey,
  notificationsPage,
  preferencesOf,
  savePreference,
  saveSetting,
  setAllRead,
  setRead,
  unreadCount,
} from './store.ts'

/** The member who asks; a key speaks for the one who made it. */
async function personOf({ tx, workspaceId, actor }: Context): Promise<string> {
  const userId = actor.kind === 'user' ? actor.id : await makerOfKey(tx, workspaceId, actor.id)
  if (!userId) throw new Problem(notFound, 'Nobody stands behind this key.')
  return userId
}

export async function list(
  context: Context,
  { cursor, limit, unread }: { cursor?: string | undefined; limit: number; unread?: boolean | undefined },
) {
  const { tx, workspaceId } = context
  const rows = await notificationsPage(tx, workspaceId, await personOf(context), {
    before: cursor,
    unread,
    limit: limit + 1,
  })
  const { shown: items, nextCursor } = pageOf(rows, limit, (last) => last.id)
  return { items, nextCursor }
}

export async function unread(context: Context): Promise<{ unread: number }> {
  const { tx, workspaceId } = context
  return { unread: await unreadCount(tx, workspaceId, await personOf(context), MOST_COUNTED) }
}

export async function markRead(context: Context, { id, read }: { id: string; read: boolean }) {
  const { tx, workspaceId, now } = context
  if (!(await setRead(tx, workspaceId, await personOf(context), id, read ? now : null)))
    throw new Problem(notFound, 'There is no such notification. Load the list again.')
  context.audit({
    subject: id,
    summary: read ? 'Marked a notification as read' : 'Marked a notification as unread',
  })
  nudge({ workspaceId, what: 'notifications' })
  return { id, read }
}

export async function markAllRead(context: Context): Promise<{ marked: number }> {
  const { tx, workspaceId, now } = context
  const marked = await setAllRead(tx, workspaceId, await personOf(context), now)
  nudge({ workspaceId, what: 'notifications' })
  return { marked }
}

export async function preferences(context: Context, mailConfigured: boolean) {
  const { tx, workspaceId } = context
  const userId = await personOf(context)
  const rows = await preferencesOf(tx, workspaceId, [userId])
  const chosen = new Map(rows.map((row) => [row.kind, row]))
  const hoursFor = await hoursOf(tx, workspaceId, [userId])
  const address = await mailAddressOf(tx, workspaceId, userId)
  return {
    kinds: KINDS.map((kind) => {
      const { label, hint } = NOTIFICATION_KINDS[kind]
      const { inApp, mail } = preferenceFor(kind, chosen.get(kind))
      return { kind, label, hint, inApp, mail }
    }),
    hours: hoursFor(userId),
    email: address?.email ?? '',
    mailConfigured,
  }
}

export async function setPreference(
  context: Context,
  input: { kind: NotificationKind; inApp: boolean; mail: MailTime },
) {
  const { tx, workspaceId } = context
  await savePreference(tx, { workspaceId, userId: await personOf(context), ...input })
  context.audit({
    summary: `Chose how to be told: ${NOTIFICATION_KINDS[input.kind].label}`,
    detail: { inApp: input.inApp, mail: input.mail },
  })
  return input
}

export async function setHours(context: Context, hours: MailHours): Promise<MailHours> {
  const { tx, workspaceId } = context
  await saveSetting(tx, { workspaceId, userId: await personOf(context), ...hours })
  context.audit({ summary: 'Changed own quiet hours', detail: { ...hours } })
  return hours
}
