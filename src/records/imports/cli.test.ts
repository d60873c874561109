import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { type ImportCommandDeps, importCommand } from './cli.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const folder = mkdtempSync(path.join(os.tmpdir(), 'accord-import-command-'))
const before = process.cwd()
let database: Database
let workspaceId: string

beforeAll(async () => {
  database = await testDatabase()
  workspaceId = (await testWorkspace(database, { slug: 'acme' })).workspaceId
  mkdirSync(path.join(folder, 'crm'))
  writeFileSync(
    path.join(folder, 'crm', 'deals.csv'),
    'Deal ID;Deal Name;Amount;Deal Stage;Close Date\n1;A;1.200,50;Closed Won;31.12.2025\n2;B;3,5;Demo;30.11.2026\n;;x;Demo;\n',
  )
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true, force: true })
})

async function accordImport(file: string, options = {}, json = false, deps: Partial<ImportCommandDeps> = {}) {
  let out = ''
  let err = ''
  const output = {
    json,
    stdout(text: string) {
      out += text
    },
    stderr(text: string) {
      err += text
    },
  }
  const code = await importCommand(file, options, { database, now: NOON, output, ...deps })
  return { code, out, err }
}

describe('accord import', () => {
  it('says what it understood, imports, and writes what was left out to errors.csv', async () => {
    const { code, out } = await accordImport('crm')
    expect(out).toContain('deals.csv: opportunities, 3 rows')
    expect(out).toContain('opportunity: 2 created, 0 updated')
    expect(code).toBe(1)
    expect(readFileSync('errors.csv', 'utf8')).toContain('deals.csv,4,,,row left out,')
    expect(out).toContain('0 unchanged, 1 refused')
    const runs = await database.workspace(workspaceId, (tx) =>
      tx.execute(
        sql`select rows_done, refused_rows, error_count from import_run where workspace_id = ${workspaceId}`,
      ),
    )
    expect(runs.rows).toEqual([{ rows_done: 3, refused_rows: 1, error_count: 1 }])
    const { rows } = await database.workspace(workspaceId, (tx) =>
      tx.execute(
        sql`select name, amount_minor, status, closed_at, expected_close_on from opportunity where workspace_id = ${workspaceId} order by name`,
      ),
    )
    expect(rows).toEqual([
      {
        name: 'A',
        amount_minor: 120_050,
        status: 'won',
        closed_at: Date.UTC(2025, 11, 31),
        expected_close_on: null,
      },
      { name: 'B', amount_minor: 350, status: 'open', closed_at: null, expected_close_on: '2026-11-30' },
    ])
  })

  it('ends as failed where a file breaks off, with what it had left out, and keeps no other import waiting', async () => {
    const rows = Array.from(
      { length: 21_000 },
      (_, n) => `${n === 8 ? '' : `deal number ${n} of this list`},,Demo,5`,
    )
    writeFileSync('broken.csv', `Deal ID,Deal Name,Deal Stage,Amount\n${rows.join('\n')}\n`)
    // It was whole when it was looked at; its end goes wrong while its beginning is written.
    let isBroken = false
    const onProgress = () => {
      if (!isBroken) appendFileSync('broken.csv', 'x,"X,Demo,1\n')
      isBroken = true
    }
    const { code, err } = await accordImport('broken.csv', {}, false, { onProgress })
    expect(code).toBe(1)
    expect(err).toContain('quot')
    expect(readFileSync('errors.csv', 'utf8')).toContain('broken.csv,10,,,row left out,')
    const { rows: runs } = await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`
        select r.state, r.problem is not null as says_why, r.error_count > 0 as counted from import_run r
        where r.workspace_id = ${workspaceId} and r.name like '%broken.csv'`),
    )
    expect(runs).toEqual([{ state: 'failed', says_why: true, counted: true }])
  })

  it.each(['a signal', 'the app'])(
    'stops at the word of %s, says so, and is completed by another run',
    async (who) => {
      const file = `stopped by ${who}.csv`
      const rows = Array.from({ length: 13_000 }, (_, n) => `${who} ${n},,Demo,5`)
      writeFileSync(file, `Deal ID,Deal Name,Deal Stage,Amount\n${rows.join('\n')}\n`)
      const runs = () =>
        database.workspace(workspaceId, async (tx) => {
          const { rows } = await tx.execute<{
            id: string
            state: string
            rows_done: number
            created: number
          }>(sql`
          select id, state, rows_done, (counts -> 'opportunity' ->> 'created')::int as created from import_run
          where workspace_id = ${workspaceId} and name like ${`%${file}`}`)
          return rows
        })
      const stop = new AbortController()
      const stopped = await accordImport(file, {}, false, {
        stop: stop.signal,
        ...(who === 'a signal' && { onProgress: () => stop.abort() }),
        ...(who === 'the app' && {
          // while the first rows are written
          database: {
            ...database,
            async workspace(workspace, work) {
              const answer = await database.workspace(workspace, work)
              await database.workspace(workspace, (tx) =>
                tx.execute(sql`update import_run set state = 'cancelled' where workspace_id = ${workspaceId}
                and name like ${`%${file}`} and rows_done > 0`),
              )
              return answer
            },
          },
        }),
      })
      expect(stopped).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^Stopped after [\d,]+ rows\. They stay/),
      })
      const [first] = await runs()
      expect(first!.state).toBe('cancelled')
      expect(first!.rows_done).toBeGreaterThan(0)
      expect(first!.rows_done).toBeLessThan(13_000)
      expect(first!.created).toBe(first!.rows_done)
      expect((await accordImport(file)).code).toBe(0)
      const second = (await runs()).find(({ state }) => state === 'done')
      expect(second).toMatchObject({ created: 13_000 - first!.created })
    },
  )

  it('refuses what cannot be read at all, and says when it left out one of several files', async () => {
    writeFileSync('cut.csv', 'Deal ID,Deal Name,Deal Stage,Amount\n1,"A,Demo,5\n')
    expect(await accordImport('cut.csv')).toMatchObject({
      code: 1,
      out: expect.stringContaining('cut.csv: not read.'),
      err: expect.stringMatching(/nothing was imported:\n {2}cut\.csv: /),
    })
    mkdirSync('both')
    writeFileSync('both/book.csv', 'PK\u0003\u0004 binary')
    writeFileSync('both/deals.csv', 'Deal ID,Deal Name,Deal Stage,Amount\n7,G,Demo,5\n')
    const { code, out } = await accordImport('both')
    expect([code, out.includes('opportunity: 1 created')]).toEqual([1, true])
  })

  it('leaves no errors.csv of an earlier import behind, and no other file of that name out', async () => {
    await accordImport('crm')
    expect(existsSync('errors.csv')).toBe(true)
    writeFileSync('sound.csv', 'Deal ID,Deal Name,Deal Stage,Amount\n70,G,Demo,5\n')
    expect((await accordImport('sound.csv')).code).toBe(0)
    expect(existsSync('errors.csv')).toBe(false)
    writeFileSync('errors.csv', 'Deal ID,Deal Name,Deal Stage,Amount\n71,H,Demo,5\n')
    expect((await accordImport('errors.csv')).code).toBe(0)
    expect(existsSync('errors.csv')).toBe(true)
  })

  it('says when there are more errors than it writes', async () => {
    const rows = Array(50_001).fill(',,Demo,5')
    writeFileSync('without.csv', `Deal ID,Deal Name,Deal Stage,Amount\n8,H,Demo,5\n${rows.join('\n')}\n`)
    const { out } = await accordImport('without.csv', { dryRun: true })
    expect(out).toContain('50001 rows or cells were left out: see errors.csv, which has the first 50,000')
    expect(readFileSync('errors.csv', 'utf8').trimEnd().split('\n')).toHaveLength(50_001)
    const { errorCount, errorsWritten } = JSON.parse(
      (await accordImport('without.csv', { dryRun: true }, true)).out,
    )
    expect([errorCount, errorsWritten]).toEqual([50_001, 50_000])
  })

  it('counts only, with --dry-run, and prints a mapping that can be given back', async () => {
    const { out } = await accordImport('crm', { dryRun: true }, true)
    const { counts, mapping } = JSON.parse(out)
    expect(counts.opportunity).toMatchObject({ created: 0, unchanged: 2 })
    writeFileSync('mapping.json', JSON.stringify({ mapping }))
    expect((await accordImport('crm', { mapping: 'mapping.json', dryRun: true })).out).toContain(
      '2 unchanged',
    )
  })

  it('names the way out of every refusal', async () => {
    expect(await accordImport('nowhere')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is nothing at nowhere'),
    })
    expect(await accordImport('crm', { workspace: 'other' })).toMatchObject({
      code: 2,
      err: 'There is no workspace "other". There is: acme.\n',
    })
    expect(await accordImport('crm', { mapping: 'missing.json' })).toMatchObject({ code: 2 })
    writeFileSync('ambiguous.csv', 'Deal ID,Deal Name,Amount,Deal Stage,Close Date\n1,A,5,Won,01/02/2025\n')
    expect(await accordImport('ambiguous.csv')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Which is it?'),
    })
  })
})
