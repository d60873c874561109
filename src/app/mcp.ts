import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import type { Hono } from 'hono'
import { readJson } from '#platform/http/body.ts'
import { toProblem } from '#platform/http/problem-response.ts'
import type { Env } from '#platform/http/server.ts'
import {
  forbidden,
  type Handler,
  isMutation,
  malformed,
  methodNotAllowed,
  type Operation,
  Problem,
  unauthenticated,
} from '#platform/operation/index.ts'
import { toJsonSchema } from '#platform/operation/openapi.ts'
import type { Principal, Runner } from '#platform/operation/runner.ts'
import { CommandRefused } from './commands/output.ts'

/** Carries out one operation for an agent and gives its JSON answer; throws `Problem`, or `CommandRefused` with its sentence. */
export type CallOperation = (operation: Operation, input: Record<string, unknown>) => Promise<string>

/** The operations offered to agents, as MCP tools. Their answers are data, never instructions. */
function mcpServer(operations: readonly Operation[], callOperation: CallOperation, version: string): Server {
  const server = new Server({ name: 'accord', version }, { capabilities: { tools: {} } })
  const byName = new Map(
    operations.filter((operation) => operation.mcp).map((operation) => [toolName(operation), operation]),
  )
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: [...byName].map(([name, operation]) => ({
      name,
      description: operation.summary,
      inputSchema: { ...toJsonSchema(operation.input), type: 'object' as const },
      annotations: { readOnlyHint: !isMutation(operation), destructiveHint: false, openWorldHint: false },
    })),
  }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const operation = byName.get(params.name)
    if (!operation) return failure(`There is no tool ${params.name}.`)
    try {
      return { content: [{ type: 'text', text: await callOperation(operation, params.arguments ?? {}) }] }
    } catch (error) {
      return failure(sentence(error))
    }
  })
  return server
}

const toolName = (operation: Operation) => operation.id.replaceAll('.', '_')

const failure = (text: string) => ({ isError: true, content: [{ type: 'text' as const, text }] })

function sentence(error: unknown): string {
  if (error instanceof CommandRefused) return error.message
  const { kind, detail, errors } = toProblem(error)
  return [`${kind.title}. ${detail}`, ...errors.map((one) => `${one.pointer}: ${one.detail}`)].join('\n')
}

export interface McpRouteOptions {
  handlers: readonly Handler[]
  runner: Runner
  authenticate(headers: Headers, setCookie: (value: string) => void): Promise<Principal | null>
  baseUrl: string
  version: string
}

/** MCP over streamable HTTP, without sessions: every request carries its API key and is judged alone. */
export function mountMcp(app: Hono<Env>, options: McpRouteOptions): void {
  const handlerOf = new Map(options.handlers.map((handler) => [handler.operation.id, handler]))
  app.all('/mcp', async (c) => {
    const origin = c.req.header('origin')
    if (origin && origin !== new URL(options.baseUrl).origin) {
      throw new Problem(forbidden, 'Agents in another website’s page are not let in.')
    }
    const principal = await options.authenticate(c.req.raw.headers, () => {})
    if (principal?.kind !== 'api_key')
      throw new Problem(unauthenticated, 'Send an API key as a bearer token.')
    if (c.req.method !== 'POST') throw new Problem(methodNotAllowed, 'It takes POST.')
    const message = await readJson(c.req.raw)
    // Several requests in one would pass every limit that counts requests.
    if (typeof message !== 'object' || message === null || Array.isArray(message))
      throw new Problem(malformed, 'Send one JSON-RPC message at a time.')
    const callOperation: CallOperation = async (operation, input) => {
      const { body } = await options.runner.run(handlerOf.get(operation.id)!, {
        principal,
        input,
        requestId: c.get('requestId'),
        address: c.get('address'),
        headers: c.req.raw.headers,
        setCookie: () => {},
      })
      return body
    }
    const server = mcpServer(
      options.handlers.map((handler) => handler.operation),
      callOperation,
      options.version,
    )
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
    await server.connect(transport)
    return transport.handleRequest(c.req.raw, { parsedBody: message })
  })
}

/** MCP on standard input and output; tools are carried out by a running server with the given key. */
export async function serveMcp(
  operations: readonly Operation[],
  callOperation: CallOperation,
  version: string,
  transport: Transport = new StdioServerTransport(),
): Promise<void> {
  await mcpServer(operations, callOperation, version).connect(transport)
}
