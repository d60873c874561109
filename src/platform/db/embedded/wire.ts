/** Bytes of the PostgreSQL wire protocol (version 3) that the multiplexer has to understand; everything else passes through. */

export type TransactionStatus = 'idle' | 'open' | 'failed'

const code = (letter: string) => letter.charCodeAt(0)
const QUERY = code('Q')
const SYNC = code('S')
const PARSE = code('P')
const TERMINATE = code('X')
const COPY_DATA = code('d')
const READY = code('Z')
const READY_LENGTH = 6

/** What a client asks in one go: the engine answers it as a whole, ending with "ready for query". */
export type Request =
  | { kind: 'startup' }
  | { kind: 'batch'; bytes: Uint8Array }
  | { kind: 'refused'; reason: string }
  | { kind: 'terminate' }

/** Cuts the byte stream of one client into requests. */
export class RequestReader {
  #left: Uint8Array = new Uint8Array(0)
  #started = false

  push(chunk: Uint8Array): Request[] {
    const bytes = this.#left.length === 0 ? chunk : concat([this.#left, chunk])
    const requests: Request[] = []
    let start = 0
    let at = 0
    let refusal = ''
    for (;;) {
      const header = this.#started ? 1 : 0
      if (at + header + 4 > bytes.length) break
      const end = at + header + readUint32(bytes, at + header)
      if (end > bytes.length) break
      const type = this.#started ? bytes[at]! : 0
      refusal ||= this.#started ? refusalOf(type, bytes, at) : ''
      at = end
      if (!this.#started) {
        this.#started = true
        requests.push({ kind: 'startup' })
        start = at
      } else if (type === TERMINATE) {
        requests.push({ kind: 'terminate' })
        start = at
      } else if (type === QUERY || type === SYNC) {
        requests.push(
          refusal
            ? { kind: 'refused', reason: refusal }
            : { kind: 'batch', bytes: bytes.subarray(start, at) },
        )
        refusal = ''
        start = at
      }
    }
    this.#left = start === bytes.length ? new Uint8Array(0) : bytes.slice(start)
    return requests
  }
}

/** The engine is one session: what would outlive a statement there must not be shared between clients. */
function refusalOf(type: number, bytes: Uint8Array, at: number): string {
  if (type === PARSE && bytes[at + 5] !== 0)
    return 'Named statements are not available on the embedded database'
  if (type === COPY_DATA) return 'COPY is not available on the embedded database'
  return ''
}

/** Transaction status at the end of a complete answer; `undefined` when it does not end with "ready for query". */
export function statusOf(answer: Uint8Array): TransactionStatus | undefined {
  const at = answer.length - READY_LENGTH
  if (at < 0 || answer[at] !== READY || readUint32(answer, at + 1) !== 5) return undefined
  return ({ I: 'idle', T: 'open', E: 'failed' } as const)[String.fromCharCode(answer[at + 5]!)]
}

/** A whole answer that refuses: error, then ready for query. */
export function refusal(sqlState: string, text: string, status: TransactionStatus): Uint8Array {
  const fields = `SERROR\0VERROR\0C${sqlState}\0M${text}\0\0`
  const ready = { idle: 'I', open: 'T', failed: 'E' }[status]
  return concat([message('E', Buffer.from(fields)), message('Z', Buffer.from(ready))])
}

/** What a server says after a client's start-up packet: no password, these parameters, ready. */
export function greeting(connection: number, serverVersion: string): Uint8Array {
  const parameters = {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  }
  const key = Buffer.alloc(8)
  key.writeUInt32BE(connection, 0)
  return concat([
    message('R', Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`))),
    message('K', key),
    message('Z', Buffer.from('I')),
  ])
}

/** A simple query, as a client would send it. */
export function simpleQuery(sql: string): Uint8Array {
  return message('Q', Buffer.from(`${sql}\0`))
}

/** Text of the first error in an answer, `undefined` when there is none. */
export function errorIn(answer: Uint8Array): string | undefined {
  for (let at = 0; at + 5 <= answer.length; at += 1 + readUint32(answer, at + 1)) {
    if (answer[at] !== code('E')) continue
    const fields = Buffer.from(answer.subarray(at + 5, at + 1 + readUint32(answer, at + 1)))
      .toString()
      .split('\0')
    return fields
      .filter((field) => field[0] === 'C' || field[0] === 'M')
      .map((field) => field.slice(1))
      .join(' ')
  }
  return undefined
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function message(type: string, body: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(5 + body.length)
  bytes[0] = code(type)
  bytes.writeUInt32BE(4 + body.length, 1)
  bytes.set(body, 5)
  return bytes
}

function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}
