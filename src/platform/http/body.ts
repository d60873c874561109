import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { malformed, Problem, tooLarge, type Upload, unsupportedMedia } from '#platform/operation/index.ts'

const MAX_JSON_BYTES = 2 * 1024 * 1024

/**
 * The JSON body of a request; nothing at all counts as an empty object.
 *
 * @throws {Problem} 413, 415 or 400
 */
export async function readJson(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_JSON_BYTES) throw tooLargeJson()
  const text = await readText(request, MAX_JSON_BYTES)
  if (text === '') return {}
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new Problem(unsupportedMedia, 'Send JSON with the content type application/json.')
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(malformed, 'The body is not valid JSON.')
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  if (!request.body) return ''
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength
    if (bytes > maxBytes) throw tooLargeJson()
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const tooLargeJson = () =>
  new Problem(tooLarge, `Send at most ${MAX_JSON_BYTES / 1024 / 1024} MB of JSON at once.`)

/**
 * Receives a file onto the disk before any transaction begins, so that a slow sender holds nothing but a socket.
 *
 * @param path where it is put
 * @param assertSpace throws while the disk is below its reserve; asked before the first byte and with each part
 * @throws {Problem} 400, 413 or 507; nothing is left on the disk then
 */
export async function receiveUpload(
  request: Request,
  path: string,
  { maxBytes, assertSpace }: { maxBytes: number; assertSpace(): Promise<void> },
): Promise<Upload> {
  if (!request.body) throw new Problem(malformed, 'Send the file as the body of the request.')
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLargeFile(maxBytes)
  await assertSpace()
  await mkdir(dirname(path), { recursive: true })
  let bytes = 0
  const hash = createHash('sha256')
  const counted = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const part of source) {
      bytes += part.byteLength
      if (bytes > maxBytes) throw tooLargeFile(maxBytes)
      await assertSpace()
      hash.update(part)
      yield part
    }
  }
  try {
    await pipeline(Readable.fromWeb(request.body as never), counted, createWriteStream(path))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, bytes, digest: hash.digest('hex') }
}

const tooLargeFile = (maxBytes: number) =>
  new Problem(tooLarge, `A file may have at most ${Math.floor(maxBytes / 1024 / 1024)} MB here.`)
