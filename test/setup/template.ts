import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { type Database, migrate, openDatabase } from '#platform/db/index.ts'
import { migrationsFolder, readMigrations } from '#platform/db/migrate.ts'
import { buildWorker } from '../../scripts/build-worker.mjs'

const root = path.dirname(path.dirname(import.meta.dirname))
const cache = path.join(root, 'node_modules/.cache/accord')

/** Same migrations and same engine, same template. */
function fingerprint(): string {
  const engine = JSON.parse(
    fs.readFileSync(path.join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8'),
  ) as { version: string }
  const hash = createHash('sha256').update(engine.version)
  for (const { digest } of readMigrations(migrationsFolder())) hash.update(digest)
  return hash.digest('hex').slice(0, 12)
}

/** Folder of the embedded template; the database inside was closed properly. */
export const templateFolder = () => path.join(cache, `template-${fingerprint()}`)
/** Name of the template on the PostgreSQL server of TEST_DATABASE_URL. */
export const templateName = () => `accord_template_${fingerprint()}`
/** How names of the databases begin that the tests of this run make; workers are told of the run by their environment. */
export const testDatabasePrefix = () => `accord_test_${process.env.ACCORD_TEST_RUN}_`

export async function prepareTemplate(): Promise<void> {
  process.env.ACCORD_TEST_RUN = randomBytes(3).toString('hex')
  await buildWorker()
  const url = process.env.TEST_DATABASE_URL
  if (url) await prepareServer(url)
  else await prepareFolder()
}

async function prepareFolder(): Promise<void> {
  const folder = templateFolder()
  if (fs.existsSync(folder)) return
  fs.mkdirSync(cache, { recursive: true })
  removeOldTemplates()
  const aside = fs.mkdtempSync(path.join(cache, 'making-'))
  await fill(await openDatabase({ dataDir: aside, durable: false }))
  try {
    fs.renameSync(aside, folder)
  } catch (error) {
    // Another run made the same template meanwhile.
    fs.rmSync(aside, { recursive: true, force: true })
    if (!fs.existsSync(folder)) throw error
  }
}

async function prepareServer(url: string): Promise<void> {
  const name = templateName()
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name])
  if (!rowCount) {
    await admin.query(`create database ${name}`)
    await fill(await openDatabase({ url: databaseUrl(url, name), dataDir: cache }))
  }
  await admin.end()
}

/**
 * On a server the template goes with the run; in the cache it stays for the next one.
 *
 * @throws when tests left a database behind: sooner or later a run then finds no free connection
 */
export async function removeTemplate(): Promise<void> {
  const url = process.env.TEST_DATABASE_URL
  if (!url) return
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`drop database if exists ${templateName()} with (force)`)
  const { rows } = await admin.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [testDatabasePrefix()],
  )
  await admin.end()
  if (rows.length === 0) return
  // Vitest only prints what goes wrong from here on.
  process.exitCode = 1
  throw new Error(`Left on the server: ${rows.map(({ datname }) => datname).join(', ')}`)
}

/** The same server, another database. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

async function fill(database: Database): Promise<void> {
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
}

/** Templates of earlier migrations, unless they are so young that another run may be using them. */
function removeOldTemplates(): void {
  const hourAgo = Date.now() - 3_600_000
  for (const name of fs.readdirSync(cache)) {
    const folder = path.join(cache, name)
    if (/^(template|making|clone)-/.test(name) && fs.statSync(folder).mtimeMs < hourAgo) {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }
}
