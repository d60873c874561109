import type { Tx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
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
  hint(workspaceId, `${event.split('.')[0]}s`)
  const wanting = (await endpoints(tx, workspaceId)).filter(
    (endpoint) => endpoint.state === 'active' && wantsEvent(endpoint.events, event),
  )
  await addMessagesTo(
    tx,
    workspaceId,
    wanting.map((endpoint) => endpoint.id),
    { event, body: webhookBody(event, toIso(now), data) },
    now,
  )
}

/** Writes a message for each endpoint and has it sent; answers their ids. */
export async function addMessagesTo(
  tx: Tx,
  workspaceId: string,
  endpointIds: readonly string[],
  message: { event: WebhookEvent | typeof TEST_EVENT; body: string },
  now: Instant,
): Promise<string[]> {
  const rows = endpointIds.map((endpointId) => ({
    workspaceId,
    id: newId(),
    endpointId,
    ...message,
    state: 'waiting' as const,
    nextAt: now,
    createdAt: now,
  }))
  await addMessages(tx, rows)
  for (const endpointId of endpointIds) await sendNow(tx, workspaceId, endpointId, now)
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
