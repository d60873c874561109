/**
 * Makes the migrations from the tables in src/app/schema.ts.
 *
 *   npm run generate                  remakes the one initial migration (until the first release)
 *   npm run generate -- --next NAME   adds a migration with what has changed since the last one (after it)
 *   npm run generate -- --check       fails when the migrations do not match the tables, or a table breaks a database rule
 *
 * Also writes what is made from the agreement's schema, fields and default (src/agreement/document/generate.ts).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { tsImport } from 'tsx/esm/api'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const folder = path.join(root, 'migrations')
const snapshotFile = path.join(folder, 'snapshot.json')
const SEPARATOR = '\n--> statement-breakpoint\n'
const LONGEST_NAME = 45
const IN_FORCE = `nullif(current_setting('app.ws', true), '')::uuid`
const NO_ID = '00000000-0000-0000-0000-000000000000'

const { generateDrizzleJson, generateMigration } = await import('drizzle-kit/api')
const schema = await tsImport('../src/app/schema.ts', import.meta.url)
const globalTables = new Set(schema.GLOBAL_TABLES)
const appendOnly = new Set(schema.APPEND_ONLY)

/** Without its random ids, so that the same tables give the same file; primary keys get short names. */
function snapshotOf(exported) {
  const made = generateDrizzleJson(exported)
  for (const table of Object.values(made.tables)) {
    for (const key of Object.values(table.compositePrimaryKeys)) {
      table.compositePrimaryKeys = { [`${table.name}_pk`]: { ...key, name: `${table.name}_pk` } }
    }
  }
  return { ...made, id: NO_ID, prevId: NO_ID }
}

const snapshot = snapshotOf(schema)
const empty = snapshotOf({})
const tables = Object.values(snapshot.tables).sort((a, b) => (a.name < b.name ? -1 : 1))
const problems = tables.flatMap(problemsOf)
for (const name of [...globalTables, ...appendOnly]) {
  if (!tables.some((table) => table.name === name))
    problems.push(`${name}: listed in src/app/schema.ts, but there is no such table`)
}
if (problems.length > 0) {
  console.error(`Tables break database rules:\n  ${problems.join('\n  ')}`)
  process.exit(1)
}

if (!process.argv.includes('--check')) {
  const { generateAgreementFiles } = await tsImport('../src/agreement/document/generate.ts', import.meta.url)
  generateAgreementFiles()
}

const next = process.argv.indexOf('--next')
if (process.argv.includes('--check')) await check()
else if (next > 0) await add(process.argv[next + 1])
else await remake()

async function initial() {
  return textOf([...role(), ...(await generateMigration(empty, snapshot)), ...tables.flatMap(wall)])
}

async function remake() {
  const others = existsSync(folder)
    ? readdirSync(folder).filter((file) => file.endsWith('.sql') && file !== '0000_initial.sql')
    : []
  if (others.length > 0) {
    console.error(`Released migrations are never edited (${others.join(', ')}). Use --next NAME.`)
    process.exit(1)
  }
  write('0000_initial.sql', await initial())
}

async function add(name) {
  if (!/^[a-z0-9_]+$/.test(name ?? '')) {
    console.error('Name the migration: npm run generate -- --next lead_routing')
    process.exit(2)
  }
  const before = JSON.parse(readFileSync(snapshotFile, 'utf8'))
  const changes = await generateMigration(before, snapshot)
  const fresh = tables.filter((table) => !Object.values(before.tables).some((old) => old.name === table.name))
  if (changes.length === 0) return console.log('Nothing has changed.')
  const number = readdirSync(folder).filter((file) => file.endsWith('.sql')).length
  write(`${String(number).padStart(4, '0')}_${name}.sql`, textOf([...changes, ...fresh.flatMap(wall)]))
}

async function check() {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.sql')) : []
  const known = existsSync(snapshotFile) ? readFileSync(snapshotFile, 'utf8') : ''
  const stale =
    known !== json(snapshot) ||
    (files.length === 1 && readFileSync(path.join(folder, files[0]), 'utf8') !== (await initial()))
  if (!stale) return console.log(`Migrations match the ${tables.length} tables.`)
  console.error('The migrations do not match the tables. Run npm run generate.')
  process.exit(1)
}

function write(file, text) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, file), text)
  writeFileSync(snapshotFile, json(snapshot))
  console.log(`migrations/${file}: ${tables.length} tables, ${text.split(SEPARATOR).length} statements`)
}

function json(value) {
  return `${JSON.stringify(value, undefined, 1)}\n`
}

function textOf(statements) {
  return `${statements.map((statement) => statement.trim().replace(/;$/, '')).join(`;${SEPARATOR}`)};\n`
}

/** The plain role behind the second wall. A managed server may have it already. */
function role() {
  return [
    `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'accord_app') THEN
    CREATE ROLE accord_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$`,
    `DO $$ BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT accord_app TO %I', current_user);
  END IF;
END $$`,
    'GRANT USAGE ON SCHEMA public TO accord_app',
  ]
}

/** Row-level security and grants of one table. */
function wall({ name }) {
  const secure = `ALTER TABLE "${name}" ENABLE ROW LEVEL SECURITY`
  const policy = (condition) => `CREATE POLICY "${name}_wall" ON "${name}" USING (${condition})`
  const grant = (rights) => `GRANT ${rights} ON "${name}" TO accord_app`
  if (!globalTables.has(name)) {
    const rights = appendOnly.has(name) ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE'
    return [secure, policy(`"workspace_id" = ${IN_FORCE}`), grant(rights)]
  }
  if (name === 'workspace') return [secure, policy(`"id" = ${IN_FORCE}`), grant('SELECT, UPDATE')]
  // Names of the members of this workspace, nobody else.
  if (name === 'app_user') {
    const isMember = `EXISTS (SELECT 1 FROM "member" AS m WHERE m."workspace_id" = ${IN_FORCE} AND m."user_id" = "app_user"."id")`
    return [secure, policy(isMember), grant('SELECT')]
  }
  return []
}

/** What docs would call "the database rules", as far as the shape of a table shows them. */
function problemsOf(table) {
  const found = []
  const { name } = table
  const long = [
    ...Object.keys(table.compositePrimaryKeys),
    ...Object.keys(table.uniqueConstraints),
    ...Object.keys(table.foreignKeys),
    ...Object.keys(table.indexes),
    ...Object.keys(table.checkConstraints),
  ].filter((constraint) => constraint.length > LONGEST_NAME)
  for (const constraint of long)
    found.push(`${name}: the name ${constraint} is longer than ${LONGEST_NAME} characters`)
  if (globalTables.has(name)) return found
  if (!table.columns.workspace_id?.notNull)
    found.push(`${name}: no workspace_id uuid not null; global tables are listed in GLOBAL_TABLES`)
  const keys = [
    ...Object.values(table.compositePrimaryKeys).map((key) => [key.name, key.columns[0]]),
    ...Object.values(table.uniqueConstraints).map((key) => [key.name, key.columns[0]]),
    ...Object.values(table.foreignKeys).map((key) => [key.name, key.columnsFrom[0]]),
    ...Object.values(table.indexes).map((key) => [key.name, key.columns[0]?.expression]),
    ...Object.values(table.columns)
      .filter((column) => column.primaryKey)
      .map((column) => ['primary key', column.name]),
  ]
  for (const [key, first] of keys) {
    if (first !== 'workspace_id' && !schema.CROSS_WORKSPACE_INDEXES.includes(key))
      found.push(`${name}: ${key} does not begin with workspace_id`)
  }
  return found
}
