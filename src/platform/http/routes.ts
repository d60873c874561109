import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hono } from 'hono'
import {
  type Handler,
  methodNotAllowed,
  type Operation,
  Problem,
  type Upload,
} from '#platform/operation/index.ts'
import { type Principal, type Runner, requireSession } from '#platform/operation/runner.ts'
import { placesOf, readTexts } from '#platform/operation/wire.ts'
import { readJson, receiveUpload } from './body.ts'
import { problemResponse } from './problem-response.ts'
import type { Env } from './server.ts'

export interface RouteOptions {
  handlers: readonly Handler[]
  runner: Runner
  authenticate(headers: Headers, setCookie: (value: string) => void): Promise<Principal | null>
  /** where files of requests are received */
  uploadDir: string
  maxUploadBytes: number
  /** throws while the disk is below its reserve */
  assertSpace(): Promise<void>
}

/** Mounts every operation below /api; a known path with another method answers 405 with what it takes. */
export function mountOperations(app: Hono<Env>, options: RouteOptions): void {
  const methodsOf = new Map<string, string[]>()
  for (const handler of options.handlers) {
    const { method, path } = handler.operation
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), method])
    app.on(method, `/api${path}`, (c) =>
      serve(handler, options, c.req.raw, c.req.param(), c.get('requestId'), c.get('address')),
    )
  }
  for (const [path, methods] of [...methodsOf].sort(plainFirst)) {
    app.all(`/api${path}`, (c) => {
      const problem = new Problem(methodNotAllowed, `It takes ${methods.join(', ')}.`)
      const response = problemResponse(problem, c.get('requestId'))
      response.headers.set('allow', methods.join(', '))
      return response
    })
  }
}

/** Addresses spelled out come before those with a name in the same place, which would match them too. */
function plainFirst([a]: [string, unknown], [b]: [string, unknown]): number {
  return a.replaceAll(':', '~') < b.replaceAll(':', '~') ? -1 : 1
}

async function serve(
  handler: Handler,
  options: RouteOptions,
  request: Request,
  params: Record<string, string>,
  requestId: string,
  address: string,
): Promise<Response> {
  const { operation } = handler
  const cookies: string[] = []
  const setCookie = (value: string) => void cookies.push(value)
  const principal = await options.authenticate(request.headers, setCookie)
  if (operation.upload) await options.runner.admit(handler, principal)
  else requireSession(operation, principal)
  const upload = operation.upload ? await receive(operation, request, options, requestId) : undefined
  try {
    const answer = await options.runner.run(handler, {
      principal,
      input: await inputOf(handler, request, params),
      requestId,
      idempotencyKey: request.headers.get('idempotency-key') ?? undefined,
      upload,
      address,
      headers: request.headers,
      setCookie,
    })
    return respond(handler, answer, cookies)
  } finally {
    if (upload) await rm(upload.path, { force: true })
  }
}

function receive(
  operation: Operation,
  request: Request,
  { uploadDir, maxUploadBytes, assertSpace }: RouteOptions,
  requestId: string,
): Promise<Upload> {
  const maxBytes = Math.min(maxUploadBytes, operation.maxUploadBytes ?? maxUploadBytes)
  return receiveUpload(request, join(uploadDir, 'incoming', requestId), { maxBytes, assertSpace })
}

async function inputOf(
  { operation }: Handler,
  request: Request,
  params: Record<string, string>,
): Promise<unknown> {
  const inPath = readTexts(operation.input, Object.entries(params))
  if (placesOf(operation).rest === 'query') {
    return { ...readTexts(operation.input, new URL(request.url).searchParams), ...inPath }
  }
  const body = await readJson(request)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, ...inPath } : body
}

function respond(
  { operation }: Handler,
  { status, body }: { status: number; body: string },
  cookies: string[],
): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  if (status === 204) return new Response(null, { status, headers })
  if (!operation.download) {
    headers.set('content-type', 'application/json')
    return new Response(body, { status, headers })
  }
  const file = JSON.parse(body) as { filename: string; contentType: string; body: string }
  headers.set('content-type', file.contentType)
  headers.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`)
  return new Response(file.body, { status, headers })
}
