import type { Operation } from '#platform/operation/index.ts'
import { toRequest } from '#platform/operation/wire.ts'
import type { TestUser } from '../accord.ts'
import type { Example } from './example.ts'

export interface Sent {
  status: number
  text: string
  headers: Headers
  /** the answer without what differs from call to call */
  comparable: string
}

/** Sends a call as the wire carries it, with the file of the example where the operation takes one. */
export async function send(
  user: TestUser,
  operation: Operation,
  input: Record<string, unknown>,
  { example, headers = {}, address }: SendOptions = {},
): Promise<Sent> {
  const { path, body } = toRequest(operation, input)
  const payload = operation.upload ? (example?.upload ?? '') : body
  const type = operation.upload ? 'application/octet-stream' : 'application/json'
  const response = await user.fetch(path, {
    method: operation.method,
    headers: { ...(payload === undefined ? {} : { 'content-type': type }), ...headers },
    ...(payload === undefined ? {} : { body: payload }),
    ...(address ? { address } : {}),
  })
  const text = await response.text()
  const comparable = text.replace(/"requestId":"[^"]*"/, '')
  return { status: response.status, text, headers: response.headers, comparable }
}

export interface SendOptions {
  example?: Example
  headers?: Record<string, string>
  address?: string
}

/** What an allowed call answers. */
export function successOf(operation: Operation, example: Example): number {
  return example.status ?? (operation.output.constructor.name === 'ZodVoid' ? 204 : 200)
}
