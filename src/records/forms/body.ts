/** What a form sent: names and texts, nothing else. */
export type Sent =
  | { ok: true; fields: Record<string, string>; isPage: boolean }
  | { ok: false; status: 400 | 413 | 415; detail: string }

const MOST_BYTES = 64 * 1024
const MOST_FIELDS = 100

/**
 * Reads what was sent, by one strict parser for each of two content types; no third is guessed at. A file, a packed body, a list or
 * an object where a text belongs are refused, and nothing is ever written to disk.
 */
export async function readSent(request: Request): Promise<Sent> {
  const type = request.headers.get('content-type') ?? ''
  const isJson = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)
  if (!isJson && !isForm)
    return refuse(415, 'Send the form as application/json or application/x-www-form-urlencoded.')
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity')
    return refuse(415, 'Send the form as it is, not packed.')
  const text = await readText(request)
  if (text === null) return refuse(413, 'A form may have at most 64 kB.')
  const fields = isJson ? fromJson(text) : fromForm(text)
  return typeof fields === 'string' ? refuse(400, fields) : { ok: true, fields, isPage: isForm }
}

const refuse = (status: 400 | 413 | 415, detail: string) => ({ ok: false as const, status, detail })

async function readText(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return null
  if (!request.body) return ''
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength
    if (bytes > MOST_BYTES) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const NOT_TEXTS = 'Each field of the form is one text.'

function fromJson(text: string): Record<string, string> | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'The body is not valid JSON.'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'Send one object with the fields of the form.'
  return gather(Object.entries(value))
}

const fromForm = (text: string) => gather([...new URLSearchParams(text)])

function gather(entries: readonly [string, unknown][]): Record<string, string> | string {
  if (entries.length > MOST_FIELDS) return 'That are too many fields.'
  const fields: Record<string, string> = Object.create(null)
  for (const [name, value] of entries) {
    if (name === '__proto__' || name === 'constructor') return 'A field has a name that none may have.'
    if (value === null) continue
    if (typeof value !== 'string' || name in fields) return NOT_TEXTS
    fields[name] = value
  }
  return fields
}
