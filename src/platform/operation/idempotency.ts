import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { keyInFlight, keyReused, Problem } from './problem.ts'
import { idempotentAnswer } from './tables.ts'

/** One keyed request: whose key, which key, and a digest of what it asks for. */
export interface KeyedRequest {
  workspaceId: string
  principal: string
  key: string
  requestHash: string
}

export interface Answer {
  status: number
  body: string
}

export function hashRequest(operationId: string, input: unknown): string {
  return createHash('sha256').update(operationId).update('\0').update(JSON.stringify(input)).digest('hex')
}

/** Takes the key inside the transaction: the stored answer when it was used before, else null and the key is ours. */
export async function claimKey(tx: Tx, request: KeyedRequest, now: Instant): Promise<Answer | null> {
  const { workspaceId, principal, key, requestHash } = request
  const taken = await tx
    .insert(idempotentAnswer)
    .values({ workspaceId, principal, key, requestHash, status: 0, body: '', createdAt: now })
    .onConflictDoNothing({
      target: [idempotentAnswer.workspaceId, idempotentAnswer.principal, idempotentAnswer.key],
    })
    .returning({ key: idempotentAnswer.key })
  if (taken.length > 0) return null
  const [earlier] = await tx.select().from(idempotentAnswer).where(sameKey(request))
  if (!earlier) throw new Problem(keyInFlight, 'Wait for it to finish, then send the request again.')
  if (earlier.requestHash !== requestHash) throw new Problem(keyReused, 'Use a new key for a new request.')
  return { status: earlier.status, body: earlier.body }
}

/** Stores the answer beside its effect, so that both are there or neither is. */
export async function storeAnswer(tx: Tx, request: KeyedRequest, answer: Answer): Promise<void> {
  await tx.update(idempotentAnswer).set(answer).where(sameKey(request))
}

function sameKey({ workspaceId, principal, key }: KeyedRequest) {
  return and(
    eq(idempotentAnswer.workspaceId, workspaceId),
    eq(idempotentAnswer.principal, principal),
    eq(idempotentAnswer.key, key),
  )
}
