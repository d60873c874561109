import { addressBlock } from '#platform/http/address.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Body, keyInText, readBody } from './body.ts'
import type { Committer } from './committer.ts'
import { judgeEvents } from './judge.ts'
import type { KeyCache } from './key-cache.ts'
import type { WriteKeyRow } from './keys-store.ts'
import type { IntakeLimits, Refused } from './limits.ts'
import { filterRequest } from './rules/consent.ts'
import type { EventType } from './rules/event.ts'
import { REASONS, type Reason } from './rules/reasons.ts'

export interface ReceiveDeps {
  keys: KeyCache
  limits: IntakeLimits
  committer: Committer
  clock: () => Instant
  assertSpace(): Promise<void>
}

/** What a sender is told. */
export interface Answer {
  status: 200 | 400 | 401 | 403 | 413 | 429 | 503
  body: {
    success: boolean
    message?: string
    reason?: Reason
    refused?: { index: number; reason: Reason; detail: string }[]
  }
  retryAfterSeconds?: number
}

interface Sent {
  events: readonly unknown[]
  /** why there are none */
  reason: Reason | null
  sentAt: unknown
  bytes: number
  isBatch: boolean
}

const MOST_EVENTS = 2_500

/** Takes one request of the tracking API from its first byte to durable rows. Each event in it ends in exactly one outcome. */
export async function receive(
  deps: ReceiveDeps,
  request: Request,
  type: EventType | 'batch',
  address: string,
): Promise<Answer> {
  const body = await readBody(request)
  const token = keyIn(request.headers) ?? keyInBody(body)
  const sent = sentIn(body, type)
  const count = Math.max(1, sent.events.length)
  const block = addressBlock(address)
  // Whoever guesses keys is turned away before the database is asked for another one.
  const spent = deps.limits.guessesSpent(block)
  if (spent && (token === null || !deps.keys.remembers(token))) return limited(spent)
  const key = token === null ? null : await deps.keys.find(token)
  if (!key) {
    const refused = deps.limits.takeGuess(block)
    if (refused) return limited(refused)
    // The key may stand in the part that nobody read: what is wrong is told, but to nobody's figures.
    return token === null && !body.ok ? refusal(statusOf(body.reason), body.reason) : UNKNOWN_KEY
  }
  const refused = overLimit(deps, key, block, count)
  if (refused) {
    deps.committer.note(key.workspaceId, 'limited', refused.reason, count)
    return limited(refused)
  }
  await deps.assertSpace()
  const answer = await takeIn(deps, request, key, sent, type, address)
  if (answer !== 'stale') return answer
  deps.keys.forget(token!)
  const fresh = await deps.keys.find(token!)
  const second = fresh ? await takeIn(deps, request, fresh, sent, type, address) : 'stale'
  return second === 'stale' ? UNKNOWN_KEY : second
}

const UNKNOWN_KEY: Answer = {
  status: 401,
  body: { success: false, message: 'The write key is unknown or was stopped.' },
}

function overLimit(deps: ReceiveDeps, key: WriteKeyRow, block: string, events: number): Refused | null {
  const byAddress = key.kind === 'public' ? deps.limits.takeAddress(block, events) : null
  return byAddress ?? deps.limits.takeKey(key.id, key.kind, events)
}

async function takeIn(
  deps: ReceiveDeps,
  request: Request,
  key: WriteKeyRow,
  sent: Sent,
  type: EventType | 'batch',
  address: string,
): Promise<Answer | 'stale'> {
  const { headers } = request
  const count = Math.max(1, sent.events.length)
  const filtered = filterRequest(key, {
    origin: headers.get('origin'),
    dnt: headers.get('dnt'),
    gpc: headers.get('sec-gpc'),
  })
  if (filtered) {
    deps.committer.note(key.workspaceId, 'filtered', filtered, count)
    return filtered === 'origin' ? refusal(403, filtered) : OK
  }
  const judged = judgeEvents(sent.events, {
    key,
    headers,
    address,
    type: type === 'batch' ? undefined : type,
    sentAt: sent.sentAt,
    receivedAt: deps.clock(),
  })
  const counts = sent.reason
    ? [{ outcome: 'invalid' as const, reason: sent.reason, events: 1 }]
    : judged.counts
  const refusals = sent.reason
    ? [{ outcome: 'invalid' as const, reason: sent.reason, type: null, name: null, messageId: null }]
    : judged.refused.map(({ index: _, ...refused }) => refused)
  const stored = deps.committer.submit({
    workspaceId: key.workspaceId,
    keyId: key.id,
    keyChangedAt: key.changedAt,
    bytes: sent.bytes,
    events: judged.events,
    counts,
    refusals,
  })
  if (!stored) {
    deps.committer.note(key.workspaceId, 'limited', 'busy', count)
    return { ...refusal(503, 'busy'), retryAfterSeconds: 1 }
  }
  if ((await stored) === 'stale') return 'stale'
  if (sent.reason) return refusal(statusOf(sent.reason), sent.reason)
  return answerFor(judged.refused, sent)
}

const statusOf = (reason: Reason) => (reason === 'body_too_large' ? 413 : 400)

const OK: Answer = { status: 200, body: { success: true } }

function answerFor(refused: readonly { index: number; reason: Reason }[], sent: Sent): Answer {
  if (refused.length === 0) return OK
  const told = refused.map(({ index, reason }) => ({ index, reason, detail: REASONS[reason] }))
  if (!sent.isBatch) return refusal(400, refused[0]!.reason)
  const allRefused = refused.length === sent.events.length
  return { status: allRefused ? 400 : 200, body: { success: !allRefused, refused: told } }
}

function refusal(status: Answer['status'], reason: Reason): Answer {
  return { status, body: { success: false, reason, message: REASONS[reason] } }
}

function limited({ reason, waitMs }: Refused): Answer {
  return { ...refusal(429, reason), retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) }
}

function keyIn(headers: Headers): string | null {
  const [scheme, value] = headers.get('authorization')?.split(' ') ?? []
  if (!scheme || !value) return null
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return null
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || null
}

function keyInBody(body: Body): string | null {
  if (!body.ok) return keyInText(body.text)
  const key = (body.value as { writeKey?: unknown } | null)?.writeKey
  return typeof key === 'string' ? key : null
}

function sentIn(body: Body, type: EventType | 'batch'): Sent {
  const nothing = { events: [], sentAt: undefined, bytes: 0, isBatch: type === 'batch' }
  if (!body.ok) return { ...nothing, reason: body.reason }
  const value = body.value as { batch?: unknown; sentAt?: unknown } | null
  if (type !== 'batch')
    return { ...nothing, events: [value], sentAt: value?.sentAt, bytes: body.bytes, reason: null }
  const batch = value?.batch
  if (!Array.isArray(batch) || batch.length === 0 || batch.length > MOST_EVENTS)
    return { ...nothing, reason: 'bad_batch' }
  return { ...nothing, events: batch, sentAt: value?.sentAt, bytes: body.bytes, reason: null }
}
