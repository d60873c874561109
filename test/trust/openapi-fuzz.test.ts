import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Operation } from '#platform/operation/index.ts'
import { toJsonSchema } from '#platform/operation/openapi.ts'
import { placesOf, toRequest } from '#platform/operation/wire.ts'
import type { TestUser } from '../accord.ts'
import { type Sent, send, successOf } from './calls.ts'
import { exampleOf } from './examples.ts'
import { type Schema, spoiled, valid } from './generate.ts'
import { addUserTo, buildHome, expendable, isOutside } from './world.ts'

/**
 * T-06: inputs made from the description of the API. Whatever is sent, the answer is one that is documented, of the shape that
 * is documented, and never an error of ours. FUZZ_CASES sets how many an operation gets.
 */
const CASES = Number(process.env.FUZZ_CASES ?? 40)
const LONG = { timeout: 60_000 + CASES * 1_000 }

const home = await buildHome({ env: { MAX_UPLOAD_MB: '3' } })
const { accord } = home
// not the administrator's own, who would lose their rights on the way
const ids = [...Object.values(home.records), home.workspaceId, await addUserTo(home)]
let sent = 0
afterAll(() => console.info(`openapi-fuzz: ${accord.handlers.length} operations, ${sent} cases`))

interface Described {
  responses: Record<string, { content?: Record<string, unknown> }>
}
const document = (await (await accord.visitor().fetch('/api/openapi.json')).json()) as {
  paths: Record<string, Record<string, Described>>
}
const described = (operation: Operation) =>
  document.paths[`/api${operation.path.replace(/:(\w+)/g, '{$1}')}`]![operation.method.toLowerCase()]!

/** Operations on sessions and passwords are tried by people of their own, who may be signed out or locked out by it. */
let outsider = await expendable(home)

async function callerOf(operation: Operation): Promise<TestUser> {
  if (!isOutside(operation)) return home.admin
  if ((await outsider.fetch('/api/session')).status !== 200) outsider = await expendable(home)
  return outsider
}

function judge(operation: Operation, input: unknown, answer: Sent): void {
  const what = `${operation.id} ${JSON.stringify(input)?.slice(0, 1_000)} → ${answer.status} ${answer.text.slice(0, 500)}`
  expect(answer.status, what).toBeLessThan(500)
  expect(Object.keys(described(operation).responses), what).toContain(String(answer.status))
  if (answer.status === 204) expect(answer.text).toBe('')
  else if (answer.status >= 400) judgeProblem(answer, what)
  else if (!operation.download) {
    expect(answer.headers.get('content-type'), what).toBe('application/json')
    const decoded = z.safeDecode(operation.output, JSON.parse(answer.text))
    expect(decoded.error?.issues, what).toBeUndefined()
  }
}

const ProblemBody = z.strictObject({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string().startsWith('/'), detail: z.string() })),
  requestId: z.guid(),
})

function judgeProblem(answer: Sent, what: string): void {
  expect(answer.headers.get('content-type'), what).toBe('application/problem+json')
  const read = ProblemBody.safeParse(JSON.parse(answer.text))
  expect(read.error?.issues, what).toBeUndefined()
  expect(read.data?.status).toBe(answer.status)
}

/** Half a surrogate pair cannot stand in an address at all. */
function canTravel(operation: Operation, input: Record<string, unknown>): boolean {
  try {
    toRequest(operation, input)
    return true
  } catch {
    return false
  }
}

async function fuzz(operation: Operation, inputs: fc.Arbitrary<unknown>, runs: number, mustRefuse: boolean) {
  const example = exampleOf(operation)
  const property = fc.asyncProperty(inputs, async (input) => {
    sent += 1
    const user = await callerOf(operation)
    const address = `198.51.${Math.floor(sent / 250) % 250}.${sent % 250}`
    fc.pre(canTravel(operation, input as Record<string, unknown>))
    const answer = await send(user, operation, input as Record<string, unknown>, { example, address })
    judge(operation, input, answer)
    if (mustRefuse && !z.safeDecode(operation.input, input as never).success)
      expect(answer.status, JSON.stringify(input)).toBeGreaterThanOrEqual(400)
  })
  await fc.assert(property, { numRuns: runs, endOnFailure: true })
}

describe.each(accord.handlers.map(({ operation }) => [operation.id, operation] as const))(
  '%s',
  (_, operation) => {
    const schema = toJsonSchema(operation.input) as Schema
    const inBody = placesOf(operation).rest === 'body'

    it('answers valid inputs as documented', LONG, async () => {
      await fuzz(operation, valid(schema, ids), Math.ceil(CASES / 2), false)
    })

    it('refuses invalid inputs as documented', LONG, async () => {
      await fuzz(operation, spoiled(schema, ids), Math.floor(CASES / 2), inBody)
    })

    it('answers its example as documented, and 404 once it is deleted', async () => {
      const example = exampleOf(operation)
      const user = await callerOf(operation)
      const input = await example.input(home, user)
      const first = await send(user, operation, input, { example })
      judge(operation, input, first)
      expect(first.status, first.text).toBe(successOf(operation, example))
      if (operation.method !== 'DELETE' || !operation.path.includes(':')) return
      const again = await send(user, operation, input, { example })
      judge(operation, input, again)
      if (operation.id !== 'member.revoke') expect(again.status).toBe(404)
    })

    it('refuses other methods with the ones it takes', async () => {
      const path = `/api${operation.path.replace(/:\w+/g, ids[0]!)}`
      const there = accord.handlers.filter(({ operation: { path: pattern } }) =>
        new RegExp(`^/api${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path),
      )
      const taken = there.map(({ operation: { method } }) => method as string)
      const allowed = there.filter((one) => one.operation.path === operation.path)
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
        (one) => !taken.includes(one),
      )) {
        const response = await home.admin.fetch(path, { method })
        expect([method, response.status]).toEqual([method, 405])
        expect(response.headers.get('allow')?.split(', ')).toEqual(allowed.map((one) => one.operation.method))
      }
    })

    it.runIf(inBody)('refuses bodies that are not JSON, and such as are too large', async () => {
      const user = await callerOf(operation)
      const path = `/api${operation.path.replace(/:\w+/g, ids[0]!)}`
      const post = async (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
        (await user.fetch(path, { method: operation.method, body, headers: { 'content-type': type } })).status
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'x'])
        expect(await post('{}', type), type).toBe(415)
      for (const body of ['{', '{"a":}', "{'a':1}", '\uFEFF{', new Uint8Array([0x22, 0xff, 0xfe])])
        expect(await post(body)).toBe(400)
      for (const body of ['[]', '"x"', '1', 'null', `${'['.repeat(50_000)}${']'.repeat(50_000)}`])
        expect([body.slice(0, 9), await post(body)]).toEqual([body.slice(0, 9), 422])
      expect(await post(`"${'x'.repeat(2 * 1024 * 1024)}"`)).toBe(413)
    })

    it.runIf(operation.upload === true)('refuses files that are too large', async () => {
      const example = { ...exampleOf(operation), upload: 'x'.repeat(3 * 1024 * 1024 + 1) }
      const input = await example.input(home, home.admin)
      expect((await send(home.admin, operation, input, { example })).status).toBe(413)
    })
  },
)
