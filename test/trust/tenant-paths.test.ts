import { request } from 'node:http'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { listen } from '#platform/http/server.ts'
import { isMutation, type Operation } from '#platform/operation/index.ts'
import { toRequest } from '#platform/operation/wire.ts'
import type { TestUser } from '../accord.ts'
import { databaseDigest, tableDigests } from './digest.ts'
import { exampleOf } from './examples.ts'
import { idPaths, valueAt } from './ids.ts'
import { buildWorld } from './world.ts'

/** T-05: no spelling of an address reaches another workspace. TENANT_CASES sets how many are tried. */
const CASES = Number(process.env.TENANT_CASES ?? 1_000)
/** A full run of 20,000 takes minutes. */
const LONG = { timeout: 60_000 + CASES * 100 }

const world = await buildWorld()
const { accord, home, foreign, members } = world
let asked = 0
afterAll(() => console.info(`tenant-paths: ${asked} mutated addresses`))

/** A valid call of each operation inside a workspace, with ids of the home workspace. */
const calls: { operation: Operation; path: string; body: string | undefined; ids: string[] }[] = []
for (const { operation } of accord.handlers) {
  if (operation.permission === 'public' || operation.permission === 'signed_in') continue
  const input = await exampleOf(operation).input(home, home.admin)
  const ids = idPaths(input).map((path) => String(valueAt(input, path)))
  const { path, body } = toRequest(operation, input)
  calls.push({ operation, path, body, ids })
}
const byId = new Map(calls.map((call) => [call.operation.id, call]))
const homeIds = [home.workspaceId, home.adminId, ...Object.values(home.records)]

type Mutation = (path: string) => string
const inside =
  (change: (part: string) => string): Mutation =>
  (path) => {
    const [address = '', query] = path.split('?')
    return query === undefined ? change(address) : `${change(address)}?${query}`
  }
const lastSlash = (path: string, replacement: string) => path.replace(/\/([^/]*)$/, `${replacement}$1`)

const MUTATIONS: Record<string, Mutation> = {
  'ends in .svg': inside((path) => `${path}.svg`),
  'ends in .json': inside((path) => `${path}.json`),
  'ends in %2esvg': inside((path) => `${path}%2esvg`),
  'has a parameter after ;': inside((path) => `${path};a=b.svg`),
  'has ;.css': inside((path) => `${path};.css`),
  'ends with a slash': inside((path) => `${path}/`),
  'ends with an encoded slash': inside((path) => `${path}%2f`),
  'begins with two slashes': (path) => `/${path}`,
  'has two slashes': inside((path) => lastSlash(path, '//')),
  'has an encoded slash': inside((path) => lastSlash(path, '%2F')),
  'has a double encoded slash': inside((path) => lastSlash(path, '%252F')),
  'has a backslash': inside((path) => lastSlash(path, '\\')),
  'has an encoded backslash': inside((path) => lastSlash(path, '%5C')),
  'steps over itself': inside((path) => lastSlash(path, '/./')),
  'steps back': inside((path) => lastSlash(path, '/x/../')),
  'steps back, encoded': inside((path) => lastSlash(path, '/x/%2e%2e/')),
  'steps in from a file': (path) => `/assets/..${path}`,
  'steps in from the docs': (path) => `/api/docs/..${path.replace('/api', '')}`,
  'is in capitals': inside((path) => path.toUpperCase()),
  'has its first letter encoded': inside((path) => path.replace('/api/', '/%61pi/')),
  'has a letter double encoded': inside((path) => path.replace('/api/', '/%2561pi/')),
  'ends with a NUL': inside((path) => `${path}%00`),
  'ends with NUL and .svg': inside((path) => `${path}%00.svg`),
  'ends with a space': inside((path) => `${path}%20`),
  'ends with a line break': inside((path) => `${path}%0d%0a`),
  'has an empty query': (path) => `${path}?`,
  'names the workspace': (path) => `${path}${path.includes('?') ? '&' : '?'}workspaceId=${home.workspaceId}`,
  'is another host’s': (path) => `/http://evil.test${path}`,
}

/** The address under several mutations; always a path of this host. */
function spell(path: string, names: readonly string[]): string {
  const mutated = names.reduce((spelled, name) => MUTATIONS[name]!(spelled), path)
  return mutated.startsWith('/') ? mutated : `/${mutated}`
}

interface Asker {
  user: TestUser
  headers: Record<string, string>
}
const nobody: Asker = { user: accord.visitor(), headers: {} }
const forged: Asker = {
  user: accord.visitor(),
  headers: {
    authorization: `Bearer accord_key_${Buffer.from(home.workspaceId.replaceAll('-', ''), 'hex').toString('base64url')}.${'x'.repeat(43)}`,
  },
}
const stranger: Asker = { user: foreign.admin, headers: {} }

async function ask(
  { user, headers }: Asker,
  { operation, body }: (typeof calls)[number],
  path: string,
  more: Record<string, string> = {},
) {
  asked += 1
  const response = await user.fetch(path, {
    method: operation.method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers, ...more },
    ...(body ? { body } : {}),
  })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

describe('addresses spelled in other ways', () => {
  const asking = fc.record({
    id: fc.constantFrom(...byId.keys()),
    names: fc.uniqueArray(fc.constantFrom(...Object.keys(MUTATIONS)), { minLength: 1, maxLength: 3 }),
  })

  it('let nobody in without a session, nor with a key that was made up', LONG, async () => {
    const before = await databaseDigest(accord.database)
    const property = fc.asyncProperty(asking, fc.boolean(), async ({ id, names }, withKey) => {
      const call = byId.get(id)!
      const path = spell(call.path, names)
      const answer = await ask(withKey ? forged : nobody, call, path)
      const isPage = answer.status === 200 && answer.type?.startsWith('text/html')
      if (!isPage) expect(answer.status, `${path} → ${answer.text}`).toBeGreaterThanOrEqual(400)
      expect(answer.status, path).toBeLessThan(500)
    })
    await fc.assert(property, { numRuns: CASES, endOnFailure: true })
    expect(await databaseDigest(accord.database)).toBe(before)
  })

  it('show an administrator nothing of another workspace, and change nothing there', LONG, async () => {
    const before = await tableDigests(accord.database, home.workspaceId)
    const property = fc.asyncProperty(asking, async ({ id, names }) => {
      const call = byId.get(id)!
      const path = spell(call.path, names)
      const answer = await ask(stranger, call, path)
      expect(answer.status, path).toBeLessThan(500)
      for (const theirs of homeIds.filter((one) => !call.ids.includes(one)))
        expect(answer.text.includes(theirs), `${path} → ${answer.text}`).toBe(false)
    })
    await fc.assert(property, { numRuns: CASES, endOnFailure: true })
    expect(await tableDigests(accord.database, home.workspaceId)).toEqual(before)
  })

  it('are refused as they come over the wire, before anything tidies them', async () => {
    const { port, close } = await listen(accord.app, { host: '127.0.0.1', port: 0 })
    const raw = (method: string, path: string) =>
      new Promise<{ status: number; type: string }>((resolve, reject) => {
        request({ port, method, path, host: '127.0.0.1' }, (response) => {
          response.resume()
          resolve({ status: response.statusCode!, type: response.headers['content-type'] ?? '' })
        })
          .on('error', reject)
          .end()
      })
    try {
      for (const { operation, path } of calls.filter((call) => call.operation.method === 'GET')) {
        expect((await raw('GET', path)).status, path).toBe(401)
        for (const [name, mutate] of Object.entries(MUTATIONS)) {
          const mutated = mutate(path).replaceAll(' ', '%20')
          const { status, type } = await raw('GET', mutated)
          const isPage = status === 200 && type.startsWith('text/html')
          expect(isPage || status >= 400, `${operation.id} ${name}: ${mutated} → ${status} ${type}`).toBe(
            true,
          )
          expect(status).toBeLessThan(500)
        }
      }
    } finally {
      await close()
    }
  })
})

describe('headers that other products trust', () => {
  const HEADERS = [
    'x-workspace-id',
    'x-workspace',
    'x-tenant-id',
    'x-user-id',
    'x-forwarded-user',
    'x-accord-address',
    'x-original-url',
    'x-rewrite-url',
    'x-forwarded-host',
    'x-forwarded-prefix',
  ]

  it('change neither the workspace nor the address that is asked for', async () => {
    for (const call of calls.filter(({ operation }) => !isMutation(operation))) {
      const plain = await ask(stranger, call, call.path)
      const values = Object.fromEntries(HEADERS.map((name) => [name, home.workspaceId]))
      const dressed = await ask(stranger, call, call.path, { ...values, 'x-original-url': call.path })
      const comparable = (text: string) => text.replace(/"requestId":"[^"]*"/, '')
      expect([dressed.status, comparable(dressed.text)]).toEqual([plain.status, comparable(plain.text)])
    }
  })

  it('do not turn a reading method into a changing one', async () => {
    const before = await databaseDigest(accord.database)
    for (const call of calls.filter(({ operation }) => operation.method === 'DELETE')) {
      const path = `${call.path}${call.path.includes('?') ? '&' : '?'}_method=DELETE`
      const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }
      const response = await members.administrator.fetch(path, { headers })
      expect([200, 404, 405, 422]).toContain(response.status)
    }
    expect(await databaseDigest(accord.database)).toBe(before)
  })
})
