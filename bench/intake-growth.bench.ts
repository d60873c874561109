import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { startUnderDefault } from '../src/agreement/document/index.ts'
import { touchesRecorded } from '../src/app/flow.ts'
import { type Database, migrate, openDatabase } from '../src/platform/db/index.ts'
import { startJobs } from '../src/platform/jobs/index.ts'
import { newId } from '../src/platform/kernel/ids.ts'
import { appendEvents, intakeJobs, type OwnEvent } from '../src/records/intake/index.ts'
import { type BenchRow, runAsProgram } from './report.ts'

/**
 * What one event costs from its row to everything it causes (person found, touch, score, stage) in a company of 10,000 people and
 * in one of 1,000,000. Embedded, or on the server of TEST_DATABASE_URL.
 */
const FEW = 10_000
const MANY = Number(process.env.PEOPLE ?? 1_000_000)
const ROUNDS = 15
const EVENTS = 20

export async function run(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'accord-bench-'))
  const url = process.env.TEST_DATABASE_URL
  const database = await openDatabase({ dataDir, durable: false, ...(url ? { url } : {}) })
  try {
    await migrate(database)
    const small = await companyOf(database, FEW)
    const large = await companyOf(database, MANY)
    await database.system((tx) => tx.execute(sql`analyze`))
    const times: Record<string, number[]> = { [small.workspaceId]: [], [large.workspaceId]: [] }
    // In turns, so that noise of the machine hits both alike; the first three warm up.
    for (let round = -3; round < ROUNDS; round += 1) {
      for (const company of [small, large]) {
        const began = performance.now()
        await workThrough(database, company, round)
        if (round >= 0) times[company.workspaceId]!.push((performance.now() - began) / EVENTS)
      }
    }
    const [few, many] = [small, large].map(({ workspaceId }) => times[workspaceId]!.sort((a, b) => a - b))
    const [peer, value] = [few![ROUNDS >> 1]!, many![ROUNDS >> 1]!]
    return [
      {
        name: `One event with all it causes, ${MANY} people beside ${FEW}`,
        value,
        unit: 'ms',
        peer,
        peerName: `${FEW} people`,
        ratio: value / peer,
        bound: { at: 'most', ratio: 1.5 },
        noise: { min: many![0]!, median: value, max: many!.at(-1)!, rounds: ROUNDS },
      },
    ]
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Company {
  workspaceId: string
  people: number
}

async function workThrough(
  database: Database,
  { workspaceId, people }: Company,
  round: number,
): Promise<void> {
  const now = Date.now()
  const events = Array.from({ length: EVENTS }, (_, n) => visitOf((round + 3) * EVENTS + n, people, now))
  await database.workspace(workspaceId, (tx) => appendEvents(tx, workspaceId, events, now))
  const jobs = startJobs({
    database,
    handlers: intakeJobs({ database, clock: Date.now, onTouches: touchesRecorded }),
    log: { warn: console.error, error: console.error },
  })
  await jobs.idle()
  await jobs.stop()
}

/** A page view of one of the people, who says who they are. */
function visitOf(number: number, people: number, now: number): OwnEvent {
  const who = (number * 7_919) % people
  return {
    messageId: `growth-${newId(now)}`,
    type: 'page',
    name: 'Pricing',
    kind: null,
    source: 'server',
    proven: true,
    anonymousId: `visitor-${who}`,
    userId: null,
    payload: {
      properties: { path: '/pricing' },
      traits: {},
      context: { traits: { email: `p${who}@firm${who % 5_000}.example` } },
    },
    occurredAt: now,
  }
}

/** People with a touch each, written by the database itself. */
async function companyOf(database: Database, people: number): Promise<Company> {
  const workspaceId = newId()
  const id = (kind: number) => sql`md5(${kind}::text || ${workspaceId} || n::text)::uuid`
  await database.system(async (tx) => {
    await tx.execute(
      sql`insert into workspace (id, slug, name, created_at) values (${workspaceId}, ${workspaceId}, 'Bench', now())`,
    )
    await startUnderDefault(tx, workspaceId, Date.now() - 86_400_000)
  })
  const size = 50_000
  for (let from = 0; from < people; from += size) {
    const part = sql`generate_series(${from}::int, ${Math.min(people, from + size) - 1}::int) as n`
    await database.system(async (tx) => {
      await tx.execute(sql`
        insert into person (workspace_id, id, email, email_norm, first_name, attributes, occurred_at, recorded_at)
        select ${workspaceId}::uuid, ${id(1)}, 'p' || n || '@firm' || n % 5000 || '.example', 'p' || n || '@firm' || n % 5000 || '.example',
          'P' || n, '{}', now() - interval '30 days', now() from ${part}`)
      await tx.execute(sql`
        insert into touch (workspace_id, id, person_id, kind, side, direction, attributes, occurred_at, recorded_at, source, dedupe_key)
        select ${workspaceId}::uuid, ${id(2)}, ${id(1)}, 'form_submit', 'marketing', 'inbound', '{}', now() - interval '20 days', now(),
          'bench', n::text from ${part}`)
    })
  }
  process.stderr.write(`${people} people written\n`)
  return { workspaceId, people }
}

await runAsProgram(import.meta.url, run)
