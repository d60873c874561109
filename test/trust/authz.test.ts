import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { isMutation, type Operation } from '#platform/operation/index.ts'
import { may, PERMISSIONS, type Permission, ROLES } from '#workspace/access/index.ts'
import type { TestUser } from '../accord.ts'
import { type Sent, send, successOf } from './calls.ts'
import { tableDigests } from './digest.ts'
import type { Example } from './example.ts'
import { exampleOf } from './examples.ts'
import { idPaths, valueAt, withValueAt } from './ids.ts'
import { buildWorld, isOutside, signedIn } from './world.ts'

/** every operation as everyone. What may be done follows from the permission table, nothing else. */

const world = await buildWorld()
const { accord, home, foreign, members, revoked } = world
const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[]

interface Caller {
  name: string
  user: TestUser
  headers?: Record<string, string>
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const makeKey = async (scopes: Permission[], expiresAt: string | null = null) => {
  const { id, token } = await home.make('api_key.create', { name: 'Script', scopes, expiresAt })
  return { id: id as string, headers: bearer(token as string) }
}

const keys = { right: new Map<Permission, Caller>(), wrong: new Map<Permission, Caller>() }
let revokedKey: Caller
let expiredKey: Caller
let cells = 0

beforeAll(async () => {
  for (const permission of PERMISSION_NAMES) {
    const others = PERMISSION_NAMES.filter((one) => one !== permission)
    const user = accord.visitor()
    keys.right.set(permission, { name: 'a key with the scope', user, ...(await makeKey([permission])) })
    keys.wrong.set(permission, {
      name: 'a key with every other scope',
      user,
      ...(await makeKey(others)),
    })
  }
  const stopped = await makeKey(PERMISSION_NAMES)
  await home.make('api_key.revoke', { apiKeyId: stopped.id })
  revokedKey = { name: 'a stopped key', user: accord.visitor(), headers: stopped.headers }
  const ended = await makeKey(PERMISSION_NAMES, new Date(accord.clock.now - 1_000).toISOString())
  expiredKey = { name: 'an expired key', user: accord.visitor(), headers: ended.headers }
})

afterAll(() => console.info(`authz: ${accord.handlers.length} operations, ${cells} cells`))

/** The digest after the latest call that was let through; a refused call must leave it as it is. */
let standing: Record<string, string> | null = null

async function refused(caller: Caller, operation: Operation, input: Record<string, unknown>): Promise<Sent> {
  standing ??= await tableDigests(accord.database)
  const example = exampleOf(operation)
  const { headers } = caller
  const sent = await send(copyOf(caller.user), operation, input, { example, ...(headers ? { headers } : {}) })
  cells += 1
  expect(sent.status, `${operation.id} as ${caller.name}: ${sent.text}`).toBeGreaterThanOrEqual(400)
  expect(await tableDigests(accord.database), `${operation.id} as ${caller.name} changed something`).toEqual(
    standing,
  )
  return sent
}

/** The same cookie in another browser, so that a call that signs someone else in does not change the caller. */
function copyOf(user: TestUser): TestUser {
  const copy = accord.visitor()
  copy.email = user.email
  copy.cookie = user.cookie
  return copy
}

async function allowed(caller: Caller, operation: Operation, example: Example, status?: number) {
  const hasOwn = example.ownSession && caller.user.email !== ''
  const sender = hasOwn ? await signedIn(accord, caller.user.email) : copyOf(caller.user)
  const input = await example.input(home, sender.email ? sender : members.administrator)
  const { headers } = caller
  const sent = await send(sender, operation, input, { example, ...(headers ? { headers } : {}) })
  cells += 1
  standing = null
  expect(sent.status, `${operation.id} as ${caller.name}: ${sent.text}`).toBe(
    status ?? successOf(operation, example),
  )
  if (hasOwn) caller.user.cookie = (await signedIn(accord, caller.user.email)).cookie
}

const roleCallers = (): Caller[] => ROLES.map((role) => ({ name: `the role ${role}`, user: members[role] }))
const visitor = (): Caller => ({ name: 'nobody', user: accord.visitor() })
const revokedMember = (): Caller => ({ name: 'a revoked member', user: revoked })
const foreignAdmin = (): Caller => ({ name: 'an administrator of another workspace', user: foreign.admin })

describe('the list of operations', () => {
  it('names a permission of the table, or says that it is answered outside a workspace', () => {
    const known: readonly string[] = [...PERMISSION_NAMES, 'public', 'signed_in']
    const unknown = accord.handlers.filter(({ operation }) => !known.includes(operation.permission))
    expect(unknown.map(({ operation }) => operation.id)).toEqual([])
  })

  it('answers outside a workspace exactly what is public or for anyone signed in', () => {
    for (const handler of accord.handlers)
      expect('runOutside' in handler, handler.operation.id).toBe(isOutside(handler.operation))
  })

  it('gives each operation an id, a method and an address of its own', () => {
    const ids = accord.handlers.map(({ operation }) => operation.id)
    const addresses = accord.handlers.map(
      ({ operation }) => `${operation.method} ${operation.path.replace(/:\w+/g, ':')}`,
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  it('lets no permission to read change anything', () => {
    const wrong = accord.handlers.filter(
      ({ operation }) => isMutation(operation) && operation.permission.endsWith('.read'),
    )
    expect(wrong.map(({ operation }) => operation.id)).toEqual([])
  })

  it('is described with its permission, operation by operation', async () => {
    const document = (await (await accord.visitor().fetch('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { operationId: string; 'x-permission'?: string }>>
    }
    const described = Object.values(document.paths)
      .flatMap((methods) => Object.values(methods))
      .map((one) => [one.operationId, one['x-permission']])
    const declared = accord.handlers.map(({ operation }) => [operation.id, operation.permission])
    expect(described.sort()).toEqual(declared.sort())
  })
})

describe.each(accord.handlers.map(({ operation }) => [operation.id, operation] as const))(
  '%s',
  (_, operation) => {
    const { permission } = operation
    if (permission === 'public') {
      it('is open to everyone', async () => {
        const example = exampleOf(operation)
        for (const caller of [visitor(), ...roleCallers(), revokedMember(), foreignAdmin()])
          await allowed(caller, operation, example)
      })
      return
    }
    if (permission === 'signed_in') {
      it('is open to whoever is signed in, and to no key', async () => {
        const example = exampleOf(operation)
        const input = await example.input(home, members.administrator)
        standing = null
        for (const caller of [visitor(), ...keys.right.values(), revokedKey, expiredKey])
          expect((await refused(caller, operation, input)).status, caller.name).toBe(401)
        for (const caller of [...roleCallers(), foreignAdmin()]) await allowed(caller, operation, example)
        await allowed(revokedMember(), operation, example, example.statusWithoutWorkspace)
      })
      return
    }
    const scope = permission as Permission

    it('refuses whoever the table does not name, and changes nothing', async () => {
      const input = await exampleOf(operation).input(home, members.administrator)
      standing = null
      for (const caller of [visitor(), revokedMember(), revokedKey, expiredKey])
        expect((await refused(caller, operation, input)).status, caller.name).toBe(401)
      expect((await refused(visitor(), operation, {})).status, 'nobody, with nothing').toBe(401)
      for (const caller of roleCallers().filter((_, index) => !may(ROLES[index]!, permission)))
        expect((await refused(caller, operation, input)).status, caller.name).toBe(403)
      expect((await refused(keys.wrong.get(scope)!, operation, input)).status).toBe(403)
    })

    it('lets in everyone the table names', async () => {
      const example = exampleOf(operation)
      for (const caller of roleCallers().filter((_, index) => may(ROLES[index]!, permission)))
        await allowed(caller, operation, example)
      await allowed(keys.right.get(scope)!, operation, example, example.keyStatus)
    })

    it('answers ids of another workspace exactly like ids that do not exist', async () => {
      const example = exampleOf(operation)
      const theirs = await example.input(home, members.administrator)
      const own = await example.input(foreign, foreign.admin)
      standing = null
      const before = await tableDigests(accord.database, home.workspaceId)
      const paths = idPaths(own)
      const ask = async (input: Record<string, unknown>) => {
        cells += 1
        return send(copyOf(foreign.admin), operation, input, { example })
      }
      for (const path of paths) {
        const unknown = await ask(withValueAt(own, path, newId()))
        const foreignId = await ask(withValueAt(own, path, valueAt(theirs, path)))
        expect([foreignId.status, foreignId.comparable]).toEqual([unknown.status, unknown.comparable])
        if (isMutation(operation)) expect(unknown.status, unknown.text).toBeGreaterThanOrEqual(400)
      }
      if (paths.length > 0) {
        const nowhere = paths.reduce((input, path) => withValueAt(input, path, newId()), theirs)
        const [all, none] = [await ask(theirs), await ask(nowhere)]
        expect([all.status, all.comparable]).toEqual([none.status, none.comparable])
      }
      expect(await tableDigests(accord.database, home.workspaceId)).toEqual(before)
    })
  },
)
