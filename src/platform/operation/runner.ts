import { z } from 'zod'
import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Actor, AuditDetail, Context, OutsideContext, Upload } from './context.ts'
import { type Answer, claimKey, hashRequest, type KeyedRequest, storeAnswer } from './idempotency.ts'
import { pointerTo, unstorable } from './input-text.ts'
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
  /** refuses who may not carry it out, before anything large is received from them */
  admit(handler: Handler, principal: Principal | null): Promise<void>
}

/** Carries out operations: schema, rights, idempotency, effect, audit and outbox in one transaction, answer through its schema. */
export function createRunner(deps: { database: Database; policies: Policies; clock: () => Instant }): Runner {
  const inFlight = new Set<string>()
  return {
    async run(handler, call) {
      requireSession(handler.operation, call.principal)
      if ('runOutside' in handler) return runOutside(deps, handler, call)
      const principal = requireWorkspace(call.principal)
      const key = keyOf(handler.operation, call, principal)
      if (!key) return runInside(deps, handler, call, principal, null)
      const flight = JSON.stringify([key.workspaceId, key.principal, key.key])
      if (inFlight.has(flight))
        throw new Problem(keyInFlight, 'Wait for it to finish, then send the request again.')
      inFlight.add(flight)
      try {
        return await runInside(deps, handler, call, principal, key)
      } finally {
        inFlight.delete(flight)
      }
    },
    async admit({ operation }, principal) {
      requireSession(operation, principal)
      if (!isInside(operation)) return
      const member = requireWorkspace(principal)
      await deps.database.workspace(member.workspaceId, (tx) => allowedActor(deps, tx, operation, member))
    },
  }
}

type InsideHandler = Extract<Handler, { run: unknown }>
type OutsideHandler = Extract<Handler, { runOutside: unknown }>
type Deps = Parameters<typeof createRunner>[0]
type Member = Principal & { workspaceId: string }
type Key = Omit<KeyedRequest, 'requestHash'>

/** The caller as the database knows them, when they may. */
async function allowedActor(
  { policies, clock }: Deps,
  tx: Tx,
  operation: Operation,
  principal: Member,
): Promise<Actor> {
  const actor = await policies.actorIn(tx, principal, clock())
  if (!policies.may(actor, operation.permission)) throw denied(actor, operation)
  return actor
}

async function runInside(
  deps: Deps,
  handler: InsideHandler,
  call: Call,
  principal: Member,
  key: Key | null,
): Promise<Answer> {
  const { operation } = handler
  const { database, policies, clock } = deps
  const now = clock()
  const mutates = isMutation(operation)
  if (mutates) await database.assertSpace()
  return database.workspace(principal.workspaceId, async (tx) => {
    const actor = await allowedActor(deps, tx, operation, principal)
    const input = parseInput(operation, call.input)
    const request = key && { ...key, requestHash: hashRequest(operation.id, [input, call.upload?.digest]) }
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
    if (mutates || operation.download) await policies.writeAudit(tx, line)
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

async function runOutside({ database, clock }: Deps, handler: OutsideHandler, call: Call): Promise<Answer> {
  const { operation } = handler
  const input = parseInput(operation, call.input)
  const user = call.principal?.kind === 'user' ? call.principal : null
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

const isInside = ({ permission }: Operation) => permission !== 'public' && permission !== 'signed_in'

/**
 * Refuses who cannot be let in whatever the database says: nobody, and a key where a person is asked for.
 *
 * @throws {Problem} `session.required`
 */
export function requireSession({ permission }: Operation, principal: Principal | null): void {
  if (permission === 'public' || principal?.kind === 'user') return
  if (permission === 'signed_in') throw new Problem(unauthenticated, 'Sign in, then try again.')
  if (!principal) throw new Problem(unauthenticated, 'Sign in, or send an API key as a bearer token.')
}

function requireWorkspace(principal: Principal | null): Member {
  if (!principal?.workspaceId) throw new Problem(unauthenticated, 'Choose a workspace first.')
  return principal as Member
}

function denied(actor: Actor, operation: Operation): Problem {
  const who = actor.kind === 'api_key' ? 'This API key' : `The role ${actor.role}`
  return new Problem(
    forbidden,
    `${who} lacks the permission ${operation.permission}. An administrator can change that.`,
  )
}

function keyOf(operation: Operation, call: Call, principal: Member): Key | null {
  if (!call.idempotencyKey || !isMutation(operation)) return null
  if (call.idempotencyKey.length > 255)
    throw new Problem(malformed, 'An Idempotency-Key has at most 255 characters.')
  const who = principal.kind === 'user' ? `user:${principal.userId}` : `api_key:${principal.secretHash}`
  return {
    workspaceId: principal.workspaceId,
    principal: who,
    key: call.idempotencyKey,
  }
}

function parseInput(operation: Operation, input: unknown): unknown {
  const unfit = unstorable(input)
  if (unfit)
    throw new Problem(invalidInput, 'Correct the fields named below and send it again.', { errors: [unfit] })
  const parsed = z.safeDecode(operation.input, (input === undefined ? {} : input) as never)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map((issue) => ({
    pointer: pointerTo(issue.path),
    detail: issue.message,
  }))
  throw new Problem(invalidInput, 'Correct the fields named below and send it again.', { errors })
}

function encodeAnswer(operation: Operation, output: unknown): Answer {
  if (operation.output instanceof z.ZodVoid) return { status: 204, body: '' }
  const body = JSON.stringify(z.encode(operation.output, output as never))
  return { status: 200, body }
}
