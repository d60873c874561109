import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, it } from 'vitest'
import { isMutation, type Operation } from '#platform/operation/index.ts'
import { toJsonSchema } from '#platform/operation/openapi.ts'
import { placesOf, toRequest } from '#platform/operation/wire.ts'
import type { TestUser } from '../accord.ts'
import { databaseText, tableDigests } from './digest.ts'
import { exampleOf } from './examples.ts'
import type { Schema } from './generate.ts'
import { buildWorld, expendable } from './world.ts'

/** T-07: fields that are not the caller's to set are ignored or refused, never stored. */

const { accord, home, foreign } = await buildWorld()
let sent = 0
afterAll(() => console.info(`readonly-fields: ${sent} calls`))

const CANARY_ID = 'c0ffee00-dead-4bee-8fff-c0ffee00dead'
const CANARY_TEXT = 'kanarienvogel'
const CANARY_NUMBER = 907_311_557
const CANARY_YEAR = '1899'

const FIELDS: Record<string, unknown> = {
  id: CANARY_ID,
  userId: CANARY_ID,
  workspaceId: foreign.workspaceId,
  workspace_id: foreign.workspaceId,
  role: 'administrator',
  kind: 'sample',
  state: CANARY_TEXT,
  status: CANARY_TEXT,
  score: CANARY_NUMBER,
  fit: CANARY_NUMBER,
  engagement: CANARY_NUMBER,
  seq: CANARY_NUMBER,
  createdAt: `${CANARY_YEAR}-09-09T09:09:09.000Z`,
  created_at: `${CANARY_YEAR}-09-09T09:09:09.000Z`,
  revokedAt: null,
  createdBy: CANARY_ID,
  importId: CANARY_ID,
  hash: CANARY_TEXT,
  secretHash: CANARY_TEXT,
  isAdmin: true,
  verificationDisabled: true,
  [CANARY_TEXT]: CANARY_TEXT,
  ['__proto__']: { polluted: CANARY_TEXT, role: 'administrator' },
  constructor: { prototype: { polluted: CANARY_TEXT } },
  prototype: { polluted: CANARY_TEXT },
}

/** The same value with the fields added to every object whose fields the schema lists, except those the schema knows. */
function withFields(value: unknown, schema: Schema, deep: boolean): unknown {
  if (Array.isArray(value))
    return deep ? value.map((inner) => withFields(inner, schema.items ?? {}, deep)) : value
  if (typeof value !== 'object' || value === null || !schema.properties) return value
  const known = schema.properties
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    deep ? withFields(inner, known[name] ?? {}, deep) : inner,
  ])
  const added = Object.entries(FIELDS).filter(([name]) => !Object.hasOwn(known, name))
  return Object.fromEntries([...entries, ...added])
}

async function administrators(): Promise<number> {
  const { rows } = await accord.database.system((tx) =>
    tx.execute<{ count: number }>(
      sql`select count(*)::int as count from member where role = 'administrator' and revoked_at is null`,
    ),
  )
  return rows[0]!.count
}

async function sendWithFields(user: TestUser, operation: Operation, deep: boolean): Promise<Response> {
  const example = exampleOf(operation)
  const sender = example.ownSession ? await expendable(home) : user
  const input = await example.input(home, sender)
  const filled = withFields(input, toJsonSchema(operation.input) as Schema, deep)
  const { path, body } = toRequest(operation, filled as Record<string, unknown>)
  const query =
    placesOf(operation).rest === 'body' ? `?workspaceId=${foreign.workspaceId}&role=administrator` : ''
  const [before, elsewhere] = [
    await administrators(),
    await tableDigests(accord.database, foreign.workspaceId),
  ]
  const made = operation.id === 'sample.remove' ? -1 : 0
  sent += 1
  const payload = operation.upload ? (example.upload ?? '') : body
  const type = operation.upload ? 'application/octet-stream' : 'application/json'
  const response = await sender.fetch(`${path}${query}`, {
    method: operation.method,
    ...(payload === undefined ? {} : { body: payload, headers: { 'content-type': type } }),
  })
  if (response.status < 300) expect(await administrators()).toBe(before + made)
  expect(await tableDigests(accord.database, foreign.workspaceId)).toEqual(elsewhere)
  return response
}

const mutations = accord.handlers.map(({ operation }) => operation).filter(isMutation)

describe.each(mutations.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
  it.each([
    ['beside its own fields', false],
    ['at every depth', true],
  ])('stores nothing that was slipped in %s', async (_where, deep) => {
    const user = accord.visitor()
    user.cookie = home.admin.cookie
    user.email = home.admin.email
    const response = await sendWithFields(user, operation, deep)
    const text = await response.text()
    expect(response.status, text).toBeLessThan(500)
    const stored = await databaseText(accord.database)
    for (const canary of [CANARY_ID, CANARY_TEXT, String(CANARY_NUMBER), `${CANARY_YEAR}-09-09`]) {
      expect(text, canary).not.toContain(canary)
      expect(stored.includes(canary), `${canary} is in the database`).toBe(false)
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
