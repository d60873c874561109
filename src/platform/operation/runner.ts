import { z } from 'zod'
import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Actor, AuditDetail, Context, OutsideContext, Upload } from './context.ts'
import { type Answer, claimKey, hashRequest, type KeyedRequest, storeAnswer } from './idempotency.ts'
import { type Handler, isMutation, type Operation } from './operation.ts'
import { forbidden, invalidInput, keyInFlight, malformed, Problem, unauthenticated } from './problem.ts'

/** Someone who proved who they are; what they may do is read from the database inside the operation's own transaction. */
export type Principal =
  | { kind: 'user'; sessionId: string; userId: string; workspaceId: string | null }
  | { kind: 'api_key'; secretHash: string; workspaceId: string }

/** What the business side tells the runner: rights, audit, outbox. Given by the app, so that the platform knows no business. */
export interface Policies {
  /** the caller as the database knows them now; throws `unauthenticated` when they are no longer a member */
  actorIn(tx: Tx, principal: Principal, now: Instant): Promise<Actor>
  may(actor: Actor, permission: string): boolean
  writeAudit(tx: Tx, line: AuditLine): Promise<void>
  announce(
    tx: Tx,
    event: { workspaceId: string; name: string; payload: Record<string, unknown>; now: Instant },
  ): Promise<void>
}

export interface AuditLine extends AuditDetail {
  workspaceId: string
  actor: Actor
  operation: string
  requestId: string
  at: Instant
}

/** One call of an operation, from whichever door it came. */
export interface Call {
  principal: Principal | null
  /** value as it came over the wire, not yet checked */
  input: unknown
  requestId: string
  idempotencyKey?: string | undefined
  upload?: Upload | undefined
  address: string
  headers: Headers
  setCookie(value: string): void
}

export interface Runner {
  run(handler: Handler, call: Call): Promise<Answer>
}

/** Carries out operations: schema, rights, idempotency, effect, audit and outbox in one transaction, answer through its schema. */
export function createRunner(deps: { database: Database; policies: Policies; clock: () => Instant }): Runner {
  const inFlight = new Set<string>()
  return {
    async run(handler, call) {
      const input = parseInput(handler.operation, call.input)
      if ('runOutside' in handler) return runOutside(deps, handler, call, input)
      const principal = requireWorkspace(call.principal)
      const request = keyOf(handler.operation, call, principal, input)
      if (!request) return runInside(deps, handler, call, principal, input, null)
      const flight = JSON.stringify([request.workspaceId, request.principal, request.key])
      if (inFlight.has(flight))
        throw new Problem(keyInFlight, 'Wait for it to finish, then send the request again.')
      inFlight.add(flight)
      try {
        return await runInside(deps, handler, call, principal, input, request)
      } finally {
        inFlight.delete(flight)
      }
    },
  }
}

type InsideHandler = Extract<Handler, { run: unknown }>
type OutsideHandler = Extract<Handler, { runOutside: unknown }>
type Deps = Parameters<typeof createRunner>[0]
type Member = Principal & { workspaceId: string }

async function runInside(
  { database, policies, clock }: Deps,
  handler: InsideHandler,
  call: Call,
  principal: Member,
  input: unknown,
  request: KeyedRequest | null,
): Promise<Answer> {
  const { operation } = handler
  const now = clock()
  const mutates = isMutation(operation)
  if (mutates) await database.assertSpace()
  return database.workspace(principal.workspaceId, async (tx) => {
    const actor = await policies.actorIn(tx, principal, now)
    if (!policies.may(actor, operation.permission)) throw denied(actor, operation)
    const earlier = request && (await claimKey(tx, request, now))
    if (earlier) return earlier
    const line: AuditLine = {
      workspaceId: principal.workspaceId,
      actor,
      operation: operation.id,
      requestId: call.requestId,
      at: now,
      summary: operation.summary,
    }
    const context = contextOf({ tx, principal, actor, now, call, policies, line })
    const answer = encodeAnswer(operation, await handler.run(context, input))
    if (mutates) await policies.writeAudit(tx, line)
    if (request) await storeAnswer(tx, request, answer)
    return answer
  })
}

function contextOf(parts: {
  tx: Tx
  principal: Member
  actor: Actor
  now: Instant
  call: Call
  policies: Policies
  line: AuditLine
}): Context {
  const { tx, principal, actor, now, call, policies, line } = parts
  const { workspaceId } = principal
  return {
    tx,
    workspaceId,
    actor,
    now,
    requestId: call.requestId,
    announce: (name, payload) => policies.announce(tx, { workspaceId, name, payload, now }),
    audit: (detail) => void Object.assign(line, detail),
    ...(call.upload ? { upload: call.upload } : {}),
  }
}

async function runOutside(
  { database, clock }: Deps,
  handler: OutsideHandler,
  call: Call,
  input: unknown,
): Promise<Answer> {
  const { operation } = handler
  const user = call.principal?.kind === 'user' ? call.principal : null
  if (operation.permission !== 'public' && !user)
    throw new Problem(unauthenticated, 'Sign in, then try again.')
  if (isMutation(operation)) await database.assertSpace()
  const context: OutsideContext = {
    database,
    session: user && { id: user.sessionId, userId: user.userId, workspaceId: user.workspaceId },
    now: clock(),
    requestId: call.requestId,
    address: call.address,
    headers: call.headers,
    setCookie: call.setCookie,
  }
  return encodeAnswer(operation, await handler.runOutside(context, input))
}

function requireWorkspace(principal: Principal | null): Member {
  if (!principal) throw new Problem(unauthenticated, 'Sign in, or send an API key as a bearer token.')
  if (!principal.workspaceId) throw new Problem(unauthenticated, 'Choose a workspace first.')
  return principal as Member
}

function denied(actor: Actor, operation: Operation): Problem {
  const who = actor.kind === 'api_key' ? 'This API key' : `The role ${actor.role}`
  return new Problem(
    forbidden,
    `${who} lacks the permission ${operation.permission}. An administrator can change that.`,
  )
}

function keyOf(operation: Operation, call: Call, principal: Member, input: unknown): KeyedRequest | null {
  if (!call.idempotencyKey || !isMutation(operation)) return null
  if (call.idempotencyKey.length > 255)
    throw new Problem(malformed, 'An Idempotency-Key has at most 255 characters.')
  const who = principal.kind === 'user' ? `user:${principal.userId}` : `api_key:${principal.secretHash}`
  return {
    workspaceId: principal.workspaceId,
    principal: who,
    key: call.idempotencyKey,
    requestHash: hashRequest(operation.id, input),
  }
}

function parseInput(operation: Operation, input: unknown): unknown {
  const parsed = z.safeDecode(operation.input, (input ?? {}) as never)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map((issue) => ({
    pointer: `/${issue.path.map((part) => String(part).replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`,
    detail: issue.message,
  }))
  throw new Problem(invalidInput, 'Correct the fields named below and send it again.', { errors })
}

function encodeAnswer(operation: Operation, output: unknown): Answer {
  if (operation.output instanceof z.ZodVoid) return { status: 204, body: '' }
  const body = JSON.stringify(z.encode(operation.output, output as never))
  return { status: 200, body }
}
