import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** As strict as the server's, so that what it would block is blocked here too. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'"

interface ManifestEntry {
  file: string
  imports?: string[]
  dynamicImports?: string[]
}

export interface BuiltWeb {
  /** address of a server that answers the built files, and the app for every other path */
  url: string
  /** gzipped bytes of the scripts a page needs at first: the entry, the page's own file, and all they import */
  firstRouteBytes: (pageFile: string) => Promise<number>
  close: () => Promise<void>
}

/** Builds the web app into a folder of its own and serves it without a backend. */
export async function buildWeb(folder: string): Promise<BuiltWeb> {
  await buildAsReleased(folder)
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = extname(path) ? path : '/index.html'
    readFile(join(folder, file)).then(
      (content) => {
        response.writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/json',
          'content-security-policy': POLICY,
        })
        response.end(content)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    firstRouteBytes: (pageFile) => firstRouteBytes(folder, pageFile),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A test runner sets NODE_ENV to `test`, under which React would come with its development checks. */
async function buildAsReleased(folder: string): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build({
      configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
      root: fileURLToPath(new URL('../src/web', import.meta.url)),
      mode: 'production',
      logLevel: 'error',
      build: { outDir: folder },
    })
  } finally {
    process.env.NODE_ENV = before
  }
}

async function firstRouteBytes(folder: string, pageFile: string): Promise<number> {
  const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    ManifestEntry
  >
  const needed = new Set<string>()
  const collect = (key: string) => {
    const entry = manifest[key]
    if (!entry || needed.has(entry.file)) return
    needed.add(entry.file)
    for (const next of entry.imports ?? []) collect(next)
  }
  const page = Object.keys(manifest).find((key) => key.endsWith(pageFile))
  if (!page) throw new Error(`The build has no file ${pageFile}`)
  collect('index.html')
  collect(page)
  const sizes = await Promise.all(
    [...needed].map(async (file) => gzipSync(await readFile(join(folder, file)), { level: 9 }).length),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
