import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, Page, page, problem } from '#platform/operation/index.ts'
import { CHAT_KINDS, type NotificationKind } from './rules/kinds.ts'

export const tooManyChannels = problem('chat.too_many', 409, 'There are as many channels as there may be')

const Kinds = z
  .array(z.enum(CHAT_KINDS as [NotificationKind, ...NotificationKind[]]))
  .max(CHAT_KINDS.length)
  .describe('What is posted there; nothing that says how late one person is')
const Service = z.enum(['slack', 'teams'])
const Name = z.string().trim().min(1, 'Name it after the channel').max(80)
const Url = z.string().trim().min(1, 'Paste the address').max(2_048)

export const ChatChannel = z.object({
  id: Id,
  service: Service,
  name: z.string(),
  host: z.string(),
  kinds: z.array(z.string()),
  state: z.enum(['active', 'disabled']),
  problem: z.string().nullable().describe('Why the last post failed'),
  lastPostAt: InstantIso.nullable(),
  createdAt: InstantIso,
})

export const listChannels = operation({
  id: 'chat.list',
  method: 'GET',
  path: '/chat-channels',
  permission: 'webhook.change',
  summary: 'Channels of Slack and Teams that are told what concerns the team',
  input: Page,
  output: page(ChatChannel),
})

export const createChannel = operation({
  id: 'chat.create',
  method: 'POST',
  path: '/chat-channels',
  permission: 'webhook.change',
  summary: 'Post to a channel through the address of its incoming webhook',
  input: z.object({ service: Service, name: Name, url: Url, kinds: Kinds }),
  output: z.object({ id: Id }),
  errors: [tooManyChannels],
})

export const changeChannel = operation({
  id: 'chat.change',
  method: 'PATCH',
  path: '/chat-channels/:id',
  permission: 'webhook.change',
  summary: 'Change a channel, enter a new address, or switch it off and on',
  input: z.object({
    id: Id,
    name: Name.optional(),
    url: Url.optional(),
    kinds: Kinds.optional(),
    state: z.enum(['active', 'disabled']).optional(),
  }),
  output: z.object({ id: Id }),
  errors: [notFound],
})

export const removeChannel = operation({
  id: 'chat.remove',
  method: 'DELETE',
  path: '/chat-channels/:id',
  permission: 'webhook.change',
  summary: 'Forget a channel and its address',
  input: z.object({ id: Id }),
  output: z.void(),
  errors: [notFound],
})

export const testChannel = operation({
  id: 'chat.test',
  method: 'POST',
  path: '/chat-channels/:id/test',
  permission: 'webhook.change',
  summary: 'Post a line to a channel to see that it arrives',
  input: z.object({ id: Id }),
  output: z.object({ id: Id }),
  errors: [notFound],
})
