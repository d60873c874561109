import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type RecordRow, writeRecords } from '#records/imports/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { findReviewPairs } from './index.ts'
import { insertPairs } from './pairs-store.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const ALL = { after: '00000000-0000-0000-0000-000000000000', upTo: undefined }
let database: Database
let workspaceId: string

beforeEach(async () => {
  database ??= await testDatabase()
  workspaceId = (await testWorkspace(database)).workspaceId
})

async function written(rows: RecordRow[]): Promise<string> {
  const importId = newId()
  await database.workspace(workspaceId, (tx) =>
    writeRecords(tx, workspaceId, rows, { now: NOON, source: 'hubspot', importId }),
  )
  return importId
}

/** How many rows of a table the search for pairs reads. */
async function rowsRead(kind: 'person' | 'account', importId: string): Promise<number> {
  return database.workspace(workspaceId, async (tx) => {
    const read = async () => {
      const { rows } = await tx.execute<{ n: number }>(sql`
        select seq_tup_read + coalesce(idx_tup_fetch, 0) as n from pg_stat_xact_user_tables where relname = ${kind}`)
      return Number(rows[0]!.n)
    }
    const before = await read()
    await insertPairs(tx, workspaceId, kind, importId, ALL, 5_000, NOON)
    return (await read()) - before
  })
}

async function evidence(): Promise<unknown[]> {
  const { rows } = await database.workspace(workspaceId, (tx) =>
    tx.execute(sql`
      select evidence, count(*) as n from review_pair where workspace_id = ${workspaceId} group by evidence order by evidence`),
  )
  return rows
}

const person = (n: number, more: Partial<Extract<RecordRow, { kind: 'person' }>>): RecordRow => ({
  kind: 'person',
  email: `p${n}@c${n % 50}.example`,
  ...more,
})

describe('the search for pairs', () => {
  it('reads a few records for each one imported, also in a list that nobody has counted yet', async () => {
    const list = (from: number, lastName?: string) =>
      Array.from({ length: 3_000 }, (_, n) =>
        person(from + n, {
          firstName: 'Ann',
          lastName: lastName && lastName + n,
          account: { name: `Company ${n % 50}` },
        }),
      )
    // All people are walked through once by account and once by telephone; who has both names also finds its own entry.
    expect(await rowsRead('person', await written(list(0)))).toBeLessThanOrEqual(2 * 3_000)
    expect(await rowsRead('person', await written(list(3_000, 'L')))).toBeLessThanOrEqual(2 * 6_000 + 3_000)
  })

  it('looks at a few of a thousand namesakes with one telephone at one account', async () => {
    const desk = Array.from({ length: 1_000 }, (_, n) =>
      person(n, {
        firstName: 'Info',
        lastName: 'Desk',
        phone: '+49 30 901820',
        account: { name: 'Acme' },
      }),
    )
    // Itself, and ten or eleven of those alike by account and by telephone.
    expect(await rowsRead('person', await written(desk))).toBeLessThan(1_000 * 25)
    const companies = Array.from(
      { length: 1_000 },
      (_, n): RecordRow => ({ kind: 'account', key: `a${n}`, name: 'Unknown', domain: `c${n}.example` }),
    )
    expect(await rowsRead('account', await written(companies))).toBeLessThan(1_000 * 25)
  })

  it('names the account before the telephone, and pairs an import with those before it', async () => {
    const ann = { firstName: 'Ann', lastName: 'Archer' }
    await written([person(1, { ...ann, phone: '+49 30 1', account: { name: 'Acme' } })])
    const importId = await written([
      person(2, { firstName: 'ANN', lastName: 'archer', phone: '+49 30 1', account: { name: 'Acme' } }),
      person(3, { ...ann, phone: '+49 30 1' }),
      person(4, { firstName: 'Ann', account: { name: 'Acme' } }),
    ])
    await findReviewPairs(database, workspaceId, importId, NOON)
    await findReviewPairs(database, workspaceId, importId, NOON)
    // 1 and 2 share both; 3 shares the telephone with either; 4 has no last name.
    expect(await evidence()).toEqual([
      { evidence: 'Same name and phone, different e-mail addresses.', n: 2 },
      { evidence: 'Same name at the same account, different e-mail addresses.', n: 1 },
    ])
  })
})
