import { afterAll, describe, expect, it } from 'vitest'
import { isMutation, type Operation } from '#platform/operation/index.ts'
import { may, PERMISSIONS, type Permission } from '#workspace/access/index.ts'
import { databaseDigest } from './digest.ts'
import { exampleOf } from './examples.ts'
import { buildWorld } from './world.ts'

/** The agents' door: the same operations, rights and answers as over HTTP, and nothing more. */

const { accord, home, foreign, members } = await buildWorld()
const tools = accord.handlers.map(({ operation }) => operation).filter((operation) => operation.mcp)
const toolName = (operation: Operation) => operation.id.replaceAll('.', '_')
let cells = 0
afterAll(() => console.info(`mcp: ${tools.length} tools, ${cells} cells`))

const ORIGIN = 'http://127.0.0.1:3999'
const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[]

async function keyOf(
  side: typeof home,
  scopes: readonly Permission[],
  expiresAt: string | null = null,
): Promise<{ id: string; token: string }> {
  return (await side.make('api_key.create', { name: 'Agent', scopes, expiresAt })) as never
}

async function rpc(
  token: string | null,
  method: string,
  params: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) {
  const response = await accord.visitor().fetch('/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const text = await response.text()
  return { status: response.status, text, headers: response.headers }
}

async function callTool(token: string, operation: Operation, input: Record<string, unknown>) {
  cells += 1
  const answer = await rpc(token, 'tools/call', { name: toolName(operation), arguments: input })
  expect(answer.status, answer.text).toBe(200)
  const { result } = JSON.parse(answer.text) as {
    result: { isError?: boolean; content: { text: string }[] }
  }
  return { refused: result.isError === true, text: result.content[0]!.text }
}

const every = await keyOf(home, PERMISSION_NAMES)

describe('the agents’ door', () => {
  it('offers exactly the operations marked for agents, and says which of them change something', async () => {
    const listed = JSON.parse((await rpc(every.token, 'tools/list')).text) as {
      result: { tools: { name: string; annotations: { readOnlyHint: boolean } }[] }
    }
    expect(listed.result.tools.map((tool) => [tool.name, tool.annotations.readOnlyHint]).sort()).toEqual(
      tools.map((operation) => [toolName(operation), !isMutation(operation)]).sort(),
    )
  })

  it.each(tools.map((operation) => [operation.id, operation] as const))(
    'gives %s to keys with its scope, as HTTP does, and to no other',
    async (_, operation) => {
      const scope = operation.permission as Permission
      const example = exampleOf(operation)
      const input = await example.input(home, home.admin)
      const right = await keyOf(home, [scope])
      const wrong = await keyOf(
        home,
        PERMISSION_NAMES.filter((one) => one !== scope),
      )
      const stopped = await keyOf(home, PERMISSION_NAMES)
      await home.make('api_key.revoke', { apiKeyId: stopped.id })
      const ended = await keyOf(home, PERMISSION_NAMES, new Date(accord.clock.now - 1).toISOString())
      const stranger = await keyOf(foreign, PERMISSION_NAMES)
      const before = await databaseDigest(accord.database)
      for (const { token } of [wrong, stopped, ended]) {
        const answer = await callTool(token, operation, input)
        expect(answer.refused, answer.text).toBe(true)
      }
      expect(await databaseDigest(accord.database)).toBe(before)
      expect(may('administrator', scope)).toBe(true)
      const allowed = await callTool(right.token, operation, input)
      expect(allowed.refused, allowed.text).toBe(false)
      if (!isMutation(operation)) {
        const standing = await databaseDigest(accord.database)
        expect((await callTool(right.token, operation, input)).text).toBe(allowed.text)
        expect(await databaseDigest(accord.database), 'a reading tool wrote').toBe(standing)
      }
      const elsewhere = await callTool(stranger.token, operation, input)
      for (const id of [home.workspaceId, ...Object.values(home.records)])
        if (!JSON.stringify(input).includes(id)) expect(elsewhere.text).not.toContain(id)
    },
  )

  it('asks for a key: no session, no made-up token, no other scheme opens it', async () => {
    const before = await databaseDigest(accord.database)
    const { cookie } = members.administrator
    const tries: [string | null, Record<string, string>][] = [
      [null, {}],
      [null, { cookie }],
      ['', {}],
      ['accord_key_x.y', {}],
      [every.token.replace('accord_key', 'accord_invite'), {}],
      [null, { authorization: `Basic ${btoa(`ada:${every.token}`)}` }],
      [null, { authorization: every.token }],
      [null, { 'x-api-key': every.token }],
    ]
    for (const [token, headers] of tries)
      expect((await rpc(token, 'tools/list', {}, headers)).status, JSON.stringify(headers)).toBe(401)
    expect(await databaseDigest(accord.database)).toBe(before)
  })

  it('tells a key that was stopped, made up or expired nothing but that it may not', async () => {
    const forged = every.token.replace(/\.[^.]*$/, `.${'x'.repeat(43)}`)
    const stopped = await keyOf(home, ['record.read'])
    await home.make('api_key.revoke', { apiKeyId: stopped.id })
    const answers = await Promise.all(
      [forged, stopped.token].map((token) => callTool(token, tools[0]!, { query: 'north' })),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]!.refused).toBe(true)
  })

  it('refuses requests of other websites, whatever key they carry', async () => {
    for (const origin of ['https://evil.test', 'null', 'http://localhost:1', `${ORIGIN}.evil.test`])
      expect((await rpc(every.token, 'tools/list', {}, { origin })).status, origin).toBe(403)
    expect((await rpc(every.token, 'tools/list', {}, { origin: ORIGIN })).status).toBe(200)
  })

  it('refuses tools it does not offer, and what is no tool at all', async () => {
    const before = await databaseDigest(accord.database)
    const hidden = accord.handlers.filter(({ operation }) => !operation.mcp)
    for (const { operation } of hidden) {
      const answer = await callTool(every.token, operation, {})
      expect(answer).toEqual({ refused: true, text: `There is no tool ${toolName(operation)}.` })
    }
    for (const name of ['__proto__', 'constructor', 'toString', ''])
      expect((await callTool(every.token, { id: name } as Operation, {})).refused, name).toBe(true)
    expect(await databaseDigest(accord.database)).toBe(before)
  })

  it('answers what is not a request of the protocol with a refusal, not with an error of ours', async () => {
    const post = async (body: string, type = 'application/json') => {
      const response = await accord.visitor().fetch('/mcp', {
        method: 'POST',
        headers: {
          'content-type': type,
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${every.token}`,
        },
        body,
      })
      return response.status
    }
    for (const body of ['{', '[]', 'null', '{"jsonrpc":"1.0"}', '"x"'])
      expect([400, 422], body).toContain(await post(body))
    expect(await post('{}', 'text/plain')).toBe(415)
    expect(await post(`"${'x'.repeat(5 * 1024 * 1024)}"`)).toBe(413)
    for (const method of ['GET', 'DELETE', 'PUT'])
      expect(
        (
          await accord.visitor().fetch('/mcp', {
            method,
            headers: { authorization: `Bearer ${every.token}`, accept: 'text/event-stream' },
          })
        ).status,
        method,
      ).toBe(405)
  })
})
