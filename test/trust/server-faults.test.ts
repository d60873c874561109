import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import os from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { testFolder, testServerDatabase } from '../database.ts'
import {
  type LiveServer,
  type LiveWorkspace,
  leadOf,
  prepareWorkspace,
  startLive,
} from '../factories/live-server.ts'
import { startTcpProxy } from '../tcp-proxy.ts'

/** 3b: the whole server under load, stopped, paused, short of memory, of disk and of its database. What it acknowledged is there. */

const server = process.env.TEST_DATABASE_URL
const MIB = 1024 * 1024

const cleaning: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

async function prepared(): Promise<LiveWorkspace> {
  const folder = await testFolder()
  cleaning.push(folder.remove)
  const database = server ? await testServerDatabase(server) : null
  if (database) cleaning.push(database.remove)
  return prepareWorkspace({ dataDir: folder.dataDir, databaseUrl: database?.url })
}

async function started(workspace: LiveWorkspace, env: Record<string, string> = {}): Promise<LiveServer> {
  const product = await startLive(workspace, env)
  cleaning.push(product.kill)
  return product
}

interface Answer {
  /** 0: never connected; -1: connected, and no answer came */
  status: number
  retryAfter: string | undefined
}

/** One request over a connection of its own, so that a connection kept alive is never to blame. */
function ask(url: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  return new Promise((resolve) => {
    let connected = false
    const sent = request(
      new URL(path, url),
      { method: body ? 'POST' : 'GET', agent: false, headers: { ...headers, connection: 'close' } },
      (answer) => {
        answer.resume()
        answer.on('close', () =>
          resolve({ status: answer.statusCode ?? -1, retryAfter: answer.headers['retry-after'] }),
        )
      },
    )
    sent.on('socket', (socket) => socket.on('connect', () => (connected = true)))
    sent.on('error', () => resolve({ status: connected ? -1 : 0, retryAfter: undefined }))
    sent.end(body)
  })
}

let made = 0

/** Sends leads from many senders at once until told to stop. */
function load(url: string, { writeKey }: LiveWorkspace, { senders = 20, pages = 1 } = {}) {
  const stopping = new AbortController()
  const acknowledged: string[] = []
  /** sent, and cut off without an answer */
  const unanswered: string[] = []
  const answers: Answer[] = []
  const basic = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const headers = { authorization: basic, 'content-type': 'application/json' }
  const sender = async () => {
    while (!stopping.signal.aborted) {
      const events = leadOf(`${process.pid}-${made++}`, pages)
      const answer = await ask(url, '/v1/batch', headers, JSON.stringify({ batch: events }))
      answers.push(answer)
      const ids = events.map(({ messageId }) => messageId)
      if (answer.status === 200) acknowledged.push(...ids)
      else await sleep(20)
      if (answer.status === -1) unanswered.push(...ids)
    }
  }
  const running = Array.from({ length: senders }, sender)
  return {
    acknowledged,
    unanswered,
    answers,
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

/** Waits until so many events were acknowledged, however slow the machine is. */
const answered = ({ acknowledged }: ReturnType<typeof load>, atLeast: number) =>
  vi.waitUntil(() => acknowledged.length > atLeast, { timeout: 60_000, interval: 50 })

/** Events that are not there although they were acknowledged, and those that are there twice. */
async function lostAndDoubled({ dataDir, databaseUrl }: LiveWorkspace, acknowledged: readonly string[]) {
  const database = await openDatabase({ dataDir, url: databaseUrl })
  try {
    const { rows } = await database.system((tx) =>
      tx.execute(sql`select
        (select count(*) from unnest(${sql.param([...acknowledged])}::text[]) a(id)
          where not exists (select 1 from intake_event e where e.message_id = a.id)) as lost,
        (select count(*) - count(distinct e.message_id) from intake_event e) as doubled`),
    )
    return rows[0]
  } finally {
    await database.close()
  }
}

const memoryOf = (pid: number) => {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line![1]) * 1024
}

describe('SIGTERM during load', () => {
  it('answers everything that was asked, then ends by itself within ten seconds', async () => {
    const workspace = await prepared()
    const product = await started(workspace)
    const senders = load(product.url, workspace)
    await answered(senders, 100)
    const began = performance.now()
    await product.stop()
    expect(performance.now() - began).toBeLessThan(10_000)
    await senders.stop()
    expect(product.exitCode()).toBe(0)
    expect(await lostAndDoubled(workspace, senders.acknowledged)).toEqual({ lost: 0, doubled: 0 })
    // who knocked at the very moment the door closed was never let in: nothing was begun that was not answered
    const { length } = senders.unanswered
    expect(await lostAndDoubled(workspace, senders.unanswered)).toEqual({ lost: length, doubled: 0 })
  }, 120_000)
})

describe.skipIf(process.platform === 'win32')('a process that stands still for five seconds', () => {
  it('goes on where it was', async () => {
    const workspace = await prepared()
    const product = await started(workspace)
    const senders = load(product.url, workspace)
    await answered(senders, 20)
    process.kill(product.pid, 'SIGSTOP')
    await sleep(5_000)
    const before = senders.acknowledged.length
    process.kill(product.pid, 'SIGCONT')
    await answered(senders, before + 20)
    await senders.stop()
    expect(senders.answers.filter(({ status }) => status !== 200)).toEqual([])
    await product.stop()
    expect(await lostAndDoubled(workspace, senders.acknowledged)).toEqual({ lost: 0, doubled: 0 })
  }, 120_000)
})

describe('little memory', () => {
  it('with 256 MB of heap a flood is turned away before it breaks anything', async () => {
    const workspace = await prepared()
    const product = await started(workspace, { NODE_OPTIONS: '--max-old-space-size=256' })
    const senders = load(product.url, workspace, { senders: 40, pages: 1_500 })
    await sleep(8_000)
    await senders.stop()
    const statuses = new Set(senders.answers.map(({ status }) => status))
    console.info(
      `little memory: ${senders.acknowledged.length} events acknowledged, answers ${[...statuses]}`,
    )
    expect([...statuses].filter((status) => ![200, 413, 429, 503].includes(status))).toEqual([])
    for (const { status, retryAfter } of senders.answers)
      if (status === 429 || status === 503) expect(Number(retryAfter)).toBeGreaterThan(0)
    await product.kill()
    const again = await started(workspace)
    await again.stop()
    expect(await lostAndDoubled(workspace, senders.acknowledged)).toEqual({ lost: 0, doubled: 0 })
  }, 180_000)
})

/** A disk of its own in memory; null where the system does not let us make one. */
function smallDisk(megabytes: number): { folder: string; remove(): void } | null {
  if (process.platform !== 'linux') return null
  const folder = mkdtempSync(join(os.tmpdir(), 'accord-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  const remove = () => {
    spawnSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  }
  if (mounted.status === 0) return { folder, remove }
  remove()
  return null
}

// Filling the machine's own disk to the last byte would harm whatever runs beside, so this needs the right to mount, as root has in CI.
// What a disk below its reserve does is tried everywhere, in disk.test.ts.
const disk = server === undefined ? smallDisk(300) : null
afterAll(() => disk?.remove())

describe.skipIf(disk === null)('a disk that fills up', () => {
  it('refuses changes while reading goes on, and takes them again when there is room; nothing is lost', async () => {
    const { folder } = disk!
    const template = await testFolder()
    cleaning.push(template.remove)
    spawnSync('cp', ['-a', join(template.dataDir, 'pg'), folder])
    const workspace = await prepareWorkspace({ dataDir: folder })
    const product = await started(workspace, { DISK_RESERVE_MB: '64' })
    const senders = load(product.url, workspace, { senders: 5 })
    const key = { authorization: `Bearer ${workspace.apiKey}` }
    const read = () => ask(product.url, '/api/handoffs?view=all', key)
    const accept = async () => {
      const json = { ...key, 'content-type': 'application/json' }
      return (await ask(product.url, `/api/handoffs/${newId()}/accept`, json, '{}')).status
    }
    await sleep(1_000)
    const since = senders.answers.length
    const ballast = join(folder, 'ballast')
    // to the last byte, as a log that nobody watches would do it
    spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M'])
    await sleep(2_000)
    const refused = senders.answers.slice(since).map(({ status }) => status)
    // senders of events know 503 as the time to try again
    expect(refused).toContain(503)
    expect(await accept()).toBe(507)
    expect((await read()).status).toBe(200)
    writeFileSync(ballast, '')
    const freed = performance.now()
    const taken = senders.acknowledged.length
    while (senders.acknowledged.length === taken && performance.now() - freed < 15_000) await sleep(50)
    expect(performance.now() - freed).toBeLessThan(10_000)
    await senders.stop()
    expect([...new Set(senders.answers.map(({ status }) => status))].sort()).toEqual([200, 503])
    expect(await accept()).toBe(404)
    await product.stop()
    expect(await lostAndDoubled(workspace, senders.acknowledged)).toEqual({ lost: 0, doubled: 0 })
  }, 120_000)
})

describe.skipIf(server === undefined)('a database that takes two seconds for each statement', () => {
  it('is shed by 503 with the time to come back; the process stays alive, small, and recovers', async () => {
    const workspace = await prepared()
    const url = new URL(workspace.databaseUrl!)
    const line = await startTcpProxy(Number(url.port))
    cleaning.push(line.close)
    url.port = String(line.port)
    const product = await started({ ...workspace, databaseUrl: url.href })
    const headers = { authorization: `Bearer ${workspace.apiKey}` }
    line.delayMs = 2_000
    const senders = load(product.url, workspace, { senders: 60 })
    const reads = Array.from({ length: 120 }, () => ask(product.url, '/api/handoffs?view=all', headers))
    let slowestAlive = 0
    for (const until = performance.now() + 12_000; performance.now() < until; ) {
      const began = performance.now()
      expect((await ask(product.url, '/healthz', {})).status).toBe(200)
      slowestAlive = Math.max(slowestAlive, performance.now() - began)
      await sleep(200)
    }
    const answers = await Promise.all(reads)
    const shed = answers.filter(({ status }) => status === 503)
    expect(shed.length).toBeGreaterThan(0)
    for (const { retryAfter } of shed) expect(Number(retryAfter)).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([])
    line.delayMs = 0
    await senders.stop()
    await expect
      .poll(async () => (await ask(product.url, '/api/handoffs?view=all', headers)).status, {
        timeout: 10_000,
      })
      .toBe(200)
    expect(memoryOf(product.pid)).toBeLessThan(512 * MIB)
    console.info(
      `slow database: ${shed.length} of ${answers.length} reads told to come back, alive within ${Math.round(slowestAlive)} ms, ${Math.round(memoryOf(product.pid) / MIB)} MB at most`,
    )
    await product.stop()
    expect(await lostAndDoubled(workspace, senders.acknowledged)).toEqual({ lost: 0, doubled: 0 })
  }, 180_000)
})
