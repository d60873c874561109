import { newId } from '#platform/kernel/ids.ts'
import { DAY, type Instant, toIso } from '#platform/kernel/instant.ts'
import { type Context, notFound, Problem, pageOf } from '#platform/operation/index.ts'
import type { AllowList } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/sealing.ts'
import { tooManyWebhooks, webhookOff } from './contract.ts'
import { readUrl } from './outbound-url.ts'
import { addMessagesTo, sendNow } from './publish.ts'
import { TEST_EVENT } from './rules/events.ts'
import { webhookBody } from './rules/webhook-body.ts'
import { newSecret, sealSecret, webhookIdOf } from './signature.ts'
import {
  type AttemptRow,
  addEndpoint,
  attemptsOf,
  changeEndpoint,
  countsSince,
  type EndpointRow,
  endpoints,
  findEndpoint,
  findMessage,
  giveUpWaiting,
  lockEndpoint,
  type MessageRow,
  messagesPage,
  removeEndpoint,
  replay,
} from './webhook-store.ts'

const MOST_WEBHOOKS = 20
const OLD_SECRET_FOR = DAY
/** How long messages and their log are kept. */
export const KEPT_FOR = 30 * DAY

export interface WebhookDeps {
  sealer: Sealer
  allow: AllowList
}

export async function listEndpoints({ tx, workspaceId, now }: Context) {
  const counts = await countsSince(tx, workspaceId, now - 7 * DAY)
  const rows = await endpoints(tx, workspaceId)
  const items = rows.map((row) => {
    const count = (state: MessageRow['state']) =>
      counts.find((one) => one.endpointId === row.id && one.state === state)?.count ?? 0
    const lastWeek = { delivered: count('delivered'), waiting: count('waiting'), failed: count('failed') }
    const oldSecretUntil = row.oldSecretUntil !== null && row.oldSecretUntil > now ? row.oldSecretUntil : null
    return { ...row, oldSecretUntil, lastWeek }
  })
  return { items, nextCursor: null }
}

export async function createEndpoint(
  { sealer, allow }: WebhookDeps,
  context: Context,
  input: { url: string; description: string; events: string[] },
): Promise<{ id: string; secret: string }> {
  const { tx, workspaceId, now } = context
  const url = readUrl(input.url, allow)
  if ((await endpoints(tx, workspaceId)).length >= MOST_WEBHOOKS)
    throw new Problem(tooManyWebhooks, `Remove one of the ${MOST_WEBHOOKS} first.`)
  const [id, secret] = [newId(), newSecret()]
  await addEndpoint(tx, {
    workspaceId,
    id,
    url: url.href,
    description: input.description,
    events: input.events,
    secretSealed: sealSecret(sealer, workspaceId, id, secret),
    state: 'active',
    createdAt: now,
  })
  context.audit({ subject: id, summary: `Added a webhook to ${url.host}`, detail: { events: input.events } })
  return { id, secret }
}

const none = () => new Problem(notFound, 'There is no such webhook. Load the list again.')

async function endpointOf({ tx, workspaceId }: Context, id: string): Promise<EndpointRow> {
  const row = await findEndpoint(tx, workspaceId, id)
  if (!row) throw none()
  return row
}

export async function changeEndpointOf(
  { allow }: WebhookDeps,
  context: Context,
  input: {
    id: string
    url?: string | undefined
    description?: string | undefined
    events?: string[] | undefined
    state?: EndpointRow['state'] | undefined
  },
): Promise<{ id: string }> {
  const { tx, workspaceId, now } = context
  const before = await lockEndpoint(tx, workspaceId, input.id)
  if (!before) throw none()
  const url = input.url === undefined ? before.url : readUrl(input.url, allow).href
  const state = input.state ?? before.state
  const turned = state !== before.state
  await changeEndpoint(tx, workspaceId, input.id, {
    url,
    description: input.description ?? before.description,
    events: input.events ?? before.events,
    state,
    ...(turned && {
      failingSince: null,
      disabledAt: state === 'disabled' ? now : null,
      disabledReason: state === 'disabled' ? `Switched off by ${context.actor.name}.` : null,
    }),
  })
  if (turned && state === 'disabled') await giveUpWaiting(tx, workspaceId, input.id)
  context.audit({ subject: input.id, summary: `Changed the webhook to ${new URL(url).host}` })
  return { id: input.id }
}

export async function rotate({ sealer }: WebhookDeps, context: Context, { id }: { id: string }) {
  const { tx, workspaceId, now } = context
  const row = await lockEndpoint(tx, workspaceId, id)
  if (!row) throw none()
  const secret = newSecret()
  const oldSecretUntil = now + OLD_SECRET_FOR
  await changeEndpoint(tx, workspaceId, id, {
    secretSealed: sealSecret(sealer, workspaceId, id, secret),
    oldSecretSealed: row.secretSealed,
    oldSecretUntil,
  })
  context.audit({ subject: id, summary: `Made a new secret for the webhook to ${new URL(row.url).host}` })
  return { id, secret, oldSecretUntil }
}

export async function remove(context: Context, { id }: { id: string }): Promise<void> {
  const removed = await removeEndpoint(context.tx, context.workspaceId, id)
  if (!removed) throw none()
  context.audit({ subject: id, summary: `Removed the webhook to ${new URL(removed.url).host}` })
}

function shown(row: MessageRow, log: readonly AttemptRow[]) {
  const last = log.findLast((attempt) => attempt.messageId === row.id)
  return {
    id: row.id,
    webhookId: webhookIdOf(row.id),
    event: row.event,
    state: row.state,
    attempts: row.attemptsEver,
    nextAt: row.nextAt,
    createdAt: row.createdAt,
    deliveredAt: row.deliveredAt,
    lastStatus: last?.status ?? null,
    lastFault: last?.fault ?? null,
  }
}

export async function messages(
  context: Context,
  asked: {
    id: string
    state?: MessageRow['state'] | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const { tx, workspaceId } = context
  await endpointOf(context, asked.id)
  const { id, state, cursor, limit } = asked
  const rows = await messagesPage(tx, workspaceId, id, { state, before: cursor, limit: limit + 1 })
  const { shown: items, nextCursor } = pageOf(rows, limit, (last) => last.id)
  const log = await attemptsOf(
    tx,
    workspaceId,
    items.map((row) => row.id),
  )
  return {
    items: items.map((row) => shown(row, log)),
    nextCursor,
  }
}

async function messageOf({ tx, workspaceId }: Context, id: string, messageId: string): Promise<MessageRow> {
  const row = await findMessage(tx, workspaceId, messageId)
  if (row?.endpointId !== id) throw new Problem(notFound, 'There is no such message. Load the list again.')
  return row
}

export async function message(context: Context, { id, messageId }: { id: string; messageId: string }) {
  const row = await messageOf(context, id, messageId)
  const log = await attemptsOf(context.tx, context.workspaceId, [messageId])
  return { ...shown(row, log), body: row.body, log }
}

const off = () => new Problem(webhookOff, 'Switch it on first.')

export async function replayOne(context: Context, { id, messageId }: { id: string; messageId: string }) {
  const { tx, workspaceId, now } = context
  await messageOf(context, id, messageId)
  if ((await endpointOf(context, id)).state !== 'active') throw off()
  const replayed = await replay(tx, workspaceId, id, { id: messageId }, now)
  await sendNow(tx, workspaceId, id, now)
  context.audit({ subject: id, summary: 'Sent a webhook message again', detail: { messageId } })
  return { replayed }
}

export async function replaySince(context: Context, { id, since }: { id: string; since: Instant }) {
  const { tx, workspaceId, now } = context
  if ((await endpointOf(context, id)).state !== 'active') throw off()
  const failedSince = Math.max(since, now - KEPT_FOR)
  const replayed = await replay(tx, workspaceId, id, { failedSince }, now)
  if (replayed > 0) await sendNow(tx, workspaceId, id, now)
  context.audit({ subject: id, summary: `Sent ${replayed} failed webhook messages again` })
  return { replayed }
}

export async function test(context: Context, { id }: { id: string }): Promise<{ messageId: string }> {
  const { tx, workspaceId, now, actor } = context
  if ((await endpointOf(context, id)).state !== 'active') throw off()
  const body = webhookBody(TEST_EVENT, toIso(now), { sentBy: actor.name })
  const [messageId] = await addMessagesTo(tx, workspaceId, [{ endpointId: id, event: TEST_EVENT, body }], now)
  context.audit({ subject: id, summary: 'Sent a test event' })
  return { messageId: messageId! }
}
