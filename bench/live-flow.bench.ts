import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askApi, leadOf, prepareWorkspace, sendEvents, startLive } from '../test/factories/live-server.ts'
import { freshDatabase } from './fresh-database.ts'
import { type BenchRow, runAsProgram } from './report.ts'

/**
 * From an accepted event to the routed hand-off in the inbox, with the load generator on the same machine: 50 events a second embedded,
 * 200 on the server of TEST_DATABASE_URL. One event in five asks for a demo, so that each second 10 or 40 people are made, scored,
 * routed and handed over.
 */
const SECONDS = Number(process.env.SECONDS ?? 60)
const WARM_UP_SECONDS = 8
const PAGES = 3
const EVENTS_PER_LEAD = PAGES + 2
/** Leads whose way is followed by asking the inbox again and again. */
const FOLLOWED_A_SECOND = 4
const ASK_EVERY_MS = 30
const GIVE_UP_MS = 20_000

export async function run(): Promise<BenchRow[]> {
  const server = process.env.TEST_DATABASE_URL
  const rate = Number(process.env.RATE ?? (server ? 200 : 50))
  const dataDir = mkdtempSync(join(tmpdir(), 'accord-bench-'))
  const database = server ? await freshDatabase(server) : null
  const workspace = await prepareWorkspace({ dataDir, databaseUrl: database?.url })
  const product = await startLive(workspace)
  try {
    const seen = await load(product.url, workspace, rate)
    const where = server ? 'PostgreSQL' : 'embedded'
    return [
      latency(`Event to inbox, ${rate} events a second, ${where}: p99`, seen.visible, 0.99, 1_000),
      latency(`The API meanwhile, ${where}: p95`, seen.api, 0.95, 100),
      latency(`The tracking API meanwhile, ${where}: p95`, seen.intake, 0.95, 1_000),
    ]
  } finally {
    await product.stop()
    await database?.remove()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Seen {
  visible: number[]
  api: number[]
  intake: number[]
}

async function load(url: string, keys: { writeKey: string; apiKey: string }, rate: number): Promise<Seen> {
  const seen: Seen = { visible: [], api: [], intake: [] }
  const leadsASecond = rate / EVENTS_PER_LEAD
  const every = 1_000 / leadsASecond
  const began = performance.now()
  const running: Promise<void>[] = []
  let followed = -1
  for (let number = 0; ; number += 1) {
    const at = began + number * every
    await sleep(Math.max(0, at - performance.now()))
    const elapsed = (performance.now() - began) / 1_000
    if (elapsed > SECONDS + WARM_UP_SECONDS) break
    const isFollowed = elapsed > WARM_UP_SECONDS && Math.floor(elapsed * FOLLOWED_A_SECOND) > followed
    if (isFollowed) followed = Math.floor(elapsed * FOLLOWED_A_SECOND)
    running.push(oneLead(url, keys, number, isFollowed ? seen : null))
  }
  await Promise.all(running)
  return seen
}

async function oneLead(
  url: string,
  { writeKey, apiKey }: { writeKey: string; apiKey: string },
  number: number,
  seen: Seen | null,
): Promise<void> {
  const asked = performance.now()
  const status = await sendEvents(url, writeKey, leadOf(number, PAGES))
  if (status !== 200) throw new Error(`The tracking API answered ${status}`)
  const accepted = performance.now()
  if (!seen) return
  seen.intake.push(accepted - asked)
  const path = `/handoffs?view=all&limit=5&search=${encodeURIComponent(`lead${number}@firm${number}.example`)}`
  while (performance.now() - accepted < GIVE_UP_MS) {
    const from = performance.now()
    const answer = await askApi(url, apiKey, path)
    seen.api.push(performance.now() - from)
    if (answer?.status !== 200)
      throw new Error(`The inbox answered ${answer?.status} ${JSON.stringify(answer?.body)}`)
    if (answer.body.items.some((item: { sellerId: string | null }) => item.sellerId)) break
    await sleep(ASK_EVERY_MS)
  }
  seen.visible.push(performance.now() - accepted)
}

function latency(name: string, times: number[], share: number, most: number): BenchRow {
  const sorted = times.sort((a, b) => a - b)
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
  const value = at(share)
  return {
    name,
    value,
    unit: 'ms',
    peer: most,
    peerName: 'promised',
    ratio: value / most,
    bound: { at: 'most', ratio: 1 },
    noise: { min: at(0), median: at(0.5), max: at(1), rounds: sorted.length },
  }
}

await runAsProgram(import.meta.url, run)
