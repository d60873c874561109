import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#platform/config.ts'
import type { Database } from '#platform/db/index.ts'
import { createLog, type Logger } from '#platform/log.ts'
import type { Operation } from '#platform/operation/index.ts'
import { toRequest } from '#platform/operation/wire.ts'
import type { Role } from '#workspace/access/index.ts'
import { type Accord, createAccord } from '../src/app/accord.ts'
import { afterFile } from './after-file.ts'
import { type TestDatabaseOptions, testDatabase } from './database.ts'

export const SETUP_TOKEN = 'set-up-token-of-the-tests'
export const PASSWORD = 'seven lanterns over quiet harbours'

/** The product over a fresh database, called in memory as a browser or a script would call it. */
export interface TestAccord extends Accord {
  database: Database
  dataDir: string
  /** instant the product believes it is; set it to travel */
  clock: { now: number }
  /** someone without a session */
  visitor(): TestUser
  /** the first administrator, made through the set-up link */
  setUp(input?: { email?: string; workspaceName?: string }): Promise<TestUser>
  /** a member with that role, made through an invitation */
  join(administrator: TestUser, role: Role, email?: string): Promise<TestUser>
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  body: any
  text: string
  headers: Headers
}

export interface TestUser {
  email: string
  cookie: string
  fetch(path: string, init?: RequestInit & { address?: string }): Promise<Response>
  call(
    operation: Operation<never, never> | Operation,
    input?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Answer>
}

export async function testAccord(
  options: TestDatabaseOptions & {
    env?: Record<string, string>
    at?: number
    log?: Logger
    webDir?: string
  } = {},
): Promise<TestAccord> {
  const { env, at, log = createLog('silent'), webDir, ...databaseOptions } = options
  const dataDir = mkdtempSync(join(tmpdir(), 'accord-app-'))
  afterFile(() => rmSync(dataDir, { recursive: true, force: true }))
  const database = await testDatabase(databaseOptions)
  const config = readConfig({
    DATA_DIR: dataDir,
    ACCORD_SETUP_TOKEN: SETUP_TOKEN,
    PORT: '3999',
    LOG_LEVEL: 'silent',
    ...env,
  })
  const clock = { now: at ?? Date.UTC(2026, 5, 15, 9) }
  const accord = await createAccord({
    config,
    log,
    database,
    clock: () => clock.now,
    ...(webDir ? { webDir } : {}),
  })
  const visitor = () => testUser(accord, '', '')
  return {
    ...accord,
    database,
    dataDir,
    clock,
    visitor,
    setUp: (input) => setUp(visitor(), accord, input),
    join: (administrator, role, email) => joinAs(visitor(), accord, administrator, role, email),
  }
}

function testUser(accord: Accord, email: string, cookie: string): TestUser {
  const user: TestUser = {
    email,
    cookie,
    async fetch(path, { address = '203.0.113.7', ...init } = {}) {
      const headers = new Headers(init.headers)
      if (user.cookie) headers.set('cookie', user.cookie)
      const response = await accord.app.fetch(
        new Request(`http://127.0.0.1:3999${path}`, { ...init, headers }),
        {
          incoming: { socket: { remoteAddress: address } },
        } as never,
      )
      for (const line of response.headers.getSetCookie()) user.cookie = line.split(';')[0]!
      return response
    },
    async call(operation, input = {}, headers = {}) {
      const { path, body } = toRequest(operation as Operation, input)
      const response = await user.fetch(path, {
        method: operation.method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body }),
      })
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json')
      return {
        status: response.status,
        text,
        body: isJson ? JSON.parse(text) : text,
        headers: response.headers,
      }
    },
  }
  return user
}

async function setUp(
  user: TestUser,
  accord: Accord,
  input: { email?: string; workspaceName?: string } = {},
): Promise<TestUser> {
  user.email = input.email ?? 'ada@company.test'
  const answer = await user.call(operationNamed(accord, 'setup.complete'), {
    token: SETUP_TOKEN,
    name: 'Ada Admin',
    email: user.email,
    password: PASSWORD,
    workspaceName: input.workspaceName ?? 'Test company',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
  })
  if (answer.status !== 200) throw new Error(`Set-up answered ${answer.status}: ${answer.text}`)
  return user
}

async function joinAs(
  user: TestUser,
  accord: Accord,
  administrator: TestUser,
  role: Role,
  email = `${role}@company.test`,
) {
  const invited = await administrator.call(operationNamed(accord, 'invitation.create'), { email, role })
  const token = (invited.body as { url: string }).url.split('#')[1]
  const joined = await user.call(operationNamed(accord, 'invitation.accept'), {
    token,
    name: `Member ${role}`,
    password: PASSWORD,
  })
  if (joined.status !== 200) throw new Error(`Joining answered ${joined.status}: ${joined.text}`)
  user.email = email
  return user
}

/** An operation by its id. */
export function operationNamed(accord: Pick<Accord, 'handlers'>, id: string): Operation {
  const found = accord.handlers.find((handler) => handler.operation.id === id)
  if (!found) throw new Error(`There is no operation ${id}`)
  return found.operation
}
