import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from './database.ts'
import { codeOf, DatabaseProblem } from './errors.ts'

export interface Migration {
  name: string
  /** run one by one: some servers refuse several in one call */
  statements: string[]
  /** SHA-256 of the file, hex */
  digest: string
}

const NOT_ALLOWED =
  'The database user may not create the role or the tables that Accord needs. Let an administrator of the server run ' +
  '"create role accord_app nologin; grant accord_app to <user>;" and make the user owner of the database.'
/** Wrong password, no such user, no such database. */
const NOT_LET_IN = new Set(['28P01', '28000', '3D000'])
const SEPARATOR = '--> statement-breakpoint'
/** Two processes creating the same table or role at the same instant: unique violation, duplicate table or object. */
const OLDEST_SERVER = 150_000
const RACED = new Set(['23505', '42P07', '42710', 'XX000'])

/**
 * Brings the database to the newest schema; each migration runs once, in one transaction, also when several processes start at once.
 *
 * @returns names of the migrations that were applied now
 * @throws {DatabaseProblem} when the server does not let Accord in, or the database was made by another version of a migration
 */
export async function migrate(database: Database, folder: string = migrationsFolder()): Promise<string[]> {
  const migrations = readMigrations(folder)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.system((tx) => applyAll(tx, migrations))
    } catch (error) {
      const code = codeOf(error) ?? ''
      if (NOT_LET_IN.has(code))
        throw new DatabaseProblem(
          `PostgreSQL does not let Accord in: ${(error as Error).message}. Correct DATABASE_URL.`,
          { cause: error },
        )
      if (code === '42501') throw new DatabaseProblem(NOT_ALLOWED, { cause: error })
      if (attempt === 3 || !RACED.has(code)) throw error
    }
  }
}

async function applyAll(tx: Tx, migrations: Migration[]): Promise<string[]> {
  const version = await tx.execute<{ number: number }>(
    sql`select current_setting('server_version_num')::int as number`,
  )
  if (version.rows[0]!.number < OLDEST_SERVER)
    throw new DatabaseProblem('Accord needs PostgreSQL 15 or newer.')
  await tx.execute(
    sql`create table if not exists accord_migration (name text primary key, digest text not null, applied_at timestamptz(3) not null default now())`,
  )
  // A second process waits here until the first has committed, then finds everything applied.
  await tx.execute(sql`lock table accord_migration in exclusive mode`)
  const { rows } = await tx.execute<{ name: string; digest: string }>(
    sql`select name, digest from accord_migration`,
  )
  const applied = new Map(rows.map((row) => [row.name, row.digest]))
  const fresh: string[] = []
  for (const migration of migrations) {
    const known = applied.get(migration.name)
    if (known === undefined) {
      await apply(tx, migration)
      fresh.push(migration.name)
    } else if (known !== migration.digest) {
      throw new DatabaseProblem(
        `This database was made by another version of Accord (migration ${migration.name} differs). ` +
          'Start that version, export, and import into a new data folder.',
      )
    }
  }
  return fresh
}

async function apply(tx: Tx, migration: Migration): Promise<void> {
  for (const statement of migration.statements) await tx.execute(sql.raw(statement))
  await tx.execute(
    sql`insert into accord_migration (name, digest) values (${migration.name}, ${migration.digest})`,
  )
}

/** The migrations of a folder in the order of their names. */
export function readMigrations(folder: string): Migration[] {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return files.sort().map((file) => {
    const text = fs.readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n')
    return {
      name: path.basename(file, '.sql'),
      statements: text
        .split(SEPARATOR)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
      digest: createHash('sha256').update(text).digest('hex'),
    }
  })
}

/** `migrations/` of this installation: above this file, from the sources as well as from the bundle. */
export function migrationsFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  for (let folder = here; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'migrations')
    if (fs.existsSync(path.join(candidate, 'snapshot.json'))) return candidate
  }
  throw new DatabaseProblem('The folder migrations/ is missing from this installation: install it again')
}
