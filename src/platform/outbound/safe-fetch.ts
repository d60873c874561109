import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type Instant, SECOND } from '../kernel/instant.ts'
import { type AllowList, endpointOf } from './allow.ts'
import { createBreaker } from './breaker.ts'
import { checkResolved, type ResolvedAddress, readTarget } from './guard.ts'
import { OutboundError } from './outbound-error.ts'
import { type Resolve, resolveName } from './resolve.ts'

export interface OutboundInit {
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  signal?: AbortSignal
}

export interface OutboundLimits {
  /** from asking the name server to the last byte, default 10 seconds */
  timeoutMs?: number
  /** how long to wait for the body once the headers have come; default as long as `timeoutMs` allows */
  bodyMs?: number
  /** default 1 MiB */
  maxBodyBytes?: number
  /** answer with what has come when the body is longer or slower than allowed, instead of failing */
  cutBody?: boolean
}

export interface OutboundResponse {
  status: number
  /** names in lower case */
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
  /** whether there was more */
  cut: boolean
}

/** Asks an address that a user typed. */
export type SafeFetch = (
  url: string,
  init?: OutboundInit,
  limits?: OutboundLimits,
) => Promise<OutboundResponse>

export interface SafeFetchOptions {
  /** OUTBOUND_ALLOW */
  allow: AllowList
  clock?: () => Instant
  /** for tests */
  resolve?: Resolve
}

const MAX_HEADER_BYTES = 16 * 1024
const MAX_BODY_BYTES = 1024 * 1024

/**
 * The one HTTP client for addresses that users type. The name is resolved once, every answer is checked, and the connection
 * goes to the very address that was checked; redirects are failures; time, headers and body are bounded; a host that does not
 * answer rests for a while.
 *
 * @returns a function that throws `OutboundError` when there is no answer
 * @example const safeFetch = createSafeFetch({ allow: config.outboundAllow })
 */
export function createSafeFetch({
  allow,
  clock = Date.now,
  resolve = resolveName,
}: SafeFetchOptions): SafeFetch {
  const breaker = createBreaker()
  return async (text, init = {}, limits = {}) => {
    const url = readTarget(text, allow)
    const host = endpointOf(url)
    const retryAt = breaker.restingUntil(host, clock())
    if (retryAt !== null)
      throw new OutboundError(
        'resting',
        'The host has not answered several times and is left alone for now.',
        {
          retryAt,
        },
      )
    const deadline = createDeadline(limits.timeoutMs ?? 10 * SECOND, init.signal)
    try {
      const addresses = await deadline.race(addressesOf(url, allow, resolve))
      checkResolved(url, addresses, allow)
      const answer = await deadline.race(send({ url, init, limits, addresses, signal: deadline.signal }))
      breaker.report(host, true, clock())
      return answer
    } catch (error) {
      const fault = toOutboundError(error)
      if (fault.fault === 'unreachable' || fault.fault === 'timeout') breaker.report(host, false, clock())
      throw fault
    } finally {
      deadline.end()
    }
  }
}

async function addressesOf(url: URL, allow: AllowList, resolve: Resolve): Promise<ResolvedAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family: family === 6 ? 6 : 4 }]
  return resolve(url.hostname, { asSystem: allow.has(endpointOf(url)) })
}

/** One limit over all steps, and the caller's own wish to stop. */
function createDeadline(timeoutMs: number, outer: AbortSignal | undefined) {
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(new OutboundError('timeout', `No answer within ${timeoutMs / SECOND} seconds.`)),
    timeoutMs,
  )
  const stop = () => controller.abort(new OutboundError('aborted', 'Called off.'))
  if (outer?.aborted) stop()
  outer?.addEventListener('abort', stop, { once: true })
  return {
    signal: controller.signal,
    race<T>(work: Promise<T>): Promise<T> {
      return new Promise<T>((done, fail) => {
        const abort = () => fail(controller.signal.reason)
        if (controller.signal.aborted) abort()
        controller.signal.addEventListener('abort', abort, { once: true })
        work.then(done, fail)
      })
    },
    end() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', stop)
      // closes what is still open after an answer that was cut
      controller.abort()
    },
  }
}

interface Sending {
  url: URL
  init: OutboundInit
  limits: OutboundLimits
  addresses: readonly ResolvedAddress[]
  signal: AbortSignal
}

function send({ url, init, limits, addresses, signal }: Sending): Promise<OutboundResponse> {
  const [first] = addresses
  // A second look at the name could find another address.
  const lookup: LookupFunction = (_host, options, answer) =>
    options.all ? answer(null, [...addresses]) : answer(null, first!.address, first!.family)
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((done, fail) => {
    const asked = request(url, {
      method: init.method ?? 'GET',
      headers: { 'user-agent': 'Accord', ...init.headers },
      agent: false,
      lookup,
      maxHeaderSize: MAX_HEADER_BYTES,
      signal,
    })
    asked.on('error', fail)
    asked.on('response', (response) => {
      const status = response.statusCode ?? 0
      if (status >= 300 && status < 400) {
        asked.destroy()
        return fail(
          new OutboundError('redirect', `Answered ${status}: redirects are not followed.`, { status }),
        )
      }
      readBody(response, limits).then(
        ({ body, cut }) => done({ status, headers: plain(response.headers), body, cut }),
        fail,
      )
    })
    asked.end(init.body)
  })
}

function readBody(
  response: http.IncomingMessage,
  { maxBodyBytes = MAX_BODY_BYTES, cutBody = false, bodyMs }: OutboundLimits,
): Promise<{ body: Buffer; cut: boolean }> {
  return new Promise((done, fail) => {
    const parts: Buffer[] = []
    let bytes = 0
    const end = (cut: boolean) => {
      clearTimeout(timer)
      if (cut) response.destroy()
      done({ body: Buffer.concat(parts).subarray(0, maxBodyBytes), cut })
    }
    const timer = bodyMs === undefined ? undefined : setTimeout(() => end(true), bodyMs)
    response.on('data', (part: Buffer) => {
      parts.push(part)
      bytes += part.length
      if (bytes <= maxBodyBytes) return
      if (cutBody) return end(true)
      response.destroy()
      fail(new OutboundError('too_large', `The answer is longer than ${maxBodyBytes} bytes.`))
    })
    response.on('end', () => end(false))
    response.on('error', (error) => (cutBody ? end(true) : fail(error)))
    response.on('close', () => clearTimeout(timer))
  })
}

function plain(headers: http.IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}

function toOutboundError(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error
  const { code } = error as { code?: unknown }
  const why = typeof code === 'string' ? ` (${code})` : ''
  return new OutboundError('unreachable', `The host could not be reached${why}.`, { cause: error })
}
