/**
 * Makes the JavaScript file of the embedded database's thread: Node 20 cannot load TypeScript there.
 *
 *   node scripts/build-worker.mjs             into node_modules/.cache/accord/ (tests, development)
 *   buildWorker('dist/pglite-worker.js')      from scripts/build.mjs
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const entry = path.join(root, 'src/platform/db/embedded/worker.ts')

/** @param {string} [file] where the bundle goes */
export async function buildWorker(file = path.join(root, 'node_modules/.cache/accord/pglite-worker.mjs')) {
  const bundle = await rolldown({ input: entry, platform: 'node', external: [/^@electric-sql\//] })
  const { output } = await bundle.generate({ format: 'esm' })
  await bundle.close()
  const { code } = output[0]
  mkdirSync(path.dirname(file), { recursive: true })
  const known = (() => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  })()
  if (known === code) return file
  // Renamed into place: another process may be starting from it.
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, code)
  renameSync(aside, file)
  return file
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildWorker())
