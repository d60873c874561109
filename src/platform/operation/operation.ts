import type { z } from 'zod'
import type { Context, OutsideContext } from './context.ts'
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
  /** a permission of the workspace; `public` and `signed_in` are answered outside a workspace */
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
  /** largest file it takes; absent: what the installation allows */
  maxUploadBytes?: number
  /** answers a file instead of JSON; the output is then `Download`, and the audit trail says who took it */
  download?: boolean
  /** a POST that only asks: no audit line, no idempotency, allowed when the disk is nearly full */
  readOnly?: boolean
}

/** Declares an operation; contract files export these. */
export function operation<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Operation<Input, Output>,
): Operation<Input, Output> {
  return declaration
}

/** Whether carrying it out changes something. */
export function isMutation(operation: Operation): boolean {
  return operation.method !== 'GET' && !operation.readOnly
}

/** An operation with the function that carries it out, inside a workspace or outside any. */
export type Handler =
  | { operation: Operation; run(context: Context, input: unknown): Promise<unknown> }
  | { operation: Operation; runOutside(context: OutsideContext, input: unknown): Promise<unknown> }

/** Binds an operation to its service function; `index.ts` of a slice exports the list. */
export function handle<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Operation<Input, Output>,
  run: (context: Context, input: z.output<Input>) => Promise<z.output<Output>>,
): Handler {
  return {
    operation: declaration as unknown as Operation,
    run: run as (context: Context, input: unknown) => Promise<unknown>,
  }
}

/** The same for operations with permission `public` or `signed_in`. */
export function handleOutside<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Operation<Input, Output>,
  run: (context: OutsideContext, input: z.output<Input>) => Promise<z.output<Output>>,
): Handler {
  return {
    operation: declaration as unknown as Operation,
    runOutside: run as (context: OutsideContext, input: unknown) => Promise<unknown>,
  }
}
