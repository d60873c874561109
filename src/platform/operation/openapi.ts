import { z } from 'zod'
import { type Handler, isMutation, type Operation } from './operation.ts'
import type { ProblemKind } from './problem.ts'
import {
  forbidden,
  invalidInput,
  keyInFlight,
  keyReused,
  malformed,
  notFound,
  rateLimited,
  tooLarge,
  unauthenticated,
  unsupportedMedia,
} from './problem.ts'
import { placesOf } from './wire.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of all operations, in the order of their paths. */
export function openApi(handlers: readonly Handler[], info: { version: string }): Json {
  const paths: Record<string, Json> = {}
  const sorted = [...handlers].sort((a, b) => (a.operation.path < b.operation.path ? -1 : 1))
  for (const { operation } of sorted) {
    const path = `/api${operation.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Accord',
      version: info.version,
      summary: 'The working agreement between sales and marketing, as an API.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of a workspace, `accord_key_…`' },
        session: { type: 'apiKey', in: 'cookie', name: 'accord_session' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

function describe(operation: Operation): Json {
  const { inPath, rest } = placesOf(operation)
  const input = toJsonSchema(operation.input) as { properties?: Json; required?: string[] }
  const properties = input.properties ?? {}
  const required = new Set(input.required ?? [])
  const parameters = Object.entries(properties)
    .filter(([name]) => inPath.includes(name) || rest === 'query')
    .map(([name, schema]) => ({
      name,
      in: inPath.includes(name) ? 'path' : 'query',
      required: inPath.includes(name) || required.has(name),
      schema,
    }))
  return {
    operationId: operation.id,
    tags: [operation.path.split('/')[1]!],
    summary: operation.summary,
    'x-permission': operation.permission,
    'x-side-effects': isMutation(operation),
    security:
      operation.permission === 'public'
        ? []
        : operation.permission === 'signed_in'
          ? [{ session: [] }]
          : [{ apiKey: [] }, { session: [] }],
    parameters: isInsideMutation(operation) ? [...parameters, idempotencyKey] : parameters,
    ...requestBody(operation, input, inPath, rest),
    responses: { ...success(operation), ...refusals(operation) },
  }
}

function isInsideMutation(operation: Operation): boolean {
  return isMutation(operation) && !['public', 'signed_in'].includes(operation.permission)
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request takes effect once and gives the same answer',
  schema: { type: 'string', maxLength: 255 },
}

function requestBody(
  operation: Operation,
  input: Json & { properties?: Json; required?: string[] },
  inPath: string[],
  rest: string,
): Json {
  if (operation.upload)
    return { requestBody: { required: true, content: { 'application/octet-stream': {} } } }
  if (rest !== 'body') return {}
  const properties = Object.fromEntries(
    Object.entries(input.properties ?? {}).filter(([name]) => !inPath.includes(name)),
  )
  const required = (input.required ?? []).filter((name) => !inPath.includes(name))
  return {
    requestBody: {
      required: required.length > 0,
      content: { 'application/json': { schema: { type: 'object', properties, required } } },
    },
  }
}

function success(operation: Operation): Json {
  if (operation.output instanceof z.ZodVoid) return { 204: { description: 'Done' } }
  if (operation.download) return { 200: { description: 'The file', content: { '*/*': {} } } }
  return {
    200: { description: 'Done', content: { 'application/json': { schema: toJsonSchema(operation.output) } } },
  }
}

/** Declared refusals, and those every operation of its kind may answer with; several with one status share an entry. */
function refusals(operation: Operation): Json {
  const kinds: ProblemKind[] = [invalidInput, rateLimited, ...(operation.errors ?? [])]
  if (operation.permission !== 'public') kinds.push(unauthenticated)
  if (!['public', 'signed_in'].includes(operation.permission)) kinds.push(forbidden)
  if (operation.path.includes(':')) kinds.push(notFound)
  if (isInsideMutation(operation)) kinds.push(malformed, keyReused, keyInFlight)
  if (operation.upload) kinds.push(malformed, tooLarge)
  else if (placesOf(operation).rest === 'body') kinds.push(malformed, tooLarge, unsupportedMedia)
  const byStatus: Record<string, Json> = {}
  for (const status of new Set(kinds.map((kind) => kind.status))) {
    const titles = kinds
      .filter((kind) => kind.status === status)
      .map((kind) => `\`${kind.code}\`: ${kind.title}`)
    byStatus[status] = refusal([...new Set(titles)].join('; '))
  }
  return { ...byStatus, default: refusal('The server or its database is not able to answer now') }
}

const refusal = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

/** What a value looks like on the wire. */
export function toJsonSchema(schema: z.ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json
  return json
}

const problemSchema = {
  type: 'object',
  description: 'A refusal (RFC 9457)',
  properties: {
    type: { type: 'string' },
    code: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
        required: ['pointer', 'detail'],
      },
    },
    requestId: { type: 'string' },
  },
  required: ['type', 'code', 'title', 'status', 'detail', 'errors', 'requestId'],
}
