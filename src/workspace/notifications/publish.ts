import type { Tx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { nextId } from '#platform/kernel/ids.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { SEND } from './job-kinds.ts'
import { hint } from './nudge.ts'
import { type TEST_EVENT, type WebhookEvent, wantsEvent } from './rules/events.ts'
import { webhookBody } from './rules/webhook-body.ts'
import { addMessages, endpoints } from './webhook-store.ts'

/**
 * Tells other systems, in the transaction of the cause, and open pages that something of this kind changed. Each endpoint that
 * wants the event gets a message of its own, which is retried until it is taken.
 *
 * @param data ids and values worth telling; what makes the body longer than 20 kB is left out
 * @example await publish(tx, workspaceId, 'handoff.accepted', { handOffId, personId, sellerId }, now)
 */
export async function publish(
  tx: Tx,
  workspaceId: string,
  event: WebhookEvent,
  data: Readonly<Record<string, unknown>>,
  now: Instant,
): Promise<void> {
  await publishAll(tx, workspaceId, [{ event, data }], now)
}

/** The same for many events; each endpoint gets them in this order. */
export async function publishAll(
  tx: Tx,
  workspaceId: string,
  events: readonly { event: WebhookEvent; data: Readonly<Record<string, unknown>> }[],
  now: Instant,
): Promise<void> {
  for (const what of new Set(events.map(({ event }) => `${event.split('.')[0]}s`))) hint(workspaceId, what)
  const active = (await endpoints(tx, workspaceId)).filter(({ state }) => state === 'active')
  const messages = events.flatMap(({ event, data }) => {
    const wanting = active.filter((endpoint) => wantsEvent(endpoint.events, event))
    if (wanting.length === 0) return []
    const body = webhookBody(event, toIso(now), data)
    return wanting.map((endpoint) => ({ endpointId: endpoint.id, event, body }))
  })
  await addMessagesTo(tx, workspaceId, messages, now)
}

/** Writes messages for endpoints and has them sent; answers their ids. */
export async function addMessagesTo(
  tx: Tx,
  workspaceId: string,
  messages: readonly { endpointId: string; event: WebhookEvent | typeof TEST_EVENT; body: string }[],
  now: Instant,
): Promise<string[]> {
  const rows = messages.map((message) => ({ ...message, id: nextId(Date.now()) }))
  await addMessages(tx, workspaceId, rows, now)
  for (const endpointId of new Set(rows.map((row) => row.endpointId)))
    await sendNow(tx, workspaceId, endpointId, now)
  return rows.map((row) => row.id)
}

/** For what commits with this transaction. No key: a waiting job that is about to run may look before. */
export async function sendNow(tx: Tx, workspaceId: string, endpointId: string, now: Instant): Promise<void> {
  await enqueue(tx, { workspaceId, kind: SEND, payload: { endpointId }, runAt: now })
}

/** For what is committed already: one waiting job for an endpoint and instant sends everything that is due then. */
export async function sendLater(tx: Tx, workspaceId: string, endpointId: string, at: Instant): Promise<void> {
  await enqueue(tx, {
    workspaceId,
    kind: SEND,
    payload: { endpointId },
    runAt: at,
    key: `${endpointId} ${at}`,
  })
}
