import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { type Database, type DatabaseOptions, openDatabase, type StatementWatch } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { afterFile } from './after-file.ts'
import { databaseUrl, templateFolder, templateName, testDatabasePrefix } from './setup/template.ts'
import { lintStatements } from './sql-lint.ts'

const serverUrl = process.env.TEST_DATABASE_URL

export interface TestDatabaseOptions extends Partial<DatabaseOptions> {
  /** false: statements behind a workspace's wall may leave out `workspace_id = $n`, to show that the wall holds alone */
  lint?: boolean
}

let shared: Promise<Database> | undefined

/** One database for all tests of a file, each in a workspace of its own. */
export function sharedTestDatabase(): Promise<Database> {
  if (!shared) {
    shared = testDatabase()
    afterFile(() => {
      shared = undefined
    })
  }
  return shared
}

/**
 * An empty, migrated database of its own: embedded, or on the server of TEST_DATABASE_URL. Closed and removed after the
 * tests of the file (or by `close()`).
 *
 * @param options e.g. `onStatement`, `reserveBytes`, `durable: true`
 * @example const database = await testDatabase()
 */
export async function testDatabase({ lint = true, ...given }: TestDatabaseOptions = {}): Promise<Database> {
  const options = { ...given, onStatement: watchOf(lint, given.onStatement) }
  const { database, remove } = serverUrl ? await onServer(serverUrl, options) : await inFolder(options)
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= database.close().then(remove)
    return closing
  }
  afterFile(close)
  return { ...database, close }
}

function watchOf(lint: boolean, given: StatementWatch | undefined): StatementWatch | undefined {
  if (!lint) return given
  const check = lintStatements()
  return (statement) => {
    check(statement)
    return given?.(statement)
  }
}

/** A workspace in it, with nothing inside. */
export async function testWorkspace(
  database: Database,
  values: { workspaceId?: string; slug?: string; name?: string } = {},
): Promise<{ workspaceId: string }> {
  const workspaceId = values.workspaceId ?? newId()
  const slug = values.slug ?? `test-${workspaceId.slice(-12)}`
  await database.system((tx) =>
    tx.execute(
      sql`insert into workspace (id, slug, name, created_at) values (${workspaceId}, ${slug}, ${values.name ?? 'Test company'}, '2026-01-01T00:00:00Z')`,
    ),
  )
  return { workspaceId }
}

/** A copy of the migrated template that a process of its own can be started on. */
export async function testFolder(): Promise<{ dataDir: string; remove: () => void }> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'accord-test-'))
  fs.cpSync(path.join(templateFolder(), 'pg'), path.join(dataDir, 'pg'), { recursive: true })
  return { dataDir, remove: () => fs.rmSync(dataDir, { recursive: true, force: true }) }
}

/** A clone of the template on the server of TEST_DATABASE_URL. */
export async function testServerDatabase(
  server: string,
): Promise<{ url: string; remove: () => Promise<void> }> {
  const name = testDatabasePrefix() + randomBytes(6).toString('hex')
  await onAdmin(server, `create database ${name} template ${templateName()}`)
  return {
    url: databaseUrl(server, name),
    remove: () => dropped(server, name),
  }
}

/** The server's own cleaning may be at work in it, which nobody but its superuser can end: then a little later. */
async function dropped(server: string, name: string, attempts = 20): Promise<void> {
  try {
    await onAdmin(server, `drop database if exists ${name} with (force)`)
  } catch (error) {
    if (attempts <= 1) throw error
    await new Promise((resolve) => setTimeout(resolve, 250))
    await dropped(server, name, attempts - 1)
  }
}

async function inFolder(options: Partial<DatabaseOptions>) {
  const { dataDir, remove } = await testFolder()
  return { database: await openDatabase({ dataDir, durable: false, ...options }), remove }
}

async function onServer(server: string, options: Partial<DatabaseOptions>) {
  const { url, remove } = await testServerDatabase(server)
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'accord-test-'))
  const database = await openDatabase({ url, dataDir, ...options })
  return {
    database,
    remove: async () => {
      fs.rmSync(dataDir, { recursive: true, force: true })
      await remove()
    },
  }
}

async function onAdmin(server: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  try {
    await admin.query(statement)
  } finally {
    await admin.end()
  }
}
