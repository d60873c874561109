import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { importCommand } from './index.ts'

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

async function accordImport(file: string, options = {}, json = false) {
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
  const code = await importCommand(file, options, { database, now: NOON, output })
  return { code, out, err }
}

describe('accord import', () => {
  it('says what it understood, imports, and writes what was left out to errors.csv', async () => {
    const { code, out } = await accordImport('crm')
    expect(out).toContain('deals.csv: opportunities, 3 rows')
    expect(out).toContain('opportunity: 2 created, 0 updated')
    expect(code).toBe(1)
    expect(readFileSync('errors.csv', 'utf8')).toContain('deals.csv,4,,,row left out,')
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
      code: 1,
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
