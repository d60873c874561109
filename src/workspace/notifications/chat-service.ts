import { enqueue } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import type { AllowList } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/sealing.ts'
import { tooManyChannels } from './contract.ts'
import {
  addChat,
  addDeliveries,
  type ChatRow,
  changeChat,
  chatChannels,
  findChat,
  removeChat,
} from './delivery-store.ts'
import { POST } from './job-kinds.ts'
import { readUrl } from './outbound-url.ts'
import { chatPlace } from './send-posts.ts'

const MOST_CHANNELS = 20

interface ChatDeps {
  sealer: Sealer
  allow: AllowList
}

export async function listChats({ tx, workspaceId }: Context) {
  return { items: await chatChannels(tx, workspaceId), nextCursor: null }
}

export async function createChat(
  { sealer, allow }: ChatDeps,
  context: Context,
  { url, ...input }: { service: ChatRow['service']; name: string; url: string; kinds: string[] },
): Promise<{ id: string }> {
  const { tx, workspaceId, now } = context
  const address = readUrl(url, allow)
  if ((await chatChannels(tx, workspaceId)).length >= MOST_CHANNELS)
    throw new Problem(tooManyChannels, `Remove one of the ${MOST_CHANNELS} first.`)
  const id = newId()
  await addChat(tx, {
    workspaceId,
    id,
    ...input,
    urlSealed: sealer.seal(address.href, chatPlace(workspaceId, id)),
    host: address.host,
    state: 'active',
    createdAt: now,
  })
  context.audit({ subject: id, summary: `Added the ${input.service} channel ${input.name}` })
  return { id }
}

const none = () => new Problem(notFound, 'There is no such channel. Load the list again.')

export async function changeChatChannel(
  { sealer, allow }: ChatDeps,
  context: Context,
  {
    id,
    url,
    ...input
  }: {
    id: string
    url?: string | undefined
    name?: string | undefined
    kinds?: string[] | undefined
    state?: ChatRow['state'] | undefined
  },
): Promise<{ id: string }> {
  const { tx, workspaceId } = context
  const before = await findChat(tx, workspaceId, id)
  if (!before) throw none()
  const address = url === undefined ? null : readUrl(url, allow)
  const revived = address !== null || (input.state === 'active' && before.state === 'disabled')
  await changeChat(tx, workspaceId, id, {
    name: input.name ?? before.name,
    kinds: input.kinds ?? before.kinds,
    state: input.state ?? (address ? 'active' : before.state),
    ...(address && {
      urlSealed: sealer.seal(address.href, chatPlace(workspaceId, id)),
      host: address.host,
    }),
    ...(revived && { problem: null, failingSince: null }),
  })
  context.audit({ subject: id, summary: `Changed the channel ${input.name ?? before.name}` })
  return { id }
}

export async function removeChatChannel(context: Context, { id }: { id: string }): Promise<void> {
  const removed = await removeChat(context.tx, context.workspaceId, id)
  if (!removed) throw none()
  context.audit({ subject: id, summary: `Removed the channel ${removed.name}` })
}

/** The post itself goes out by a job; the channel then shows when it arrived or why not. */
export async function testChat(context: Context, { id }: { id: string }): Promise<{ id: string }> {
  const { tx, workspaceId, now, actor } = context
  const channel = await findChat(tx, workspaceId, id)
  if (!channel) throw none()
  const messageId = newId()
  await addDeliveries(tx, [
    {
      workspaceId,
      id: newId(),
      channel: 'chat',
      targetId: id,
      key: `test ${messageId}`,
      content: {
        kind: 'test',
        title: 'Accord can post here',
        detail: `${actor.name} tried the connection.`,
        href: '/settings/chat',
        urgent: false,
      },
      state: 'sending',
      messageId,
      dueAt: now,
      createdAt: now,
    },
  ])
  await enqueue(tx, { workspaceId, kind: POST, payload: { channelId: id, messageId }, runAt: now })
  context.audit({ subject: id, summary: `Tried the channel ${channel.name}` })
  return { id }
}
