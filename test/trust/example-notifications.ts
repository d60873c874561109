import { newId } from '#platform/kernel/ids.ts'
import { notify } from '#workspace/notifications/index.ts'
import { operationNamed, type TestUser } from '../accord.ts'
import type { Example } from './example.ts'
import type { Side } from './world.ts'

/** Notifications, channels and webhooks for the examples of their operations. */

const webhookInput = { url: 'https://hooks.example.com/accord', description: 'Test', events: ['*'] }
const chatInput = {
  service: 'slack',
  name: 'Sales',
  url: 'https://hooks.example.com/services/T0/B0',
  kinds: ['handoff.offered'],
}

/** An input that is refused beyond twenty: what earlier examples made is removed first. */
async function aloneOf<Input>(side: Side, input: Input, list: string, remove: string): Promise<Input> {
  const { items } = (await side.make(list)) as { items: { id: string }[] }
  if (items.length > 10) for (const { id } of items) await side.make(remove, { id })
  return input
}

async function aWebhook(side: Side): Promise<Record<string, unknown>> {
  return side.make('webhook.create', await aloneOf(side, webhookInput, 'webhook.list', 'webhook.remove'))
}

async function aChat(side: Side): Promise<Record<string, unknown>> {
  return side.make('chat.create', await aloneOf(side, chatInput, 'chat.list', 'chat.remove'))
}

async function aWebhookMessage(side: Side): Promise<Record<string, unknown>> {
  const { id } = await aWebhook(side)
  const { messageId } = await side.make('webhook.test', { id })
  return { id, messageId }
}

/** A notification of whoever will mark it; of the administrator, who makes the keys, when that is nobody signed in. */
async function notificationFor(side: Side, caller: TestUser): Promise<Record<string, unknown>> {
  const { accord, workspaceId } = side
  const person = caller.email === '' ? side.admin : caller
  const { body } = await person.call(operationNamed(accord, 'session.read'))
  const userId = (body as { user?: { id: string } }).user?.id ?? side.adminId
  await accord.database.workspace(workspaceId, (tx) =>
    notify(
      tx,
      workspaceId,
      {
        to: { userIds: [userId] },
        kind: 'handoff.offered',
        title: 'Nora Quist is yours',
        detail: '',
        href: '/handoffs',
        urgent: false,
        key: newId(),
      },
      accord.clock.now,
    ),
  )
  const { body: listed } = await person.call(operationNamed(accord, 'notification.list'))
  const [first] = (listed as { items?: { id: string }[] }).items ?? []
  return { id: first?.id ?? newId() }
}

const byId = ({ id }: Record<string, unknown>) => ({ id })
const fixed = (input: Record<string, unknown>): Example => ({ input: () => input })

/** One example for each operation of notifications that cannot be called with an empty input. */
export const NOTIFICATION_EXAMPLES: Record<string, Example> = {
  'notification.mark_read': {
    input: async (side, caller) => byId(await notificationFor(side, caller)),
  },
  'notification.set_preference': fixed({ kind: 'handoff.offered', inApp: true, mail: 'daily' }),
  'notification.set_hours': fixed({
    timeZone: 'Europe/Berlin',
    quietFrom: '19:00',
    quietUntil: '07:00',
    urgentInQuiet: false,
    dailyAt: '08:00',
  }),
  'chat.create': { input: (side) => aloneOf(side, chatInput, 'chat.list', 'chat.remove') },
  'chat.change': { input: async (side) => ({ ...byId(await aChat(side)), name: 'Sales of today' }) },
  'chat.remove': { input: async (side) => byId(await aChat(side)), once: true },
  'chat.test': { input: async (side) => byId(await aChat(side)) },
  'webhook.create': { input: (side) => aloneOf(side, webhookInput, 'webhook.list', 'webhook.remove') },
  'webhook.change': { input: async (side) => ({ ...byId(await aWebhook(side)), description: 'CRM' }) },
  'webhook.rotate_secret': { input: async (side) => byId(await aWebhook(side)) },
  'webhook.remove': { input: async (side) => byId(await aWebhook(side)), once: true },
  'webhook.messages': { input: async (side) => byId(await aWebhook(side)) },
  'webhook.message': { input: aWebhookMessage },
  'webhook.replay_message': { input: aWebhookMessage },
  'webhook.replay_failed': {
    input: async (side) => ({ ...byId(await aWebhook(side)), since: '2026-06-01T00:00:00.000Z' }),
  },
  'webhook.test': { input: async (side) => byId(await aWebhook(side)) },
}
