import type { Hono } from 'hono'
import type { Database } from '#platform/db/index.ts'
import type { Env } from '#platform/http/server.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { forbidden, Problem, rateLimited, unauthenticated } from '#platform/operation/index.ts'
import type { Principal } from '#platform/operation/runner.ts'
import { actorIn, actorMay } from '#workspace/access/index.ts'
import { MOST_COUNTED, Notification } from './contract.ts'
import {
  LATE_COMMIT_MS,
  type Listener,
  type Live,
  type LiveMessage,
  MOST_WRITTEN,
  type Written,
} from './live.ts'
import { makerOfKey, unreadCount, writtenSince } from './store.ts'

export interface StreamDeps {
  database: Database
  clock: () => Instant
  live: Live
  authenticate(headers: Headers, setCookie: (value: string) => void): Promise<Principal | null>
}

/** Open streams of one member; a browser shares one between its tabs. */
const MOST_STREAMS = 10
/** How far back a connection that was cut is caught up. */
const MOST_MISSED = 100
/** What may wait for a reader that takes nothing. */
const MOST_QUEUED = 500
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Server-sent events for the member who asks: notifications as they come, and hints that pages are old. */
export function mountNotificationStream(app: Hono<Env>, deps: StreamDeps): void {
  app.get('/api/notifications/stream', async (c) => {
    const cookies: string[] = []
    const principal = await deps.authenticate(c.req.raw.headers, (value) => void cookies.push(value))
    if (!principal?.workspaceId)
      throw new Problem(unauthenticated, 'Sign in, or send an API key as a bearer token.')
    const lastId = c.req.header('last-event-id') ?? ''
    const start = await begin(deps, { ...principal, workspaceId: principal.workspaceId }, lastId)
    const { userId } = start
    if (deps.live.countOf(principal.workspaceId, userId) >= MOST_STREAMS)
      throw new Problem(rateLimited, 'Close some of the pages that are open.', { retryAfterSeconds: 30 })
    const headers = new Headers({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    for (const cookie of cookies) headers.append('set-cookie', cookie)
    return new Response(streamOf(deps.live, { ...principal, workspaceId: principal.workspaceId }, start), {
      headers,
    })
  })
}

type Member = Principal & { workspaceId: string }

interface Start {
  userId: string
  unread: number
  /** written since the connection was cut */
  missed: Written[]
  /** ids that are no news to it */
  known: string[]
}

async function begin({ database, clock }: StreamDeps, principal: Member, lastId: string): Promise<Start> {
  const { workspaceId } = principal
  return database.workspace(workspaceId, async (tx) => {
    const actor = await actorIn(tx, principal, clock())
    if (!actorMay(actor, 'notification.read'))
      throw new Problem(forbidden, 'The key lacks the permission notification.read.')
    const userId = actor.kind === 'user' ? actor.id : await makerOfKey(tx, workspaceId, actor.id)
    if (!userId) throw new Problem(unauthenticated, 'Nobody stands behind this key.')
    const unread = await unreadCount(tx, workspaceId, userId, MOST_COUNTED)
    const missed = UUID.test(lastId) ? await writtenSince(tx, workspaceId, [userId], lastId, MOST_MISSED) : []
    const recent = await writtenSince(
      tx,
      workspaceId,
      [userId],
      newId(Date.now() - LATE_COMMIT_MS),
      MOST_WRITTEN,
    )
    return { userId, unread, missed, known: [...recent, ...missed].map((one) => one.id) }
  })
}

function streamOf(
  live: Live,
  principal: Member,
  { userId, unread, missed, known }: Start,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let listener: Listener
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          live.remove(listener)
          try {
            controller.close()
          } catch {
            // closed from the other side already
          }
        }
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) <= -MOST_QUEUED) return end()
          controller.enqueue(encoder.encode(text))
        }
        listener = {
          workspaceId: principal.workspaceId,
          userId,
          proof:
            principal.kind === 'user'
              ? { sessionId: principal.sessionId }
              : { secretHash: principal.secretHash },
          told: new Set(known),
          tell: (message) => write(frameOf(message)),
          beat: () => write(': still here\n\n'),
          end,
        }
        write('retry: 2000\n\n')
        listener.tell({ kind: 'hello', unread })
        for (const notification of missed) listener.tell({ kind: 'notification', notification })
        live.add(listener)
      },
      cancel: () => live.remove(listener),
    },
    { highWaterMark: 0 },
  )
}

/** JSON has no line breaks of its own, so one `data` line holds it. */
function frameOf(message: LiveMessage): string {
  if (message.kind !== 'notification') return `data: ${JSON.stringify(message)}\n\n`
  const { notification } = message
  const data = { kind: message.kind, notification: Notification.encode(notification) }
  return `id: ${notification.id}\ndata: ${JSON.stringify(data)}\n\n`
}
