/**
 * `npm run build`: server and web app into dist/. `npm start` calls it when a source is newer than the last build.
 * Server bundles keep npm packages outside; only our own TypeScript is translated and joined.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildForm } from './build-form.mjs'
import { buildSnippet } from './build-snippet.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist', 'build.json')
const sources = [
  'src',
  'scripts/build.mjs',
  'scripts/build-form.mjs',
  'scripts/build-snippet.mjs',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
]

const entries = {
  cli: 'src/app/cli.ts',
  'pglite-worker': 'src/platform/db/embedded/worker.ts',
  engine: 'src/app/engine.ts',
}

export async function build({ force = false, log = console.error } = {}) {
  const digest = await digestOf(sources)
  const last = await readFile(stamp, 'utf8').catch(() => '{}')
  if (!force && JSON.parse(last).digest === digest) return false
  log('Building Accord (once after each change of version) …')
  await rm(join(root, 'dist'), { recursive: true, force: true })
  const [snippet, form] = await Promise.all([buildSnippet(), buildForm(), buildServer(), buildWeb()])
  await mkdir(join(root, 'dist'), { recursive: true })
  await writeFile(join(root, 'dist', 't.js'), snippet)
  await writeFile(join(root, 'dist', 'form.js'), form)
  await writeFile(stamp, JSON.stringify({ digest }))
  return true
}

async function buildServer() {
  const { build: bundle } = await import('rolldown')
  await bundle({
    cwd: root,
    input: entries,
    platform: 'node',
    external: (id) =>
      !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('#') && !/^[A-Za-z]:/.test(id),
    resolve: { alias: {} },
    moduleTypes: { '.yaml': 'text', '.css': 'text' },
    output: {
      dir: join(root, 'dist'),
      format: 'esm',
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
    },
    logLevel: 'warn',
  })
}

async function buildWeb() {
  const vite = await import('vite')
  await vite.build({
    root: join(root, 'src/web'),
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
  })
}

async function digestOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of await filesBelow(join(root, path))) {
      hash
        .update(relative(root, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

async function filesBelow(path) {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (entries === null) return [path]
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build({ force: true })
