import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../src/platform/db/index.ts'
import { newId } from '../src/platform/kernel/ids.ts'
import { insertEvents, type NewEvent } from '../src/records/intake/append-store.ts'
import {
  askApi,
  prepareWorkspace,
  sendEvents,
  startLive,
  type TrackedEvent,
} from '../test/factories/live-server.ts'
import { freshDatabase } from './fresh-database.ts'
import { type BenchRow, runAsProgram } from './report.ts'

/**
 * Intake alone: page views of visitors nobody knows, in batches as the official library sends them by default (15), of 100, and
 * one by one, by connections that wait for each answer; an answer counts only when its events are durable. Beside it stands the
 * plain insert of the same rows into the same database by its own process. Then the promised rate alone is kept up, evenly, while
 * the API is asked twenty times a second.
 * Embedded, or on the server of TEST_DATABASE_URL; the load generator runs on the same machine.
 */
const SECONDS = Number(process.env.SECONDS ?? 10)
const CONNECTIONS = 32
const ROUNDS = 3

export async function run(): Promise<BenchRow[]> {
  const server = process.env.TEST_DATABASE_URL
  const where = server ? 'PostgreSQL' : 'embedded'
  const floor = server ? 1_500 : 400
  const dataDir = mkdtempSync(join(tmpdir(), 'accord-bench-'))
  const database = server ? await freshDatabase(server) : null
  const workspace = await prepareWorkspace({ dataDir, databaseUrl: database?.url })
  const plain = await plainInserts(workspace)
  const product = await startLive(workspace)
  try {
    const rows: BenchRow[] = []
    for (const batch of [15, 100, 1]) {
      const name = batch === 1 ? 'single events' : `batches of ${batch}`
      const rates = await load(product.url, workspace, batch)
      rows.push(rate(`Durable events, ${name}, ${where}`, rates, batch === 1 ? undefined : floor, plain))
    }
    const api = await meanwhile(product.url, workspace, floor)
    rows.push(latency(`The API while ${floor} events a second arrive, ${where}: p95`, api))
    return rows
  } finally {
    await product.stop()
    await database?.remove()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

let made = 0

function pageView(): TrackedEvent & { anonymousId: string } {
  made += 1
  return {
    type: 'page',
    messageId: `bench-${process.pid}-${made}`,
    userId: '',
    anonymousId: `visitor-${made % 5_000}`,
    name: 'Pricing',
    properties: {
      url: 'https://company.example/pricing?utm_source=google',
      title: 'Pricing',
      path: '/pricing',
    },
    timestamp: new Date().toISOString(),
  }
}

/** Rows of the same kind straight into the table, 100 in each transaction: events a second. */
async function plainInserts(workspace: {
  workspaceId: string
  dataDir: string
  databaseUrl: string | undefined
}): Promise<number> {
  const { workspaceId, dataDir, databaseUrl } = workspace
  const database = await openDatabase({ dataDir, url: databaseUrl })
  const began = performance.now()
  let events = 0
  for (; performance.now() - began < 4_000; events += 100) {
    const rows = Array.from({ length: 100 }, () => rowOf(pageView()))
    await database.workspace(workspaceId, (tx) => insertEvents(tx, workspaceId, rows))
  }
  const perSecond = (events * 1_000) / (performance.now() - began)
  await database.close()
  return perSecond
}

function rowOf(event: ReturnType<typeof pageView>): NewEvent {
  const now = Date.now()
  return {
    id: newId(now),
    messageId: event.messageId,
    type: 'page',
    name: event.name ?? null,
    anonymousId: event.anonymousId,
    userId: null,
    payload: { properties: event.properties as never, traits: {}, context: {} },
    kind: null,
    source: 'server',
    proven: true,
    machine: null,
    warning: null,
    writeKeyId: null,
    occurredAt: now,
    recordedAt: now,
    // Never due: only the storing is measured.
    dueAt: now + 30 * 86_400_000,
  }
}

async function load(url: string, { writeKey }: { writeKey: string }, batch: number): Promise<number[]> {
  const rates: number[] = []
  for (let round = -1; round < ROUNDS; round += 1) {
    const until = performance.now() + (round < 0 ? 2_000 : (SECONDS * 1_000) / ROUNDS)
    const began = performance.now()
    const counts = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => sendUntil(url, writeKey, batch, until)),
    )
    const events = counts.reduce((sum, count) => sum + count, 0)
    if (round >= 0) rates.push((events * 1_000) / (performance.now() - began))
  }
  return rates
}

/** Keeps the promised rate up, in batches of 15 at even distances, and asks the API all the while. */
async function meanwhile(
  url: string,
  { writeKey, apiKey }: { writeKey: string; apiKey: string },
  perSecond: number,
): Promise<number[]> {
  const times: number[] = []
  const state = { isOver: false }
  // What the rounds before left to be worked on is not part of it.
  await sleep(5_000)
  const asking = askAgain(url, apiKey, times, state)
  const running: Promise<number>[] = []
  const began = performance.now()
  for (let number = 0; performance.now() - began < SECONDS * 1_000; number += 1) {
    await sleep(Math.max(0, began + (number * 15_000) / perSecond - performance.now()))
    running.push(sendEvents(url, writeKey, Array.from({ length: 15 }, pageView)))
  }
  state.isOver = true
  await asking
  const refused = (await Promise.all(running)).filter((status) => status !== 200)
  if (refused.length > 0) throw new Error(`${refused.length} batches were answered ${refused[0]}`)
  return times
}

async function sendUntil(url: string, writeKey: string, batch: number, until: number): Promise<number> {
  let events = 0
  while (performance.now() < until) {
    const status = await sendEvents(url, writeKey, Array.from({ length: batch }, pageView))
    if (status === 429 || status === 503) await sleep(100)
    else if (status !== 200) throw new Error(`The tracking API answered ${status}`)
    else events += batch
  }
  return events
}

async function askAgain(
  url: string,
  apiKey: string,
  times: number[],
  state: { isOver: boolean },
): Promise<void> {
  while (!state.isOver) {
    const from = performance.now()
    const answer = await askApi(url, apiKey, '/campaigns?limit=50')
    if (answer?.status !== 200) throw new Error(`The API answered ${answer?.status}`)
    times.push(performance.now() - from)
    await sleep(50)
  }
}

function rate(name: string, rates: number[], floor: number | undefined, plain: number): BenchRow {
  const sorted = [...rates].sort((a, b) => a - b)
  const value = sorted[sorted.length >> 1]!
  return {
    name,
    value,
    unit: 'events/s',
    ...(floor === undefined ? {} : { floor }),
    peer: plain,
    peerName: 'plain inserts',
    ratio: value / plain,
    noise: { min: sorted[0]!, median: value, max: sorted.at(-1)!, rounds: sorted.length },
  }
}

function latency(name: string, times: number[]): BenchRow {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  const most = 100
  return {
    name,
    value: at(0.95),
    unit: 'ms',
    peer: most,
    peerName: 'promised',
    ratio: at(0.95) / most,
    bound: { at: 'most', ratio: 1 },
    noise: { min: at(0), median: at(0.5), max: at(1), rounds: sorted.length },
  }
}

await runAsProgram(import.meta.url, run)
