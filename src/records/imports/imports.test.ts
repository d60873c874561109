import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Tx } from '#platform/db/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Context, Problem, type Upload } from '#platform/operation/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { errorsFile } from './errors-service.ts'
import { importJobs } from './index.ts'
import * as service from './service.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const folder = mkdtempSync(path.join(os.tmpdir(), 'accord-imports-'))
const uploadDir = path.join(folder, 'uploads')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let database: Database
let workspaceId: string
let now: number

beforeEach(async () => {
  database ??= await testDatabase()
  workspaceId = (await testWorkspace(database)).workspaceId
  now = NOON
})

/** Calls a service function as an operation would. */
function call<Input, Output>(
  work: (context: Context, input: Input) => Promise<Output>,
  input: Input,
  upload?: string,
): Promise<Output> {
  now += 1_000
  let received: Upload | undefined
  if (upload !== undefined) {
    const file = path.join(uploadDir, 'incoming', newId())
    writeFile(file, upload)
    const digest = createHash('sha256').update(upload).digest('hex')
    received = { path: file, bytes: upload.length, digest }
  }
  return database.workspace(workspaceId, (tx: Tx) =>
    work(
      {
        tx,
        workspaceId,
        now,
        requestId: 'test',
        actor: { kind: 'user', id: newId(), name: 'Olga Ops', role: 'operations' },
        announce: async () => {},
        audit: () => {},
        ...(received ? { upload: received } : {}),
      },
      input,
    ),
  )
}

function writeFile(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** @param meanwhile the database as the worker sees it */
async function work(meanwhile: Database = database): Promise<void> {
  const jobs = startJobs({
    database: meanwhile,
    handlers: importJobs({ database, uploadDir, clock: () => now }),
    log: { warn() {}, error() {} },
    clock: () => now,
    pollMs: 20,
  })
  await jobs.idle()
  await jobs.stop()
}

async function begun(files: Record<string, string>): Promise<string> {
  const { id } = await call(service.create, { name: 'Test' })
  for (const [name, text] of Object.entries(files)) await call(service.upload, { id, name }, text)
  await call(service.look, { id })
  await work()
  return id
}

async function ran(files: Record<string, string>): Promise<string> {
  const id = await begun(files)
  await call(service.start, { id })
  await work()
  return id
}

async function hashOf(): Promise<string> {
  const { rows } = await database.system((tx) =>
    tx.execute<{ all: string }>(sql`select coalesce(string_agg(line, E'\n' order by line), '') as all from (
      select 'p' || p::text as line from (select email_norm, first_name, last_name, job_title, attributes from person where workspace_id = ${workspaceId}) p
      union all select 'a' || a::text from (select name, domain, industry from account where workspace_id = ${workspaceId}) a
      union all select 't' || t::text from (select kind, dedupe_key, subject from touch where workspace_id = ${workspaceId}) t
      union all select 'o' || o::text from (select name, stage, status, amount_minor from opportunity where workspace_id = ${workspaceId}) o
      union all select 'e' || e::text from (select system, kind, external_id from external_id where workspace_id = ${workspaceId}) e) lines`),
  )
  return rows[0]!.all
}

const PEOPLE =
  'Record ID,Email,First Name,Job Title,Company Name\n1,ann@acme.de,Ann,CEO,Acme\n2,bob@acme.de,Bob,,Acme\n3,,Nobody,,\n'
const TOUCHES =
  'event_id,email,event_type,occurred_at\ne1,ann@acme.de,page_view,2025-03-01T10:00:00Z\ne2,bob@acme.de,demo request,2025-03-02T10:00:00Z\ne3,,call,2025-03-02T10:00:00Z\n'

describe('an import', () => {
  it('understands, counts beforehand, writes, and lists what it left out', async () => {
    const id = await begun({ 'contacts.csv': PEOPLE, 'touches.csv': TOUCHES })
    expect((await call(service.read, { id })).state).toBe('ready')
    await call(service.dryRun, { id })
    await work()
    const dry = await call(service.read, { id })
    expect(dry.dryCounts).toMatchObject({
      person: { created: 3, refused: 0 },
      touch: { created: 2, refused: 1 },
    })
    expect(await hashOf()).toBe('')
    await call(service.start, { id })
    await work()
    const done = await call(service.read, { id })
    expect(done).toMatchObject({ state: 'done', counts: dry.dryCounts, rowsDone: 6, errorCount: 1 })
    const { body } = await call(errorsFile, { id })
    expect(body.split('\r\n')[1]).toMatch(/^touches\.csv,4,,,row left out,/)
  })

  it('changes nothing the second time', async () => {
    await ran({ 'contacts.csv': PEOPLE, 'touches.csv': TOUCHES })
    const before = await hashOf()
    const again = await call(service.read, {
      id: await ran({ 'contacts.csv': PEOPLE, 'touches.csv': TOUCHES }),
    })
    expect(await hashOf()).toBe(before)
    const { understanding } = await call(service.preview, { id: again.id })
    expect(understanding!.files[0]!.warnings).toEqual([
      'This very file was imported on 2026-01-05; importing it again changes nothing.',
    ])
    expect(again.counts).toMatchObject({
      person: { created: 0, updated: 0, unchanged: 3 },
      touch: { created: 0, unchanged: 2 },
    })
  })

  it('keeps equal activities of a day apart, and those of a second apart only by their ids', async () => {
    const files = {
      'contacts.csv': PEOPLE,
      'activities.csv': `Email,Activity Type,Subject,Date\n${'ann@acme.de,Call,Follow-up,2025-05-01\n'.repeat(3)}${'ann@acme.de,Call,Follow-up,2025-05-02 10:00\n'.repeat(2)}`,
    }
    const first = await call(service.read, { id: await ran(files) })
    expect(first.counts).toMatchObject({ touch: { created: 4, unchanged: 1 } })
    const again = await call(service.read, { id: await ran(files) })
    expect(again.counts).toMatchObject({ touch: { created: 0, unchanged: 5 } })
    const overlapping = `Email,Activity Type,Subject,Date\n${'ann@acme.de,Call,Follow-up,2025-05-01\n'.repeat(4)}`
    const next = await call(service.read, { id: await ran({ 'activities 2.csv': overlapping }) })
    expect(next.counts).toMatchObject({ touch: { created: 1, unchanged: 3 } })
  })

  it('does not claim that a file changes nothing once another import came or was undone', async () => {
    const first = await ran({ 'contacts.csv': PEOPLE })
    await ran({ 'contacts.csv': PEOPLE })
    await call(service.undo, { id: first })
    await work()
    expect((await call(service.read, { id: first })).leftovers).toContain(
      '3 people it created are used by other records now and stay.',
    )
    const { understanding } = await call(service.preview, { id: await begun({ 'contacts.csv': PEOPLE }) })
    expect(understanding!.files[0]!.warnings).toEqual([
      'This very file was imported on 2026-01-05. Imports were made or undone since, so importing it again may change records.',
    ])
  })

  it('can be undone as a whole', async () => {
    const first = await ran({ 'contacts.csv': PEOPLE })
    const before = await hashOf()
    const changed =
      'Record ID,Email,First Name,Job Title,Company Name\n1,ann@acme.de,Anna,CTO,Acme\n4,dan@blue.example,Dan,,Blue\n'
    const second = await ran({ 'contacts.csv': changed, 'touches.csv': TOUCHES })
    expect(await hashOf()).not.toBe(before)
    await call(service.undo, { id: second })
    await work()
    expect(await hashOf()).toBe(before)
    expect(await call(service.read, { id: second })).toMatchObject({ state: 'undone', leftovers: [] })
    await call(service.undo, { id: first })
    await work()
    expect(await hashOf()).toBe('')
  })

  it('leaves what others changed or use since, and names it', async () => {
    const first = await ran({ 'contacts.csv': PEOPLE })
    await ran({
      'touches.csv': TOUCHES,
      'more.csv': 'Record ID,Email,First Name,Job Title\n1,ann@acme.de,Anna,CTO\n',
    })
    await call(service.undo, { id: first })
    await work()
    const { leftovers } = await call(service.read, { id: first })
    expect(leftovers?.join(' ')).toMatch(/2 people it created are used by other records now and stay/)
    expect(await hashOf()).toContain('ann@acme.de')
  })

  it('asks what no cell settles, and waits for the answer', async () => {
    const csv =
      'Record ID,Email,First Name,Create Date\n1,a@x.example,A,03/04/2025\n2,b@x.example,B,05/06/2025\n'
    const id = await begun({ 'contacts.csv': csv })
    const { understanding } = await call(service.preview, { id })
    const question = understanding!.questions.find(({ about }) => about === 'date_order')!
    expect(question.must).toBe(true)
    await expect(call(service.start, { id })).rejects.toThrow(Problem)
    await call(service.setMapping, { id, answers: { [question.id]: 'dmy' } })
    await work()
    await call(service.start, { id })
    await work()
    const { rows } = await database.workspace(workspaceId, (tx) =>
      tx.execute(
        sql`select occurred_at from person where workspace_id = ${workspaceId} order by occurred_at`,
      ),
    )
    expect(rows).toEqual([{ occurred_at: Date.UTC(2025, 3, 3) }, { occurred_at: Date.UTC(2025, 5, 5) }])
  })

  it('reads values as others when the mapping says so', async () => {
    const deals = 'Deal ID,Deal Name,Product,Deal Stage,Amount\n1,A,GTXPro,Won,10\n2,B,GTX Pro,Lost,0\n'
    const id = await begun({
      'deals.csv': deals,
      'products.csv': 'product,series,sales_price\nGTX Pro,GTX,4821\n',
    })
    const { understanding, mapping } = await call(service.preview, { id })
    expect(understanding!.suggestions).toMatchObject([{ value: 'GTXPro', meant: 'GTX Pro', rows: 1 }])
    const column = mapping!.files
      .flatMap(({ columns }) => columns)
      .find(({ field }) => field === 'opportunity.product')!
    column.replace = { GTXPro: 'GTX Pro' }
    await call(service.setMapping, { id, mapping: mapping! })
    await work()
    await call(service.start, { id })
    await work()
    const { rows } = await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`select distinct product from opportunity where workspace_id = ${workspaceId}`),
    )
    expect(rows).toEqual([{ product: 'GTX Pro' }])
  })

  it('ends in a sentence when no file can be read', async () => {
    const id = await begun({ 'empty.csv': '', 'book.csv': 'PK\u0003\u0004 binary' })
    const { understanding } = await call(service.preview, { id })
    expect(understanding!.files.map(({ problem }) => problem)).toEqual([
      'This file is an Excel workbook or another ZIP archive. Open it and save the sheet as CSV (UTF-8).',
      'This file is empty. Export the data again.',
    ])
    await expect(call(service.start, { id })).rejects.toThrow(Problem)
  })

  it('is forgotten with its files while it has written nothing, and not afterwards', async () => {
    const kept = () => readdirSync(path.join(uploadDir, 'imports'))
    const before = kept()
    const id = await begun({
      'people.csv': PEOPLE,
      'touches.csv': TOUCHES,
      'book.csv': 'PK\u0003\u0004 binary',
    })
    const { files } = await call(service.read, { id })
    await call(service.removeFile, { id, fileId: files.find(({ name }) => name === 'touches.csv')!.id })
    await call(service.upload, { id, name: 'people.csv' }, PEOPLE)
    await work()
    expect(kept()).toHaveLength(before.length + 2)
    await call(service.discard, { id })
    await work()
    expect(kept()).toEqual(before)
    await expect(call(service.read, { id })).rejects.toThrow('There is no such import')

    const written = await ran({ 'people.csv': PEOPLE })
    await expect(call(service.discard, { id: written })).rejects.toThrow(Problem)
    const stopped = await begun({ 'touches.csv': TOUCHES })
    await call(service.start, { id: stopped })
    await call(service.cancel, { id: stopped })
    await work()
    expect(kept()).toEqual(before)
  })

  it('that is stopped and taken back at once leaves nothing behind', async () => {
    const rows = Array.from({ length: 16_000 }, (_, n) => `p${n}@acme.de,P${n}`)
    const id = await begun({ 'people.csv': `Email,First Name\n${rows.join('\n')}\n` })
    await call(service.start, { id })
    let refused: unknown
    await work({
      ...database,
      // Both requests come as soon as the worker has written rows, before it has seen that it is to stop.
      async workspace(workspace, job) {
        const answer = await database.workspace(workspace, job)
        if (refused === undefined && (await call(service.read, { id })).rowsDone > 0) {
          await call(service.cancel, { id })
          refused = await call(service.undo, { id }).catch((error: unknown) => error)
        }
        return answer
      },
    })
    expect(refused).toBeInstanceOf(Problem)
    const stopped = await call(service.read, { id })
    expect(stopped.state).toBe('cancelled')
    expect(stopped.rowsDone).toBeLessThan(16_000)
    await call(service.undo, { id })
    await work()
    expect(await hashOf()).toBe('')
    expect(await call(service.read, { id })).toMatchObject({ state: 'undone', leftovers: [] })
  })

  it('lets only one import write at a time', async () => {
    const one = await begun({ 'contacts.csv': PEOPLE })
    const two = await begun({ 'contacts.csv': PEOPLE })
    await call(service.start, { id: one })
    await expect(call(service.start, { id: two })).rejects.toThrow('Wait until the other import has ended')
    await work()
    await call(service.start, { id: two })
  })
})
