import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Reason } from './rules/reasons.ts'

const MOST_BYTES = 500 * 1024
const unpack = promisify(gunzip)

export type Body = { ok: true; value: unknown; bytes: number } | { ok: false; reason: Reason; text: string }

/** The JSON of a request, whatever content type a browser gave it; plain or gzip; at most 500 kB. */
export async function readBody(request: Request): Promise<Body> {
  const refuse = (reason: Reason, text = ''): Body => ({ ok: false, reason, text })
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return refuse('body_too_large')
  let bytes = await readAtMost(request, MOST_BYTES)
  if (!bytes) return refuse('body_too_large')
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  const isPacked = encoding === 'gzip' || (bytes[0] === 0x1f && bytes[1] === 0x8b)
  if (isPacked) {
    const unpacked = await unpack(bytes, { maxOutputLength: MOST_BYTES }).catch(
      (error: { code?: string }) => error,
    )
    if (!Buffer.isBuffer(unpacked))
      return refuse(unpacked.code === 'ERR_BUFFER_TOO_LARGE' ? 'body_too_large' : 'bad_encoding')
    bytes = unpacked
  } else if (encoding !== 'identity') return refuse('bad_encoding')
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  try {
    return { ok: true, value: JSON.parse(text), bytes: bytes.length }
  } catch {
    return refuse('not_json', text)
  }
}

async function readAtMost(request: Request, most: number): Promise<Buffer | null> {
  if (!request.body) return Buffer.alloc(0)
  if (request.headers.has('content-length')) return Buffer.from(await request.arrayBuffer())
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength
    if (bytes > most) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** The write key in a body that is not JSON, so that what was refused is told to whoever it belongs to. */
export function keyInText(text: string): string | null {
  return /"writeKey"\s*:\s*"(accord_[\w.-]{20,80})"/.exec(text)?.[1] ?? null
}
