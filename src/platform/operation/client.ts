import { z } from 'zod'
import type { Operation } from './operation.ts'
import type { FieldError } from './problem.ts'
import { toRequest } from './wire.ts'

/** A refusal as the server sent it (RFC 9457), or as the browser met it (`code` `network.failed`). */
export class ProblemResponse extends Error {
  override name = 'ProblemResponse'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly errors: FieldError[]
  readonly requestId: string | undefined

  constructor(body: {
    code: string
    status: number
    title: string
    detail?: string
    errors?: FieldError[]
    requestId?: string
  }) {
    super(body.detail || body.title)
    this.code = body.code
    this.status = body.status
    this.title = body.title
    this.detail = body.detail ?? ''
    this.errors = body.errors ?? []
    this.requestId = body.requestId
  }
}

export interface CallOptions {
  signal?: AbortSignal
  /** the same key makes a repeated call take effect once */
  idempotencyKey?: string
  /** the file, for operations that take one */
  upload?: Blob
  /** scheme and host; the page's own when absent */
  baseUrl?: string
  headers?: Record<string, string>
}

/**
 * Calls an operation over HTTP, with input and answer typed and checked by its contract.
 *
 * @throws {ProblemResponse} when the server refuses or cannot be reached
 */
export async function call<Input extends z.ZodType, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
  input: z.output<Input> | z.input<Input>,
  options: CallOptions = {},
): Promise<z.output<Output>> {
  const response = await send(operation as unknown as Operation, encode(operation.input, input), options)
  if (!response.ok) throw new ProblemResponse(await readProblem(response))
  if (response.status === 204) return undefined as z.output<Output>
  return z.decode(operation.output, (await response.json()) as never)
}

/** The address of a download operation, for a link the browser follows. */
export function downloadUrl<Input extends z.ZodType>(
  operation: Operation<Input>,
  input: z.output<Input> | z.input<Input>,
): string {
  return toRequest(operation as unknown as Operation, encode(operation.input, input)).path
}

function encode(schema: z.ZodType, input: unknown): Record<string, unknown> {
  const encoded = z.safeEncode(schema, input as never)
  return (encoded.success ? encoded.data : input) as Record<string, unknown>
}

async function send(
  operation: Operation,
  wireInput: Record<string, unknown>,
  options: CallOptions,
): Promise<Response> {
  const { path, body } = toRequest(operation, wireInput ?? {})
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (options.upload) headers['content-type'] = 'application/octet-stream'
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey
  try {
    return await fetch(`${options.baseUrl ?? ''}${path}`, {
      method: operation.method,
      headers,
      body: options.upload ?? body,
      signal: options.signal,
      credentials: 'same-origin',
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ProblemResponse({
      code: 'network.failed',
      status: 0,
      title: 'The server cannot be reached',
      detail: 'Check your connection and try again. Nothing you entered is lost.',
    })
  }
}

async function readProblem(response: Response) {
  const fallback = {
    code: 'server.unexpected',
    status: response.status,
    title: 'The server gave an answer that could not be read',
  }
  if (!response.headers.get('content-type')?.includes('json')) return fallback
  return { ...fallback, ...((await response.json()) as object) }
}
