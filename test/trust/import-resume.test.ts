import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { understand } from '#records/imports/index.ts'
import { testFolder, testServerDatabase, testWorkspace } from '../database.ts'

/** 100 in the full run (`KILLS=100`); a start takes one or two seconds. */
const KILLS = Number(process.env.KILLS ?? 4)
/** enough rows that the import is still running at the last kill */
const ROWS = 10_000 + KILLS * 20_000
const PEOPLE = 2_000
const NOON = Date.UTC(2026, 0, 5, 12)

const server = process.env.TEST_DATABASE_URL
let dataDir: string
let url: string | undefined
let workspaceId: string
const importId = newId()
const removals: (() => unknown)[] = []

const people = ['Record ID,Email,First Name,Job Title\n']
for (let person = 0; person < PEOPLE; person++) people.push(`${person},p${person}@acme.example,Ann,CEO\n`)
const touches = ['email,event_type,occurred_at,subject\n']
for (let row = 0; row < ROWS; row++) {
  // Every hundredth row names nobody; the rows have no id, so each is told apart by its digest.
  const who = row % 100 === 99 ? '' : `p${row % PEOPLE}@acme.example`
  touches.push(`${who},page_view,${new Date(NOON + row * 1_000).toISOString()},/page/${row}\n`)
}
const FILES = { 'people.csv': people.join(''), 'touches.csv': touches.join('') }

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir, url })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

beforeAll(async () => {
  const folder = await testFolder()
  dataDir = folder.dataDir
  removals.push(folder.remove)
  if (server) {
    const database = await testServerDatabase(server)
    url = database.url
    removals.push(database.remove)
  }
  workspaceId = await withDatabase(async (database) => (await testWorkspace(database)).workspaceId)
})

afterAll(async () => {
  for (const remove of removals.reverse()) await remove()
})

/** The run as the service leaves it when an import is started. */
async function queue(): Promise<void> {
  const folder = path.join(dataDir, 'uploads', 'imports')
  mkdirSync(folder, { recursive: true })
  const ids = Object.entries(FILES).map(([name, text]) => {
    const id = newId()
    writeFileSync(path.join(folder, id), text)
    return { id, name, bytes: text.length }
  })
  const sources = Object.entries(FILES).map(([name, text]) => ({
    name,
    open: async function* () {
      yield Buffer.from(text)
    },
  }))
  const { mapping } = await understand(sources)
  await withDatabase((database) =>
    database.workspace(workspaceId, async (tx) => {
      await tx.execute(sql`insert into import_run (workspace_id, id, name, state, mapping, created_by, created_at, started_at)
        values (${workspaceId}, ${importId}, 'Killed', 'queued', ${JSON.stringify(mapping)}::jsonb, 'Test', now(), now())`)
      for (const { id, name, bytes } of ids) {
        await tx.execute(sql`insert into import_file (workspace_id, id, import_id, name, bytes, digest, created_at)
          values (${workspaceId}, ${id}, ${importId}, ${name}, ${bytes}, '', now())`)
      }
      await enqueue(tx, { workspaceId, kind: 'import.run', payload: { importId }, runAt: Date.now() - 1_000 })
    }),
  )
}

/** A worker that is killed after so many statements; `Infinity`: works to the end. */
async function runWorker(statements: number): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(import.meta.dirname, 'import-worker.ts')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: dataDir, ...(url ? { TEST_URL: url } : {}) },
    },
  )
  let seen = 0
  child.stdout!.on('data', (dots: Buffer) => {
    seen += dots.length
    if (seen >= statements) child.kill('SIGKILL')
  })
  await new Promise<void>((resolve) => child.once('exit', () => resolve()))
}

const one = async <Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>) =>
  withDatabase(async (database) => (await database.system((tx) => tx.execute<Row>(statement))).rows[0]!)

const state = () =>
  one<{ state: string; rows_done: number; counts: Record<string, unknown>; error_count: number }>(
    sql`select state, rows_done, counts, error_count from import_run where workspace_id = ${workspaceId} and id = ${importId}`,
  )

describe('T-20: import.resume', () => {
  it(
    `goes on after kill -9 at any moment, loses and doubles no row (${KILLS} kills)`,
    async () => {
      await queue()
      const seen: number[] = []
      for (let kill = 0; kill < KILLS; kill++) {
        // Few die before their first chunk: five such deaths in a row would rightly give the job up.
        await runWorker(3 + Math.floor(Math.random() * 8))
        seen.push((await state()).rows_done)
      }
      expect(seen.at(-1), 'the import was still running at the last kill').toBeLessThan(ROWS)
      await runWorker(Number.POSITIVE_INFINITY)
      expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
      const refused = Math.floor(ROWS / 100)
      const finished = await state()
      expect(finished).toMatchObject({ state: 'done', rows_done: ROWS + PEOPLE, error_count: refused })
      expect(finished.counts).toMatchObject({
        person: { created: PEOPLE, unchanged: 0 },
        touch: { created: ROWS - refused, unchanged: 0 },
      })
      const counted = await one(sql`select
      (select count(*) from touch where workspace_id = ${workspaceId}) as touches,
      (select count(distinct subject) from touch where workspace_id = ${workspaceId}) as subjects,
      (select count(*) from person where workspace_id = ${workspaceId}) as people,
      (select count(*) from import_row_error where workspace_id = ${workspaceId}) as errors`)
      expect(counted).toEqual({
        touches: ROWS - refused,
        subjects: ROWS - refused,
        people: PEOPLE,
        errors: refused,
      })
      console.log(`${KILLS} kills at rows ${seen.join(', ')}: every row once`)
    },
    KILLS * 40_000 + 200_000,
  )
})
