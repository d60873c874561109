import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, Page, PageById, page, problem } from '#platform/operation/index.ts'
import { EVENTS } from './rules/events.ts'

export const tooManyWebhooks = problem('webhook.too_many', 409, 'There are as many webhooks as there may be')
export const webhookOff = problem('webhook.disabled', 409, 'This webhook is switched off')

const Url = z.string().trim().min(1, 'Write the address that takes the events').max(2_048)
const Events = z
  .array(z.enum(['*', ...EVENTS]))
  .min(1, 'Choose at least one event')
  .max(EVENTS.length + 1)
  .describe('Types of events; `*` is every type, new ones too')
const Description = z.string().trim().max(200)
const State = z.enum(['active', 'disabled'])

export const Webhook = z.object({
  id: Id,
  url: z.string(),
  description: z.string(),
  events: z.array(z.string()),
  state: State,
  disabledReason: z.string().nullable(),
  disabledAt: InstantIso.nullable(),
  failingSince: InstantIso.nullable().describe('First failure since the last success'),
  lastSuccessAt: InstantIso.nullable(),
  oldSecretUntil: InstantIso.nullable().describe('Until when the secret before signs too'),
  createdAt: InstantIso,
  lastWeek: z.object({
    delivered: z.number().int(),
    waiting: z.number().int(),
    failed: z.number().int(),
  }),
})

export const listWebhooks = operation({
  id: 'webhook.list',
  method: 'GET',
  path: '/webhooks',
  permission: 'webhook.change',
  summary: 'Addresses of other systems that are sent events',
  input: Page,
  output: page(Webhook),
})

export const createWebhook = operation({
  id: 'webhook.create',
  method: 'POST',
  path: '/webhooks',
  permission: 'webhook.change',
  summary: 'Send events to an address, signed by Standard Webhooks; the secret is shown this once',
  input: z.object({ url: Url, description: Description.default(''), events: Events }),
  output: z.object({ id: Id, secret: z.string() }),
  errors: [tooManyWebhooks],
})

export const changeWebhook = operation({
  id: 'webhook.change',
  method: 'PATCH',
  path: '/webhooks/:id',
  permission: 'webhook.change',
  summary: 'Change a webhook, or switch it off and on',
  input: z.object({
    id: Id,
    url: Url.optional(),
    description: Description.optional(),
    events: Events.optional(),
    state: State.optional(),
  }),
  output: z.object({ id: Id }),
  errors: [notFound],
})

export const rotateSecret = operation({
  id: 'webhook.rotate_secret',
  method: 'POST',
  path: '/webhooks/:id/rotate-secret',
  permission: 'webhook.change',
  summary: 'Make a new secret; the one before signs too for 24 hours',
  input: z.object({ id: Id }),
  output: z.object({ id: Id, secret: z.string(), oldSecretUntil: InstantIso }),
  errors: [notFound],
})

export const removeWebhook = operation({
  id: 'webhook.remove',
  method: 'DELETE',
  path: '/webhooks/:id',
  permission: 'webhook.change',
  summary: 'Forget a webhook with its log',
  input: z.object({ id: Id }),
  output: z.void(),
  errors: [notFound],
})

const MessageState = z.enum(['waiting', 'delivered', 'failed'])

export const WebhookMessage = z.object({
  id: Id,
  webhookId: z.string().describe('The header `webhook-id`, the same on every attempt'),
  event: z.string(),
  state: MessageState,
  attempts: z.number().int(),
  nextAt: InstantIso.nullable(),
  createdAt: InstantIso,
  deliveredAt: InstantIso.nullable(),
  lastStatus: z.number().int().nullable(),
  lastFault: z.string().nullable(),
})

export const listMessages = operation({
  id: 'webhook.messages',
  method: 'GET',
  path: '/webhooks/:id/messages',
  permission: 'webhook.change',
  summary: 'What was sent to a webhook in the last 30 days, the latest first',
  input: PageById.extend({ id: Id, state: MessageState.optional() }),
  output: page(WebhookMessage),
  errors: [notFound],
})

export const readMessage = operation({
  id: 'webhook.message',
  method: 'GET',
  path: '/webhooks/:id/messages/:messageId',
  permission: 'webhook.change',
  summary: 'One message as it is sent, with every attempt',
  input: z.object({ id: Id, messageId: Id }),
  output: WebhookMessage.extend({
    body: z.string(),
    log: z.array(
      z.object({
        number: z.number().int(),
        startedAt: InstantIso,
        durationMs: z.number().int(),
        status: z.number().int().nullable(),
        fault: z.string().nullable(),
        excerpt: z.string().describe('Beginning of the answer'),
      }),
    ),
  }),
  errors: [notFound],
})

export const replayMessage = operation({
  id: 'webhook.replay_message',
  method: 'POST',
  path: '/webhooks/:id/messages/:messageId/replay',
  permission: 'webhook.change',
  summary: 'Send a message again, under its own id, with a new schedule',
  input: z.object({ id: Id, messageId: Id }),
  output: z.object({ replayed: z.number().int() }),
  errors: [notFound, webhookOff],
})

export const replayFailed = operation({
  id: 'webhook.replay_failed',
  method: 'POST',
  path: '/webhooks/:id/replay',
  permission: 'webhook.change',
  summary: 'Send again all that failed since an instant, at most 30 days back',
  input: z.object({ id: Id, since: InstantIso }),
  output: z.object({ replayed: z.number().int() }),
  errors: [notFound, webhookOff],
})

export const testWebhook = operation({
  id: 'webhook.test',
  method: 'POST',
  path: '/webhooks/:id/test',
  permission: 'webhook.change',
  summary: 'Send a test event to a webhook',
  input: z.object({ id: Id }),
  output: z.object({ messageId: Id }),
  errors: [notFound, webhookOff],
})
