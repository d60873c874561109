import type { z } from 'zod'
import type { Context } from './context.ts'
import type { ProblemKind } from './problem.ts'

/**
 * One thing the product can do, declared once. HTTP route, browser client, OpenAPI entry, permission check, audit line,
 * idempotency, CLI command and MCP tool all follow from it.
 */
export interface Operation<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** `noun.verb`, stable: operationId, audit line, MCP tool name */
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** below /api, with `:name` for values of the input that stand in the path */
  path: `/${string}`
  /** a permission from workspace/access/rules/permissions.ts; `public` and `signed_in` are answered outside a workspace */
  permission: string
  /** one sentence, shown in OpenAPI, `--help` and to MCP clients */
  summary: string
  input: Input
  /** answers are encoded by it, so that nothing undeclared leaves */
  output: Output
  errors?: readonly ProblemKind[]
  /** command line words, e.g. `lead list`; absent: not a command */
  cli?: string
  /** offered to MCP clients */
  mcp?: boolean
  /** takes a file as raw request body; the input then comes from path and query */
  upload?: boolean
  /** answers a file instead of JSON; the output is then `{ filename, contentType, body }` */
  download?: boolean
}

/** Declares an operation; contract files export these. */
export function operation<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Operation<Input, Output>,
): Operation<Input, Output> {
  return declaration
}

/** An operation with the function that carries it out. */
export interface Handler {
  operation: Operation
  run(context: Context, input: unknown): Promise<unknown>
}

/** Binds an operation to its service function; `index.ts` of a slice exports the list. */
export function handle<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Operation<Input, Output>,
  run: (context: Context, input: z.output<Input>) => Promise<z.output<Output>>,
): Handler {
  return { operation: declaration as unknown as Operation, run: run as Handler['run'] }
}
