import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { type Database, migrate, openDatabase } from '../src/platform/db/index.ts'
import { newId } from '../src/platform/kernel/ids.ts'
import { type RecordRow, writeRecords } from '../src/records/imports/index.ts'
import { findReviewPairs } from '../src/records/matching/index.ts'
import { type BenchRow, runAsProgram } from './report.ts'

/** Two contact lists, the second ten times the first, in the embedded database as it is after a first import. */
const SMALL = 10_000
const LARGE = 100_000
const ROUNDS = 3
const NOW = Date.UTC(2026, 0, 5, 12)
/** Rows that an import writes in one transaction. */
const CHUNK = 5_000

/** People with names at accounts of a hundred, every fifth with the telephone of the account, some of them one mailbox many times. */
function* list(size: number, from: number): Generator<RecordRow> {
  for (let n = from; n < from + CHUNK; n++)
    yield {
      kind: 'person',
      email: `person${n}@company${n % (size / 100)}.example`,
      firstName: n % 1_000 === 0 ? 'Info' : `First${n % 211}`,
      lastName: n % 1_000 === 0 ? 'Desk' : `Last${n % 10_007}`,
      phone: n % 5 === 0 ? `+49 30 ${n % (size / 100)}` : undefined,
      account: { name: `Company ${n % (size / 100)}` },
    }
}

interface Search {
  /** µs */
  perPerson: number
  /** the longest that somebody else waited while the list was written, and while its pairs were looked for; ms */
  waits: { writing: number; search: number }
}

/** Writes a list and looks for its pairs, while somebody else asks for one row over and over. */
async function search(size: number): Promise<Search> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'accord-bench-'))
  const database = await openDatabase({ dataDir, durable: false })
  try {
    await migrate(database)
    const workspaceId = newId()
    await database.system((tx) =>
      tx.execute(
        sql`insert into workspace (id, slug, name, created_at) values (${workspaceId}, 'bench', 'Bench', '2026-01-01T00:00:00Z')`,
      ),
    )
    const importId = newId()
    const writing = await longestWait(database, async () => {
      for (let from = 0; from < size; from += CHUNK)
        await database.workspace(workspaceId, (tx) =>
          writeRecords(tx, workspaceId, list(size, from), { now: NOW, importId }),
        )
    })
    const began = performance.now()
    const searching = await longestWait(database, () => findReviewPairs(database, workspaceId, importId, NOW))
    return {
      perPerson: ((performance.now() - began) * 1_000) / size,
      waits: { writing, search: searching },
    }
  } finally {
    await database.close()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

async function longestWait(database: Database, work: () => Promise<void>): Promise<number> {
  let longest = 0
  let isOver = false
  const over = work().finally(() => {
    isOver = true
  })
  while (!isOver) {
    const began = performance.now()
    await database.system((tx) => tx.execute(sql`select 1`))
    longest = Math.max(longest, performance.now() - began)
  }
  await over
  return longest
}

const spread = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    min: sorted[0]!,
    median: sorted[Math.floor(sorted.length / 2)]!,
    max: sorted.at(-1)!,
    rounds: sorted.length,
  }
}

/** The search for doubtful pairs after an import: ten times the people cost ten times as much, and others wait no longer than before it. */
export async function run(): Promise<BenchRow[]> {
  const small: Search[] = []
  const large: Search[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    small.push(await search(SMALL))
    large.push(await search(LARGE))
  }
  const beside = (
    name: string,
    unit: string,
    value: number[],
    peerName: string,
    peer: number[],
  ): BenchRow => {
    const noise = spread(value)
    const floor = spread(peer).median
    const ratio = noise.median / floor
    return {
      name,
      value: noise.median,
      unit,
      peer: floor,
      peerName,
      ratio,
      bound: { at: 'most', ratio: 2 },
      noise,
    }
  }
  const per = ({ perPerson }: Search) => perPerson
  return [
    beside(
      'Doubtful pairs of 100,000 people, each person',
      'µs',
      large.map(per),
      '10,000 people',
      small.map(per),
    ),
    beside(
      'Longest wait of others while pairs of 100,000 people are looked for',
      'ms',
      large.map(({ waits }) => waits.search),
      'while these are written',
      large.map(({ waits }) => waits.writing),
    ),
  ]
}

await runAsProgram(import.meta.url, run)
