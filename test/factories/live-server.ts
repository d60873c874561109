import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { adopt, defaultAgreement, toYaml } from '#agreement/document/index.ts'
import { readConfig } from '#platform/config.ts'
import { type Database, migrate, openDatabase } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { createLog } from '#platform/log.ts'
import { toRequest } from '#platform/operation/wire.ts'
import { seller } from '#records/people/tables.ts'
import { createAccord } from '../../src/app/accord.ts'
import { buildOnce, freePort } from '../journeys/launch.ts'

/** The built product in a process group of its own, on a workspace that is ready to receive leads; for load, kills and benches. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const TOKEN = 'set-up-token-of-the-live-server'
const PASSWORD = 'seven lanterns over quiet harbours'
const SECRET_KEY = 'secret-key-of-the-live-server-that-is-long-enough'
const READY_WITHIN_MS = 60_000

export interface LiveWorkspace {
  workspaceId: string
  /** for the tracking API */
  writeKey: string
  /** for the API: hand-offs and leads */
  apiKey: string
  dataDir: string
  databaseUrl: string | undefined
}

export interface LiveOptions {
  dataDir: string
  databaseUrl?: string | undefined
  sellers?: number
  /** response time of every lead, as elapsed time; absent: as in the default agreement */
  within?: string
  /** environment of the preparing process beside the usual, such as what webhooks may reach */
  env?: Record<string, string>
  /** more that the company has before it goes live */
  furnish?: (company: Furnished) => Promise<void>
}

/** A prepared company while its database is open. */
export interface Furnished {
  database: Database
  workspaceId: string
  /** an operation as the administrator, by its id */
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  call(id: string, input: Record<string, unknown>): Promise<any>
}

/** Sets a workspace up in this process, with sellers, a secret write key and an API key, and closes the database again. */
export async function prepareWorkspace(options: LiveOptions): Promise<LiveWorkspace> {
  const { dataDir, databaseUrl, sellers = 20 } = options
  const database = await openDatabase({ dataDir, url: databaseUrl })
  await migrate(database)
  const config = readConfig({ ...environment(options), PORT: '3998', ...options.env })
  const { app, handlers, intake, live } = await createAccord({ config, log: createLog('silent'), database })
  let cookie = ''
  const call = async (id: string, input: Record<string, unknown>) => {
    const { operation } = handlers.find((handler) => handler.operation.id === id)!
    const { path, body } = toRequest(operation, input)
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      ...(cookie ? { cookie } : {}),
    }
    const request = new Request(`http://127.0.0.1:3998${path}`, {
      method: operation.method,
      headers,
      ...(body ? { body } : {}),
    })
    const answer = await app.fetch(request, { incoming: { socket: { remoteAddress: '127.0.0.1' } } } as never)
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${id} answered ${answer.status}: ${text}`)
    return JSON.parse(text || '{}')
  }
  try {
    await call('setup.complete', {
      ...{ token: TOKEN, name: 'Ada Admin', email: 'ada@company.test', password: PASSWORD },
      ...{ workspaceName: 'Live company', timeZone: 'UTC', currency: 'EUR' },
    })
    const workspaceId = (await call('session.read', {})).workspace.id as string
    const { token: writeKey } = await call('write_key.create', { kind: 'secret', name: 'Server' })
    const scopes = ['handoff.read', 'handoff.work', 'lead.read', 'record.read']
    const { token: apiKey } = await call('api_key.create', { name: 'Load', scopes, expiresAt: null })
    await database.workspace(workspaceId, async (tx) => {
      const row = { workspaceId, recordedAt: Date.now(), team: 'Desk', manager: 'Ada Admin' }
      const names = Array.from({ length: sellers }, (_, n) => `Seller ${n + 1}`)
      const rows = names.map((name) => ({ ...row, id: newId(), name, nameNorm: name.toLowerCase() }))
      if (rows.length > 0) await tx.insert(seller).values(rows)
      if (options.within) {
        const author = { id: null, name: 'Test' }
        await adopt(tx, workspaceId, { yaml: hurried(options.within), author, note: null, now: Date.now() })
      }
    })
    await options.furnish?.({ database, workspaceId, call })
    return { workspaceId, writeKey, apiKey, dataDir, databaseUrl }
  } finally {
    live.close()
    await intake.close()
    await database.close()
  }
}

/** The default agreement by the clock on the wall, so that timers fall due while a test runs. */
function hurried(within: string): string {
  const document = defaultAgreement()
  document.handOff.responseTimes = [{ key: 'all', name: 'All', within, clock: 'elapsed' }]
  document.handOff.reminders = []
  document.handOff.escalations = [
    { after: 'PT0M', clock: 'elapsed', to: 'owner' },
    { after: 'PT1M', clock: 'elapsed', to: 'manager' },
  ]
  document.handOff.expiry = { after: 'P30D', clock: 'elapsed', action: 'escalate' }
  return toYaml(document)
}

function environment({
  dataDir,
  databaseUrl,
}: Pick<LiveOptions, 'dataDir' | 'databaseUrl'>): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    ACCORD_SETUP_TOKEN: TOKEN,
    SECRET_KEY,
    LOG_LEVEL: 'warn',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  }
}

export interface LiveServer {
  url: string
  pid: number
  readyMs: number
  output(): string
  /** null while it runs, or when a signal ended it */
  exitCode(): number | null
  /** `kill -9` of the whole group */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Starts the built product on a prepared workspace and waits until it is ready; `env` adds to its environment. */
export async function startLive(
  workspace: LiveWorkspace,
  env: Record<string, string> = {},
): Promise<LiveServer> {
  await buildOnce()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const began = performance.now()
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'accord.mjs'), 'start'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ...environment(workspace),
      PORT: String(port),
      BASE_URL: url,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data))
  await ready(url, child, () => printed)
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    process.kill(-child.pid!, signal)
    await ended
  }
  return {
    url,
    pid: child.pid!,
    exitCode: () => child.exitCode,
    readyMs: Math.round(performance.now() - began),
    output: () => printed,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

async function ready(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (let waited = 0; waited < READY_WITHIN_MS; waited += 50) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${printed()}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await sleep(50)
  }
  throw new Error(`The server was not ready within a minute:\n${printed()}`)
}

/** One event in the form of the tracking API. */
export interface TrackedEvent {
  type: 'identify' | 'page' | 'track'
  messageId: string
  userId: string
  event?: string
  name?: string
  traits?: Record<string, string>
  properties?: Record<string, unknown>
  timestamp?: string
}

/** A person who asks for a demo, with the events around it; the last one is the request. */
export function leadOf(number: number | string, pages = 3): TrackedEvent[] {
  const userId = `u-${number}`
  const email = `lead${number}@firm${number}.example`
  const id = (what: string) => `${userId}-${what}`
  return [
    {
      type: 'identify',
      messageId: id('identify'),
      userId,
      traits: { email, title: 'Head of Sales', firstName: 'Lead' },
    },
    ...Array.from({ length: pages }, (_, n) => ({
      type: 'page' as const,
      messageId: id(`page-${n}`),
      userId,
      name: 'Pricing',
      properties: { url: 'https://company.example/pricing', title: 'Pricing' },
    })),
    { type: 'track', messageId: id('demo'), userId, event: 'Demo Requested', properties: {} },
  ]
}

/** Sends events as `@segment/analytics-node` does; answers the status, or 0 when the server was not reached. */
export async function sendEvents(
  url: string,
  writeKey: string,
  batch: readonly TrackedEvent[],
): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const body = JSON.stringify({ batch, sentAt: new Date().toISOString() })
  const headers = { 'content-type': 'application/json', authorization }
  const answer = await fetch(`${url}/v1/batch`, { method: 'POST', headers, body }).catch(() => null)
  await answer?.arrayBuffer().catch(() => {})
  return answer?.status ?? 0
}

/** Asks the API; `null` when the server was not reached. */
export async function askApi(
  url: string,
  apiKey: string,
  path: string,
  init: RequestInit = {},
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
): Promise<{ status: number; body: any } | null> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...init.headers }
  try {
    const answer = await fetch(`${url}/api${path}`, { ...init, headers })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : null }
  } catch {
    return null
  }
}
