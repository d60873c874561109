import type { Tx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { addDeliveries, chatChannels } from './delivery-store.ts'
import { GATHER, POST } from './job-kinds.ts'
import { nudge } from './nudge.ts'
import { NOTIFICATION_KINDS, type NotificationKind, preferenceFor } from './rules/kinds.ts'
import { mailDueAt } from './rules/mail-plan.ts'
import { addNotifications, hoursOf, preferencesOf, recipientsOf } from './store.ts'
import type { DeliveryContent } from './tables.ts'

/** Something to tell members. */
export interface Notice {
  /** members by id or address; who is no member (any more) is left out */
  to: { userIds?: readonly string[]; emails?: readonly string[] }
  kind: NotificationKind
  /** one line that says it all, `Nora Quist from Northwind is yours` */
  title: string
  detail: string
  /** page of the app, `/handoffs/…` */
  href: string
  /** not held back for a digest */
  urgent: boolean
  /** what it is about: told once to each member, and once to each chat channel, however often it is asked for */
  key: string
}

/**
 * Tells members in the app, by e-mail and in chat channels, as each has chosen, in the transaction of the cause: it is told if, and
 * only if, that commits.
 *
 * @returns how many members were told now
 * @example await notify(tx, workspaceId, { to: { emails: [seller.email] }, kind: 'handoff.offered', title, detail: '', href, urgent: true, key: `offered ${handOffId}` }, now)
 */
export async function notify(tx: Tx, workspaceId: string, notice: Notice, now: Instant): Promise<number> {
  const { to, kind } = notice
  const recipients = await recipientsOf(tx, workspaceId, to.userIds ?? [], to.emails ?? [])
  const userIds = recipients.map((one) => one.userId)
  const chosen = new Map(
    (await preferencesOf(tx, workspaceId, userIds, kind)).map((row) => [row.userId, row]),
  )
  const wants = (userId: string) => preferenceFor(kind, chosen.get(userId))
  const { title, detail, href, urgent, key } = trimmed(notice)
  const told = await addNotifications(
    tx,
    userIds.map((userId) => ({
      workspaceId,
      // the stream goes on from ids, so they follow the clock of this process
      id: newId(),
      userId,
      kind,
      title,
      detail,
      href,
      urgent,
      key,
      inApp: wants(userId).inApp,
      createdAt: now,
    })),
  )
  const content: DeliveryContent = { kind, title, detail, href, urgent }
  const newly = told.map((row) => row.userId)
  await planMailsTo(tx, workspaceId, { userIds: newly, wants, content, key }, now)
  if (NOTIFICATION_KINDS[kind].chat) await planPosts(tx, workspaceId, content, key, now)
  if (told.length > 0) nudge({ workspaceId, what: null })
  return told.length
}

/** A name may be a megabyte long; a notification is a few lines. */
function trimmed(notice: Notice): Notice {
  const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
  return { ...notice, title: cut(notice.title, 200), detail: cut(notice.detail, 1_000) }
}

async function planMailsTo(
  tx: Tx,
  workspaceId: string,
  plan: {
    userIds: readonly string[]
    wants: (userId: string) => ReturnType<typeof preferenceFor>
    content: DeliveryContent
    key: string
  },
  now: Instant,
): Promise<void> {
  const { userIds, wants, content, key } = plan
  const mailed = userIds.filter((userId) => wants(userId).mail !== 'never')
  if (mailed.length === 0) return
  const hoursFor = await hoursOf(tx, workspaceId, mailed)
  const rows = mailed.map((userId) => {
    const { mail } = wants(userId)
    return {
      workspaceId,
      id: newId(),
      channel: 'mail' as const,
      targetId: userId,
      key,
      content: mail === 'daily' ? { ...content, daily: true } : content,
      state: 'waiting' as const,
      dueAt: mailDueAt(mail, content.urgent, hoursFor(userId), now) ?? now,
      createdAt: now,
    }
  })
  for (const { targetId: userId, dueAt } of await addDeliveries(tx, rows))
    await enqueue(tx, {
      workspaceId,
      kind: GATHER,
      payload: { userId },
      runAt: dueAt,
      // A waiting job that is about to run may have looked before this commits, so only jobs that lie ahead are shared.
      ...(dueAt > now && { key: `${userId} ${dueAt}` }),
    })
}

async function planPosts(
  tx: Tx,
  workspaceId: string,
  content: DeliveryContent,
  key: string,
  now: Instant,
): Promise<void> {
  const wanting = (await chatChannels(tx, workspaceId)).filter(
    (channel) => channel.state === 'active' && channel.kinds.includes(content.kind),
  )
  const rows = wanting.map((channel) => ({
    workspaceId,
    id: newId(),
    channel: 'chat' as const,
    targetId: channel.id,
    key,
    content,
    state: 'sending' as const,
    messageId: newId(),
    dueAt: now,
    createdAt: now,
  }))
  const added = new Set((await addDeliveries(tx, rows)).map((row) => row.id))
  for (const { id, messageId, targetId } of rows)
    if (added.has(id))
      await enqueue(tx, { workspaceId, kind: POST, payload: { channelId: targetId, messageId }, runAt: now })
}
