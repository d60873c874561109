import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { hasPostgres, startPostgres } from '../scripts/postgres-server.mjs'
import { type Database, migrate, openDatabase } from '../src/platform/db/index.ts'
import { type BenchRow, runAsProgram } from './report.ts'

const ROWS = Number(process.env.BENCH_IMPORT_ROWS ?? 1_000_000)
const EMBEDDED_ROWS = 100_000
const PEOPLE = 50_000
const START = Date.UTC(2025, 0, 1)
const KINDS = ['page_view', 'email_click', 'form_submit', 'webinar_attended', 'call', 'meeting']

/** Touches as an export has them: every field filled, people in no order. */
async function writeFiles(folder: string, rows: number): Promise<void> {
  const people = createWriteStream(path.join(folder, 'people.csv'))
  people.write('Record ID,Email,First Name,Last Name\n')
  for (let person = 0; person < PEOPLE; person++) {
    people.write(`${person},person${person}@company${person % 4_000}.example,Ann,Archer\n`)
  }
  people.end()
  await once(people, 'finish')
  const touches = createWriteStream(path.join(folder, 'touches.csv'))
  touches.write('event_id,email,event_type,occurred_at,utm_source,utm_medium,campaign,subject\n')
  for (let row = 0; row < rows; row++) {
    const person = Math.imul(row, 2_654_435_761) >>> 0
    const at = new Date(START + row * 40_000).toISOString()
    const who = `person${person % PEOPLE}@company${(person % PEOPLE) % 4_000}.example`
    const line = `event-${row},${who},${KINDS[row % 6]},${at},google,cpc,Campaign ${row % 60},/page/${row % 400}\n`
    if (!touches.write(line)) await once(touches, 'drain')
  }
  touches.end()
  await once(touches, 'finish')
}

interface Measured {
  seconds: number
  peakMegabytes: number
  rows: number
  workspaceId: string
}

/** The import in a process of its own, so that its memory is its own. */
function importInChild(folder: string, target: { url?: string; dataDir: string }): Measured {
  const worker = fileURLToPath(new URL('./import-worker.ts', import.meta.url))
  const tsx = fileURLToPath(new URL('../node_modules/tsx/dist/cli.mjs', import.meta.url))
  const child = spawnSync(process.execPath, [tsx, worker, folder, JSON.stringify(target)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.status !== 0) throw new Error('The import ended with an error')
  return JSON.parse(child.stdout.trim().split('\n').at(-1)!)
}

function psql(url: string, command: string): void {
  const folder = '/usr/lib/postgresql'
  const versions = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : []
  const program =
    versions.map((version) => path.join(folder, version, 'bin', 'psql')).find(existsSync) ?? 'psql'
  const result = spawnSync(program, [url, '-q', '-v', 'ON_ERROR_STOP=1', '-c', command], { encoding: 'utf8' })
  if (result.status !== 0) throw new Error(result.stderr)
}

/** The same rows into the same, emptied table by COPY. */
async function copySeconds(database: Database, url: string, folder: string): Promise<number> {
  const file = path.join(folder, 'touch.copy')
  psql(url, `\\copy touch to '${file}'`)
  await database.system((tx) => tx.execute(sql`truncate touch`))
  const began = performance.now()
  psql(url, `\\copy touch from '${file}'`)
  return (performance.now() - began) / 1_000
}

/** The same rows into the embedded database by plain inserts of many rows. */
async function plainInsertSeconds(dataDir: string, workspaceId: string): Promise<number> {
  const database = await openDatabase({ dataDir })
  try {
    const { rows } = await database.system((tx) =>
      tx.execute(sql`select * from touch where workspace_id = ${workspaceId}`),
    )
    await database.system((tx) => tx.execute(sql`delete from touch where workspace_id = ${workspaceId}`))
    const began = performance.now()
    for (let from = 0; from < rows.length; from += 5_000) {
      await database.workspace(workspaceId, async (tx) => {
        for (let at = from; at < Math.min(from + 5_000, rows.length); at += 500) {
          const part = rows.slice(at, at + 500).map((row) => {
            const when = (value: unknown) => new Date(value as number).toISOString()
            return sql`(${row.workspace_id}, ${row.id}, ${row.person_id}, ${row.campaign_id}, ${row.seller_id}, ${row.kind}, ${row.side},
              ${row.direction}, ${row.channel}, ${row.subject}, ${row.machine}, ${JSON.stringify(row.attributes)}, ${when(row.occurred_at)},
              ${when(row.recorded_at)}, ${row.source}, ${row.dedupe_key}, ${row.import_id})`
          })
          await tx.execute(sql`insert into touch (workspace_id, id, person_id, campaign_id, seller_id, kind, side, direction, channel,
            subject, machine, attributes, occurred_at, recorded_at, source, dedupe_key, import_id) values ${sql.join(part, sql`, `)}`)
        }
      })
    }
    return (performance.now() - began) / 1_000
  } finally {
    await database.close()
  }
}

async function intoPostgres(folder: string): Promise<BenchRow[]> {
  const server = await startPostgres()
  try {
    const database = await openDatabase({ url: server.url, dataDir: folder })
    await migrate(database)
    const runs: { ours: Measured; copy: number }[] = []
    for (let round = 0; round < (ROWS > 300_000 ? 2 : 3); round++) {
      await database.system((tx) => tx.execute(sql`truncate touch`))
      const ours = importInChild(folder, { url: server.url, dataDir: folder })
      runs.push({ ours, copy: await copySeconds(database, server.url, folder) })
    }
    await database.close()
    runs.sort((a, b) => a.copy / a.ours.seconds - b.copy / b.ours.seconds)
    const middle = runs[Math.floor(runs.length / 2)]!
    const ratios = runs.map(({ ours, copy }) => copy / ours.seconds)
    const rate = (seconds: number) => ROWS / seconds
    const peak = Math.max(...runs.map(({ ours }) => ours.peakMegabytes))
    return [
      {
        name: `Import of ${ROWS.toLocaleString('en')} touch rows into PostgreSQL`,
        value: rate(middle.ours.seconds),
        unit: 'rows/s',
        peer: rate(middle.copy),
        peerName: 'COPY',
        ratio: copyRatio(middle),
        bound: { at: 'least', ratio: 0.25 },
        noise: {
          min: Math.min(...ratios),
          median: copyRatio(middle),
          max: Math.max(...ratios),
          rounds: runs.length,
        },
      },
      {
        name: 'Peak memory of the importing process',
        value: peak,
        unit: 'MB',
        peer: 400,
        peerName: 'limit',
        ratio: peak / 400,
        bound: { at: 'most', ratio: 1 },
        noise: {
          min: Math.min(...runs.map(({ ours }) => ours.peakMegabytes)),
          median: peak,
          max: peak,
          rounds: runs.length,
        },
      },
    ]
  } finally {
    server.stop()
  }
}

const copyRatio = ({ ours, copy }: { ours: Measured; copy: number }): number => copy / ours.seconds

async function intoEmbedded(folder: string): Promise<BenchRow[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'accord-bench-'))
  try {
    const ours = importInChild(folder, { dataDir })
    const plain = await plainInsertSeconds(dataDir, ours.workspaceId)
    const ratio = plain / ours.seconds
    return [
      {
        name: `Import of ${EMBEDDED_ROWS.toLocaleString('en')} touch rows into the embedded database`,
        value: EMBEDDED_ROWS / ours.seconds,
        unit: 'rows/s',
        peer: EMBEDDED_ROWS / plain,
        peerName: 'multi-row inserts',
        ratio,
        bound: { at: 'least', ratio: 0.33 },
        noise: { min: ratio, median: ratio, max: ratio, rounds: 1 },
      },
    ]
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Import beside the fastest way into the same tables. PostgreSQL is left out where it cannot be started. */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'accord-bench-'))
  try {
    const rows: BenchRow[] = []
    await writeFiles(folder, EMBEDDED_ROWS)
    rows.push(...(await intoEmbedded(folder)))
    if (hasPostgres()) {
      await writeFiles(folder, ROWS)
      rows.push(...(await intoPostgres(folder)))
    }
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await runAsProgram(import.meta.url, run)
