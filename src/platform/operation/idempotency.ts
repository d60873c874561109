import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { type Database, inSteps, type Tx } from '#platform/db/index.ts'
import { DAY, type Instant, toIso } from '#platform/kernel/instant.ts'
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
    .values({ workspaceId, principal, key: nameOf(key), requestHash, status: 0, body: '', createdAt: now })
    .onConflictDoNothing({
      target: [idempotentAnswer.workspaceId, idempotentAnswer.principal, idempotentAnswer.key],
    })
    .returning({ key: idempotentAnswer.key })
  if (taken.length > 0) return null
  const [earlier] = await tx.select().from(idempotentAnswer).where(sameKey(request))
  if (!earlier) throw new Problem(keyInFlight, 'Wait for it to finish, then send the request again.')
  if (earlier.requestHash !== requestHash) throw new Problem(keyReused, 'Use a new key for a new request.')
  return { status: earlier.status, body: unseal(earlier.body, request) }
}

/** Stores the answer beside its effect, so that both are there or neither is. */
export async function storeAnswer(tx: Tx, request: KeyedRequest, answer: Answer): Promise<void> {
  const { status, body } = answer
  await tx
    .update(idempotentAnswer)
    .set({ status, body: seal(body, request) })
    .where(sameKey(request))
}

/** Answers are kept for 30 days; a key used again later begins anew. */
export async function forgetOldAnswers(database: Database, workspaceId: string, now: Instant): Promise<void> {
  await inSteps((limit) =>
    database.workspace(workspaceId, async (tx) => {
      const { rowCount } = await tx.execute(sql`
        delete from idempotent_answer where workspace_id = ${workspaceId} and (principal, key) in (
          select principal, key from idempotent_answer
          where workspace_id = ${workspaceId} and created_at < ${toIso(now - 30 * DAY)} limit ${limit})`)
      return rowCount ?? 0
    }),
  )
}

/*
 * Answers may hold what is shown once, such as the token of a new API key. They lie in the database sealed with the key that the
 * caller sent, of which the database has only a digest: who reads the database cannot read them, who repeats the request can.
 */

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

const nameOf = (key: string) => createHash('sha256').update(`name\0${key}`).digest('hex')

function sealingKey({ key, workspaceId, principal }: KeyedRequest): Buffer {
  return Buffer.from(hkdfSync('sha256', key, `${workspaceId} ${principal}`, 'idempotent answer', 32))
}

function seal(body: string, request: KeyedRequest): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, sealingKey(request), nonce)
  const sealed = Buffer.concat([cipher.update(body, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

function unseal(stored: string, request: KeyedRequest): string {
  const bytes = Buffer.from(stored, 'base64')
  const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES)
  const decipher = createDecipheriv(CIPHER, sealingKey(request), bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')
}

function sameKey({ workspaceId, principal, key }: KeyedRequest) {
  return and(
    eq(idempotentAnswer.workspaceId, workspaceId),
    eq(idempotentAnswer.principal, principal),
    eq(idempotentAnswer.key, nameOf(key)),
  )
}
