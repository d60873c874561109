import type { Server as HttpServer } from 'node:http'
import { Server as NetServer } from 'node:net'
import { type HttpBindings, serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { newId } from '#platform/kernel/ids.ts'
import { Problem, routeNotFound } from '#platform/operation/index.ts'
import { clientAddress } from './address.ts'
import type { Metrics } from './metrics.ts'
import { problemResponse, toProblem } from './problem-response.ts'
import { addSecurityHeaders, assertSameOrigin, isOpen } from './security.ts'

export interface Env {
  Bindings: HttpBindings
  Variables: { requestId: string; address: string }
}

export interface AppOptions {
  log: Logger
  metrics: Metrics
  /** where users reach the app */
  baseUrl: string
  /** addresses of reverse proxies whose X-Forwarded-For is believed */
  trustedProxies: readonly string[]
  /** beginnings of addresses that any site may send to, because they never look at a cookie */
  openPaths?: readonly string[]
  /** answers a path outside /api: files of the web app, and its start page for deep links */
  page(request: Request, path: string): Response | null
}

/** An app with what every route shares: request id, address, security headers, same-origin check, errors, log, metrics. */
export function createApp({
  log,
  metrics,
  baseUrl,
  trustedProxies,
  openPaths = [],
  page,
}: AppOptions): Hono<Env> {
  const app = new Hono<Env>({ strict: true })
  const secure = baseUrl.startsWith('https:')

  app.use(async (c, next) => {
    const startedAt = performance.now()
    c.set('requestId', newId())
    c.set(
      'address',
      clientAddress(
        c.env?.incoming?.socket?.remoteAddress ?? '',
        c.req.header('x-forwarded-for'),
        trustedProxies,
      ),
    )
    assertSameOrigin(c.req.raw, ownOrigins(baseUrl, c.req.raw), openPaths)
    await next()
    const { method, path } = c.req
    const { status } = c.res
    const milliseconds = Math.round(performance.now() - startedAt)
    metrics.observeRequest(method, status, milliseconds / 1_000)
    const line = { requestId: c.get('requestId'), method, path, status, milliseconds }
    // Refused sign-ins and changes show at the usual level, with the address to look into; a flood of events must not fill the log.
    if (isRefusal(method, status) && !isOpen(path, openPaths))
      log.info({ ...line, address: c.get('address') }, 'refused')
    else log.debug(line, 'request')
  })

  app.onError((error, c) => {
    const problem = toProblem(error)
    const requestId = c.get('requestId') ?? newId()
    if (problem.kind.status >= 500)
      log.error({ requestId, method: c.req.method, path: c.req.path, err: error }, problem.kind.title)
    return problemResponse(problem, requestId)
  })

  app.notFound((c) => {
    const path = new URL(c.req.url).pathname
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    const found = reads && !path.startsWith('/api/') ? page(c.req.raw, path) : null
    return found ?? problemResponse(new Problem(routeNotFound, 'Check the address.'), c.get('requestId'))
  })

  // Wrapped from outside, so that errors and pages carry the headers too.
  const inner = app.fetch
  app.fetch = async (request, ...rest) => {
    const response = await inner(request, ...rest)
    addSecurityHeaders(response.headers, secure)
    return response
  }
  return app
}

function isRefusal(method: string, status: number): boolean {
  return status === 403 || status === 429 || (status === 401 && method !== 'GET')
}

/** The configured origin, and on a loopback address also the one the browser used, so that localhost and 127.0.0.1 both work. */
function ownOrigins(baseUrl: string, request: Request): Set<string> {
  const origins = new Set([new URL(baseUrl).origin])
  const { hostname, origin } = new URL(request.url)
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) origins.add(origin)
  return origins
}

export interface Listening {
  port: number
  close(): Promise<void>
}

/** How long a connection without a request may stay while the server stops: its request may be on the way. */
const LAST_REQUEST_MS = 300

/**
 * Listens. On close nobody new is let in, what was asked is answered, and so is what somebody who was let in just before is about to
 * ask.
 */
export function listen(app: Hono<Env>, { host, port }: { host: string; port: number }): Promise<Listening> {
  return new Promise((resolve, reject) => {
    let closing = false
    const fetch: typeof app.fetch = async (...request) => {
      const response = await app.fetch(...request)
      if (closing) response.headers.set('connection', 'close')
      return response
    }
    const server = serve({ fetch, hostname: host, port, overrideGlobalObjects: false }, (info) => {
      resolve({
        port: info.port,
        close: () =>
          new Promise((done) => {
            closing = true
            const sweep = setInterval(() => (server as HttpServer).closeIdleConnections(), LAST_REQUEST_MS)
            // the server's own `close` would cut off at once who has not asked yet
            NetServer.prototype.close.call(server, () => {
              clearInterval(sweep)
              done()
            })
          }),
      })
    })
    server.on('error', reject)
  })
}
