import type { Tx } from '#platform/db/index.ts'
import { type Job, type JobHandler, JobStopped } from '#platform/jobs/index.ts'
import { type Instant, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import { OutboundError, type OutboundResponse, type SafeFetch } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/sealing.ts'
import { disableEndpoint } from './disable.ts'
import { SEND } from './job-kinds.ts'
import { hint } from './nudge.ts'
import { sendLater } from './publish.ts'
import { DISABLE_AFTER_MS, nextAttemptAt, retryAfter } from './rules/retry-schedule.ts'
import { signedHeaders, signingSecrets } from './signature.ts'
import {
  changeEndpoint,
  dueMessages,
  type EndpointRow,
  findEndpoint,
  lockEndpoint,
  type MessageRow,
  nextDue,
  recordAttempt,
  takeEndpoint,
} from './webhook-store.ts'

export interface SendDeps {
  clock: () => Instant
  safeFetch: SafeFetch
  sealer: Sealer
}

/** Messages on their way to one endpoint at once. */
const PARALLEL = 2
const TIMEOUT_MS = 15 * SECOND
/** How long to wait for the body of an answer whose status has come. */
const BODY_MS = 2 * SECOND
const MAX_BODY_BYTES = 64 * 1024
const EXCERPT_CHARACTERS = 2_000
const LEASE_MS = MINUTE

/**
 * Sends what is due to one endpoint, one job at a time for each, so that an endpoint that hangs delays nobody but itself.
 */
export function sendJob(deps: SendDeps): JobHandler {
  return {
    kind: SEND,
    maxAttempts: 20,
    async run(job: Job<{ endpointId: string }>) {
      for (;;) {
        const work = await job.transaction((tx) => takeWork(tx, job, deps.clock()))
        if (!work) return
        if (work.messages.length === 0) return job.finish((tx) => release(tx, job, deps.clock()))
        const results = await Promise.all(
          work.messages.map((message) => attempt(deps, job, work.endpoint, message)),
        )
        const resting = await job.transaction((tx) => record(tx, job, results, deps.clock()))
        if (job.signal.aborted) throw new JobStopped('The process is stopping')
        if (resting !== null) return job.finish((tx) => release(tx, job, deps.clock(), resting))
      }
    },
  }
}

type SendingJob = Job<{ endpointId: string }>

async function takeWork(
  tx: Tx,
  { id, workspaceId, payload: { endpointId } }: SendingJob,
  now: Instant,
): Promise<{ endpoint: EndpointRow; messages: MessageRow[] } | null> {
  const mine = await takeEndpoint(tx, workspaceId, endpointId, id, now, now + LEASE_MS)
  const endpoint = mine ? await findEndpoint(tx, workspaceId, endpointId) : null
  if (!endpoint) return null
  const messages =
    endpoint.state === 'active' ? await dueMessages(tx, workspaceId, endpointId, now, PARALLEL) : []
  return { endpoint, messages }
}

/** Whoever found the endpoint taken has left its messages to us, so the look for more and the release are one. */
async function release(
  tx: Tx,
  { id, workspaceId, payload: { endpointId } }: SendingJob,
  now: Instant,
  notBefore: Instant = now,
): Promise<void> {
  const endpoint = await lockEndpoint(tx, workspaceId, endpointId)
  if (endpoint?.senderId !== id) return
  await changeEndpoint(tx, workspaceId, endpointId, { senderId: null, senderUntil: null })
  const next = endpoint.state === 'active' ? await nextDue(tx, workspaceId, endpointId) : null
  if (next !== null) await sendLater(tx, workspaceId, endpointId, Math.max(next, notBefore))
}

interface Result {
  message: MessageRow
  startedAt: Instant
  durationMs: number
  status: number | null
  fault: string | null
  excerpt: string
  retryAt: Instant | null
  /** not tried at all: until when the host rests, or the process is stopping */
  skippedUntil: Instant | null
}

async function attempt(
  { clock, safeFetch, sealer }: SendDeps,
  job: SendingJob,
  endpoint: EndpointRow,
  message: MessageRow,
): Promise<Result> {
  const startedAt = clock()
  const from = performance.now()
  const result = (more: Partial<Result>): Result => ({
    message,
    startedAt,
    durationMs: Math.round(performance.now() - from),
    status: null,
    fault: null,
    excerpt: '',
    retryAt: null,
    skippedUntil: null,
    ...more,
  })
  try {
    const secrets = signingSecrets(sealer, endpoint, startedAt)
    if (secrets.length === 0)
      return result({ fault: 'Its secret cannot be read: SECRET_KEY has changed. Make a new secret.' })
    const answer = await safeFetch(
      endpoint.url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signedHeaders(message.id, message.body, secrets, startedAt),
        },
        body: message.body,
        signal: job.signal,
      },
      { timeoutMs: TIMEOUT_MS, bodyMs: BODY_MS, maxBodyBytes: MAX_BODY_BYTES, cutBody: true },
    )
    const delivered = answer.status >= 200 && answer.status < 300
    return result({
      status: answer.status,
      fault: delivered ? null : `Answered ${answer.status}.`,
      excerpt: excerptOf(answer),
      retryAt: delivered ? null : retryAfter(answer.headers['retry-after'], clock(), Date.parse),
    })
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    if (error.fault === 'resting') return result({ skippedUntil: error.retryAt })
    if (error.fault === 'aborted') return result({ skippedUntil: startedAt })
    return result({ status: error.status, fault: error.message })
  }
}

/** Without NUL, which the database cannot hold. */
function excerptOf({ body }: OutboundResponse): string {
  return body.toString('utf8').replaceAll('\0', '\ufffd').slice(0, EXCERPT_CHARACTERS)
}

/** Writes what happened; answers until when the endpoint rests, when it was left alone. */
async function record(
  tx: Tx,
  { workspaceId, payload: { endpointId } }: SendingJob,
  results: readonly Result[],
  now: Instant,
): Promise<Instant | null> {
  const endpoint = await lockEndpoint(tx, workspaceId, endpointId)
  if (!endpoint) return null
  hint(workspaceId, 'webhooks')
  for (const result of results) if (result.skippedUntil === null) await recordOne(tx, result)
  const tried = results.filter((result) => result.skippedUntil === null)
  const success = tried.findLast((result) => result.fault === null)
  const failure = tried.find((result) => result.fault !== null)
  const failingSince = success ? null : (endpoint.failingSince ?? failure?.startedAt ?? null)
  await changeEndpoint(tx, workspaceId, endpointId, {
    failingSince,
    ...(success && { lastSuccessAt: success.startedAt }),
  })
  const gone = tried.some((result) => result.status === 410)
  const failedTooLong = failingSince !== null && now - failingSince >= DISABLE_AFTER_MS
  if (endpoint.state === 'active' && (gone || failedTooLong))
    await disableEndpoint(
      tx,
      endpoint,
      gone ? 'It answered 410: it wants no more events.' : 'It has failed for five days.',
      now,
    )
  return results.find((result) => result.skippedUntil !== null)?.skippedUntil ?? null
}

async function recordOne(tx: Tx, result: Result): Promise<void> {
  const { message, startedAt, durationMs, status, fault, excerpt, retryAt } = result
  const { workspaceId, endpointId, id: messageId } = message
  const attempts = message.attempts + 1
  const delivered = fault === null
  const nextAt = delivered ? null : nextAttemptAt(messageId, attempts, startedAt, retryAt)
  await recordAttempt(
    tx,
    {
      workspaceId,
      messageId,
      number: message.attemptsEver + 1,
      endpointId,
      startedAt,
      durationMs,
      status,
      fault,
      excerpt,
    },
    {
      state: delivered ? 'delivered' : nextAt === null ? 'failed' : 'waiting',
      attempts,
      nextAt,
      deliveredAt: delivered ? startedAt + durationMs : null,
    },
  )
}
