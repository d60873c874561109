import type { Tx } from '#platform/db/index.ts'
import { enqueue, type Job, type JobHandler } from '#platform/jobs/index.ts'
import { type Instant, SECOND } from '#platform/kernel/instant.ts'
import { OutboundError, type SafeFetch } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/sealing.ts'
import { beginMessage, type ChatRow, changeChat, endMessage, findChat } from './delivery-store.ts'
import { disableChat } from './disable.ts'
import { POST } from './job-kinds.ts'
import { hint } from './nudge.ts'
import { type ChatPost, chatBody } from './rules/chat-post.ts'
import { DISABLE_AFTER_MS, nextAttemptAt, retryAfter } from './rules/retry-schedule.ts'

export interface PostDeps {
  clock: () => Instant
  safeFetch: SafeFetch
  sealer: Sealer
  baseUrl: string
}

interface PostPayload {
  channelId: string
  messageId: string
}

/** The address of a channel does not exist any more: archived, revoked, removed. */
const GONE = [403, 404, 410]

/** Where a sealed address of a channel belongs. */
export const chatPlace = (workspaceId: string, id: string) => `chat_channel ${workspaceId} ${id}`

/** Posts to chat channels, tried again on the schedule of webhooks. */
export function postJob(deps: PostDeps): JobHandler {
  return {
    kind: POST,
    async run(job: Job<PostPayload>) {
      const { workspaceId, payload } = job
      const { channelId, messageId } = payload
      const { items, channel } = await job.transaction(async (tx) => ({
        items: await beginMessage(tx, workspaceId, messageId),
        channel: await findChat(tx, workspaceId, channelId),
      }))
      const [item] = items
      if (!item) return
      const end = (state: 'sent' | 'dropped' | 'refused', detail: string | null) => (tx: Tx) =>
        endMessage(tx, workspaceId, messageId, { state, detail, sentAt: deps.clock() })
      if (channel?.state !== 'active') return job.finish(end('dropped', 'The channel is switched off.'))
      const { title, detail, href, kind } = item.content
      const told = await post(deps, channel, { kind, title, detail, url: deps.baseUrl + href })
      const now = deps.clock()
      await job.finish(async (tx) => {
        await noteOutcome(tx, channel, told, now)
        if (told.fault === null) return end('sent', null)(tx)
        const runAt = nextAttemptAt(messageId, item.attempts + 1, now, told.retryAt)
        if (told.gone || runAt === null) return end('refused', told.fault)(tx)
        await enqueue(tx, { workspaceId, kind: POST, payload, runAt })
      })
    },
  }
}

interface Told {
  /** null: it is in the channel */
  fault: string | null
  gone: boolean
  retryAt: Instant | null
}

/** Posts once. */
async function post(
  { clock, safeFetch, sealer }: Pick<PostDeps, 'clock' | 'safeFetch' | 'sealer'>,
  channel: ChatRow,
  what: ChatPost,
): Promise<Told> {
  try {
    const url = addressOf(sealer, channel)
    if (url === null)
      return { fault: 'Its address cannot be read: SECRET_KEY has changed.', gone: true, retryAt: null }
    const { status, headers, body } = await safeFetch(
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: chatBody(channel.service, what),
      },
      { timeoutMs: 10 * SECOND, maxBodyBytes: 64 * 1024, cutBody: true },
    )
    if (status >= 200 && status < 300) return { fault: null, gone: false, retryAt: null }
    const said = body
      .toString('utf8')
      .replaceAll('\0', '')
      .slice(0, 200)
      .replace(/[.\s]+$/, '')
    return {
      fault: `Answered ${status}${said ? `: ${said}` : ''}.`,
      gone: GONE.includes(status),
      retryAt: retryAfter(headers['retry-after'], clock(), Date.parse),
    }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return { fault: error.message, gone: false, retryAt: error.retryAt }
  }
}

function addressOf(sealer: Sealer, { urlSealed, workspaceId, id }: ChatRow): string | null {
  try {
    return sealer.open(urlSealed, chatPlace(workspaceId, id))
  } catch {
    return null
  }
}

/** Keeps what the settings page shows, and switches the channel off when nobody is there any more. */
async function noteOutcome(tx: Tx, channel: ChatRow, told: Told, now: Instant): Promise<void> {
  const { workspaceId, id } = channel
  hint(workspaceId, 'chats')
  if (told.fault === null) {
    await changeChat(tx, workspaceId, id, { problem: null, failingSince: null, lastPostAt: now })
    return
  }
  const failingSince = channel.failingSince ?? now
  await changeChat(tx, workspaceId, id, { problem: told.fault, failingSince })
  if (told.gone || now - failingSince >= DISABLE_AFTER_MS) await disableChat(tx, channel, told.fault, now)
}
