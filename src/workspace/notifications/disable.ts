import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type ChatRow, changeChat } from './delivery-store.ts'
import { notify } from './notify.ts'
import { administratorIds } from './store.ts'
import { changeEndpoint, type EndpointRow, giveUpWaiting } from './webhook-store.ts'

/** Switches an endpoint off and tells the administrators. What waited can be replayed once it is on again. */
export async function disableEndpoint(
  tx: Tx,
  { workspaceId, id, url, description }: EndpointRow,
  reason: string,
  now: Instant,
): Promise<void> {
  await changeEndpoint(tx, workspaceId, id, { state: 'disabled', disabledReason: reason, disabledAt: now })
  await giveUpWaiting(tx, workspaceId, id)
  await tellAdministrators(tx, workspaceId, {
    title: `The webhook ${description || new URL(url).host} was switched off`,
    detail: `${reason} Switch it on again when it is mended, and replay what failed.`,
    href: `/settings/webhooks?endpoint=${id}`,
    key: `webhook ${id} ${now}`,
    now,
  })
}

/** The same for a chat channel. */
export async function disableChat(
  tx: Tx,
  { workspaceId, id, name }: ChatRow,
  problem: string,
  now: Instant,
): Promise<void> {
  await changeChat(tx, workspaceId, id, { state: 'disabled', problem })
  await tellAdministrators(tx, workspaceId, {
    title: `The channel ${name} was switched off`,
    detail: `${problem} Enter a new address when there is one.`,
    href: '/settings/chat',
    key: `chat ${id} ${now}`,
    now,
  })
}

async function tellAdministrators(
  tx: Tx,
  workspaceId: string,
  { now, ...words }: { title: string; detail: string; href: string; key: string; now: Instant },
): Promise<void> {
  const userIds = await administratorIds(tx, workspaceId)
  await notify(tx, workspaceId, { to: { userIds }, kind: 'webhook.disabled', urgent: true, ...words }, now)
}
