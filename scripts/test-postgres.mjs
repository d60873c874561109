/**
 * Runs the suites that touch the database against a PostgreSQL server that this script starts and removes.
 *
 *   npm run test:postgres                    all of them
 *   npm run test:postgres -- src/records     those below a path; options go to vitest as they are
 *
 * A suite touches the database when it reaches test/database.ts through its imports; some that are about other things are left
 * out unless a path names them. With TEST_DATABASE_URL set, that server is used instead (its user needs the right to create
 * databases and roles).
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from './postgres-server.mjs'

/** Use a database, but what they show does not depend on it: pages, proof-of-work, what a contract lets in. */
const ABOUT_OTHER_THINGS = [
  'test/trust/xss-render.test.ts',
  'test/trust/forms-abuse.test.ts',
  'test/trust/openapi-fuzz.test.ts',
]

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const given = process.argv.slice(2)
const paths = given.filter((argument) => !argument.startsWith('-'))
const options = given.filter((argument) => argument.startsWith('-'))
const suites = databaseSuites().filter((file) =>
  paths.length === 0 ? !ABOUT_OTHER_THINGS.includes(file) : paths.some((part) => file.includes(part)),
)
if (suites.length === 0) {
  console.error('No suite that touches the database matches.')
  process.exit(2)
}

const own = process.env.TEST_DATABASE_URL ? undefined : await startPostgres()
console.log(
  `${suites.length} suites on ${own ? 'a PostgreSQL server of our own' : 'the server of TEST_DATABASE_URL'}`,
)
const child = spawn(
  process.execPath,
  [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...suites, ...options],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: process.env.TEST_DATABASE_URL ?? own?.url },
  },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  own?.stop()
  process.exit(code ?? 1)
})

/** Test files that reach test/database.ts. */
function databaseSuites() {
  const target = path.join(root, 'test/database.ts')
  const reaches = new Map([[target, true]])
  const visit = (file) => {
    if (reaches.has(file)) return reaches.get(file)
    reaches.set(file, false)
    const found = importsOf(file).some(visit)
    reaches.set(file, found)
    return found
  }
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(folder, file),
    ),
  )
  return files.filter((file) => /\.test\.tsx?$/.test(file) && visit(path.join(root, file)))
}

function importsOf(file) {
  const text = readFileSync(file, 'utf8')
  const names = [...text.matchAll(/(?:from|import)\s*\(?\s*'([#.][^']+)'/g)].map((match) => match[1])
  return names
    .map((name) => resolve(name, file))
    .filter((found) => found && existsSync(found) && statSync(found).isFile())
}

function resolve(name, file) {
  if (name.startsWith('.')) return path.resolve(path.dirname(file), name)
  if (name.startsWith('#test/')) return path.join(root, 'test', name.slice('#test/'.length))
  return path.join(root, 'src', name.slice(1))
}
