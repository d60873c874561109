import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
}

interface StaticFile {
  type: string
  etag: string
  immutable: boolean
  plain: Buffer
  encoded: Partial<Record<'br' | 'gzip', Buffer>>
}

/** The built web app in memory: exact names only, so that no path can reach outside it. */
export async function loadStatic(
  folder: string,
): Promise<(request: Request, path: string) => Response | null> {
  const files = new Map<string, StaticFile>()
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const name of names) {
    const type = TYPES[extname(name.name)]
    if (!name.isFile() || !type) continue
    const path = join(name.parentPath, name.name)
    const address = `/${relative(folder, path).split(sep).join('/')}`
    files.set(address, await readStatic(path, type, address.startsWith('/assets/')))
  }
  return (request, path) => {
    const file = files.get(path)
    return file ? answer(request, file) : null
  }
}

async function readStatic(path: string, type: string, immutable: boolean): Promise<StaticFile> {
  const plain = await readFile(path)
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  const encoded: StaticFile['encoded'] = {}
  if (/text|json|svg/.test(type)) encoded.gzip = gzipSync(plain)
  if (/text|json|svg/.test(type))
    encoded.br = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  return { type, etag, immutable, plain, encoded }
}

function answer(request: Request, file: StaticFile): Response {
  const headers = new Headers({
    'content-type': file.type,
    etag: file.etag,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
  })
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers })
  const accepted = request.headers.get('accept-encoding') ?? ''
  const encoding = (['br', 'gzip'] as const).find((one) => accepted.includes(one) && file.encoded[one])
  const body = encoding ? file.encoded[encoding]! : file.plain
  if (encoding) headers.set('content-encoding', encoding)
  return new Response(new Uint8Array(body), { headers })
}
