import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { CHROME, makeForm, type TestForm } from './forms.ts'

/** T-14: bodies that are not what they say they are, at every endpoint that is open to the world. Nothing lands on disk. */
let accord: TestAccord
let admin: TestUser
let form: TestForm
let writeKey: string
beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  form = await makeForm(accord, admin)
  const key = await admin.call(operationNamed(accord, 'write_key.create'), {
    name: 'Server',
    kind: 'secret',
    origins: [],
    consent: 'none',
    honourSignals: true,
  })
  writeKey = (key.body as { token: string }).token
})

const BOUNDARY = 'xyz'
const MULTIPART = [
  `--${BOUNDARY}`,
  'Content-Disposition: form-data; name="email"',
  '',
  'a@acme.test',
  `--${BOUNDARY}`,
  'Content-Disposition: form-data; name="file"; filename="../../evil.pHaR"',
  'Content-Type: image/png',
  '',
  '<?php echo 1;',
  `--${BOUNDARY}--`,
  '',
].join('\r\n')

const BOMB = Buffer.alloc(64 * 1024 * 1024)
const EMAIL = JSON.stringify({ email: 'a@acme.test' })

interface Attack {
  name: string
  headers: Record<string, string>
  body: string | Buffer
}
const attack = (
  name: string,
  type: string | null,
  body: string | Buffer,
  more: Record<string, string> = {},
): Attack => ({
  name,
  headers: { ...(type === null ? {} : { 'content-type': type }), ...more },
  body,
})

/** Refused by a form, with which status. */
const ATTACKS: (Attack & { status: number })[] = [
  { ...attack('multipart with a file', `multipart/form-data; boundary=${BOUNDARY}`, MULTIPART), status: 415 },
  { ...attack('plain text that is JSON', 'text/plain', EMAIL), status: 415 },
  { ...attack('no content type', null, Buffer.from(EMAIL)), status: 415 },
  { ...attack('two content types', 'application/json, multipart/form-data', EMAIL), status: 415 },
  { ...attack('JSON in another coding', 'application/json; charset=utf-16', EMAIL), status: 415 },
  { ...attack('a type that only begins right', 'application/json-patch+json', EMAIL), status: 415 },
  {
    ...attack('XML', 'application/xml', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    status: 415,
  },
  { ...attack('an image by its type', 'image/svg+xml', '<svg onload="alert(1)"/>'), status: 415 },
  {
    ...attack('a gzip bomb', 'application/json', gzipSync(BOMB), { 'content-encoding': 'gzip' }),
    status: 415,
  },
  {
    ...attack('a deflate bomb', 'application/json', deflateSync(BOMB), { 'content-encoding': 'deflate' }),
    status: 415,
  },
  {
    ...attack('a brotli bomb', 'application/json', brotliCompressSync(BOMB.subarray(0, 4_000_000)), {
      'content-encoding': 'br',
    }),
    status: 415,
  },
  {
    ...attack('a bomb inside a bomb', 'application/json', gzipSync(gzipSync(BOMB)), {
      'content-encoding': 'gzip, gzip',
    }),
    status: 415,
  },
  {
    ...attack(
      'a file handed over as JSON',
      'application/json',
      JSON.stringify({ email: 'a@acme.test', files: { filepath: '/etc/passwd', originalFilename: 'x' } }),
    ),
    status: 400,
  },
  {
    ...attack('a list where a text belongs', 'application/json', '{"email":["a@acme.test","b@acme.test"]}'),
    status: 400,
  },
  { ...attack('an object where a text belongs', 'application/json', '{"email":{"$ne":null}}'), status: 400 },
  {
    ...attack(
      'a polluted prototype',
      'application/json',
      '{"email":"a@acme.test","__proto__":{"held":false}}',
    ),
    status: 400,
  },
  {
    ...attack(
      'a polluted prototype in a form',
      'application/x-www-form-urlencoded',
      'email=a%40acme.test&__proto__=x',
    ),
    status: 400,
  },
  {
    ...attack(
      'the same field twice',
      'application/x-www-form-urlencoded',
      'email=a%40acme.test&email=b%40acme.test',
    ),
    status: 400,
  },
  { ...attack('a list of forms', 'application/json', `[${EMAIL}]`), status: 400 },
  { ...attack('nothing', 'application/json', ''), status: 400 },
  { ...attack('a number', 'application/json', '7'), status: 400 },
  { ...attack('JSON that ends early', 'application/json', '{"email":'), status: 400 },
  {
    ...attack(
      'too many fields',
      'application/x-www-form-urlencoded',
      Array.from({ length: 200 }, (_, n) => `f${n}=1`).join('&'),
    ),
    status: 400,
  },
  {
    ...attack(
      'a megabyte',
      'application/json',
      JSON.stringify({ email: 'a@acme.test', message: 'x'.repeat(1_000_000) }),
    ),
    status: 413,
  },
]

const post = (path: string, { headers, body }: Attack, more: Record<string, string> = {}) =>
  accord.visitor().fetch(path, {
    method: 'POST',
    headers: { 'user-agent': CHROME, ...headers, ...more },
    body: new Uint8Array(Buffer.from(body)),
  })

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}
const count = async (table: string) => {
  const { rows } = await accord.database.system((tx) =>
    tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`),
  )
  return rows[0]!.n
}

describe('a form', () => {
  it.each(ATTACKS.map((one) => [one.name, one] as const))('refuses %s and keeps nothing', async (_, one) => {
    const before = [await count('form_submission'), filesBelow(accord.dataDir)]
    const answer = await post(`/f/${form.key}`, one)
    expect(answer.status).toBe(one.status)
    expect([await count('form_submission'), filesBelow(accord.dataDir)]).toEqual(before)
  })

  it.each(['PUT', 'PATCH', 'DELETE'])('does not know %s', async (method) => {
    const answer = await accord.visitor().fetch(`/f/${form.key}`, { method })
    expect(answer.status).toBe(405)
  })

  it('answers to no key that was made up, changed in case, or that leaves its folder', async () => {
    const made = [
      `${form.key.slice(0, -1)}${form.key.endsWith('A') ? 'B' : 'A'}`,
      `${form.key}.php`,
      `${form.key}.JS`,
      '..%2f..%2fetc%2fpasswd',
      'form.js%00.png',
      'x'.repeat(5_000),
    ]
    for (const key of made) {
      const read = await accord.visitor().fetch(`/f/${key}`)
      expect([key.slice(0, 50), read.status]).toEqual([key.slice(0, 50), 404])
    }
  })
})

describe('the tracking API', () => {
  const auth = () => ({ authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` })
  const refused = ATTACKS.filter(({ name }) =>
    /bomb|multipart|XML|image|ends early|nothing|number/.test(name),
  )

  it.each(refused.map((one) => [one.name, one] as const))('refuses %s and keeps nothing', async (_, one) => {
    const before = [await count('intake_event'), filesBelow(accord.dataDir)]
    const answer = await post('/v1/track', one, auth())
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect([await count('intake_event'), filesBelow(accord.dataDir)]).toEqual(before)
  })
})

describe('operations that anybody may call', () => {
  const open = ['session.create', 'password.reset', 'invitation.accept', 'setup.complete']
  const wrong = ATTACKS.filter(
    ({ status, headers }) => status === 415 && 'content-type' in headers && !headers['content-encoding'],
  )

  it.each(open)('%s takes JSON and nothing that pretends to be', async (id) => {
    const { path, method } = operationNamed(accord, id)
    for (const one of wrong) {
      if (one.headers['content-type']!.startsWith('application/json;')) continue
      const answer = await accord
        .visitor()
        .fetch(`/api${path}`, { method, headers: one.headers, body: new Uint8Array(Buffer.from(one.body)) })
      expect([one.name, answer.status >= 400 && answer.status < 500]).toEqual([one.name, true])
    }
    expect(filesBelow(join(accord.dataDir)).filter((path) => /evil|passwd/.test(path))).toEqual([])
  })
})
