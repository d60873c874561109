import type { Hono } from 'hono'
import { toProblem } from '#platform/http/problem-response.ts'
import type { Env } from '#platform/http/server.ts'
import { type Answer, type ReceiveDeps, receive } from './receive.ts'
import type { EventType } from './rules/event.ts'

/** Addresses of the tracking API: those of the specification and the short ones of the browser library. */
const ROUTES: readonly (readonly [path: string, type: EventType | 'batch'])[] = [
  ['track', 'track'],
  ['identify', 'identify'],
  ['page', 'page'],
  ['screen', 'screen'],
  ['group', 'group'],
  ['alias', 'alias'],
  ['batch', 'batch'],
  ['import', 'batch'],
  ['t', 'track'],
  ['i', 'identify'],
  ['p', 'page'],
  ['s', 'screen'],
  ['g', 'group'],
  ['a', 'alias'],
  ['b', 'batch'],
]

/** Where pages of other sites may send to: these routes never look at cookies. */
export const OPEN_PATHS = ['/v1/'] as const

/** Mounts the tracking API; any site may call it, its write key says for whom. */
export function mountTracking(app: Hono<Env>, deps: ReceiveDeps & { baseUrl: string }): void {
  for (const [path, type] of ROUTES) {
    app.post(`/v1/${path}`, async (c) => {
      const answer = await receive(deps, c.req.raw, type, c.get('address')).catch(unavailable)
      return respond(answer, c.req.header('origin'))
    })
    app.options(
      `/v1/${path}`,
      (c) => new Response(null, { status: 204, headers: cors(c.req.header('origin')) }),
    )
    app.all(`/v1/${path}`, (c) => {
      const headers = { ...cors(c.req.header('origin')), allow: 'POST, OPTIONS' }
      return Response.json({ success: false, message: 'Send events with POST.' }, { status: 405, headers })
    })
  }
  app.get('/v1/projects/:key/settings', (c) =>
    Response.json(librarySettings(c.req.param('key'), deps.baseUrl), {
      headers: { ...cors(c.req.header('origin')), 'cache-control': 'public, max-age=300' },
    }),
  )
}

/** A failure of ours, as the libraries understand it: they keep the events and try again. */
function unavailable(error: unknown): Answer {
  const problem = toProblem(error)
  if (problem.kind.status !== 503 && problem.kind.status !== 507) throw error
  return {
    status: 503,
    body: { success: false, message: `${problem.kind.title}.` },
    retryAfterSeconds: problem.retryAfterSeconds ?? 5,
  }
}

function respond({ status, body, retryAfterSeconds }: Answer, origin: string | undefined): Response {
  const headers: Record<string, string> = cors(origin)
  if (retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(retryAfterSeconds)
    headers['x-ratelimit-reset'] = String(retryAfterSeconds)
  }
  return Response.json(body, { status, headers })
}

const cors = (origin: string | undefined): Record<string, string> => ({
  'access-control-allow-origin': origin ?? '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'content-type, authorization, x-retry-count',
  'access-control-expose-headers': 'retry-after, x-ratelimit-reset',
  'access-control-max-age': '86400',
  'cross-origin-resource-policy': 'cross-origin',
  vary: 'origin',
})

/** What the official browser library asks for before it sends, so that it can be pointed here by its `cdnURL` alone. */
function librarySettings(key: string, baseUrl: string) {
  const { host, protocol } = new URL(baseUrl)
  return {
    integrations: {
      'Segment.io': { apiKey: key, apiHost: `${host}/v1`, protocol: protocol.replace(':', '') },
    },
    plan: { track: { __default: { enabled: true, integrations: {} } } },
    edgeFunction: {},
    metrics: { sampleRate: 0 },
    enabledMiddleware: {},
    remotePlugins: [],
  }
}
