import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, it } from 'vitest'
import { createLog } from '#platform/log.ts'
import { operationNamed, PASSWORD, SETUP_TOKEN } from '../accord.ts'
import { send } from './calls.ts'
import { databaseText } from './digest.ts'
import { exampleOf } from './examples.ts'
import { buildHome, expendable, signedIn } from './world.ts'

/** T-18: headers on every answer, and no secret in any answer, address or log line. */

const webDir = mkdtempSync(join(tmpdir(), 'accord-web-'))
mkdirSync(join(webDir, 'assets'))
writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>Accord</title>')
writeFileSync(join(webDir, 'assets', 'app-1a2b3c.js'), 'export {}')
writeFileSync(join(webDir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
afterAll(() => rmSync(webDir, { recursive: true, force: true }))

const lines: string[] = []
const SECRET_KEY = 'a-secret-key-of-the-tests-that-must-never-be-seen-anywhere'
const home = await buildHome({
  webDir,
  env: { SECRET_KEY },
  log: createLog('trace', { write: (line: string) => void lines.push(line) }),
})
const { accord } = home

interface Seen {
  what: string
  status: number
  headers: Headers
  text: string
  url: string
}

async function look(path: string, init: RequestInit = {}, user = accord.visitor()): Promise<Seen> {
  const response = await user.fetch(path, init)
  const { status, headers } = response
  return {
    what: `${init.method ?? 'GET'} ${path} → ${status}`,
    status,
    headers,
    text: await response.text(),
    url: path,
  }
}

/** Every operation as nobody and as the administrator, each refusal of the server, files, documents and pages. */
async function everyAnswer(): Promise<Seen[]> {
  const seen: Seen[] = []
  for (const { operation } of accord.handlers) {
    const example = exampleOf(operation)
    const user = example.ownSession ? await expendable(home) : home.admin
    const input = await example.input(home, user)
    for (const sender of [accord.visitor(), user]) {
      const copy = Object.assign(accord.visitor(), { cookie: sender.cookie, email: sender.email })
      const { status, headers, text } = await send(copy, operation, input, { example })
      seen.push({ what: `${operation.id} → ${status}`, status, headers, text, url: '/api/' })
    }
    seen.push(await look(`/api${operation.path}`, { method: 'OPTIONS' }))
  }
  const paths = ['/', '/leads/some-id', '/index.html', '/assets/app-1a2b3c.js', '/icon.svg', '/missing.js']
  paths.push(
    '/api/docs',
    '/api/docs.css',
    '/api/openapi.json',
    '/api/none',
    '/healthz',
    '/readyz',
    '/metrics',
  )
  for (const path of paths) {
    seen.push(await look(path), await look(path, { method: 'HEAD' }), await look(path, { method: 'POST' }))
    seen.push(await look(path, { headers: { origin: 'https://evil.test' } }))
  }
  const etag = (await look('/icon.svg')).headers.get('etag')!
  seen.push(await look('/icon.svg', { headers: { 'if-none-match': etag } }))
  const body = { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }
  seen.push(await look('/api/session', body), await look('/api/session', { ...body, body: 'x'.repeat(3e6) }))
  seen.push(
    await look('/api/session', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }),
  )
  seen.push(
    await look('/api/session', { method: 'DELETE', headers: { origin: 'https://evil.test' } }, home.admin),
  )
  seen.push(await look('/mcp'), await look('/mcp', body))
  const run = accord.runner.run
  accord.runner.run = async () => {
    throw Object.assign(new Error(`values: "${PASSWORD}"`), { code: '22P02' })
  }
  seen.push(await look('/api/setup'))
  accord.runner.run = run
  return seen
}

const seen = await everyAnswer()
afterAll(() => console.info(`headers: ${seen.length} answers, ${lines.length} log lines`))

describe('every answer', () => {
  it('was looked at: successes, refusals and failures', () => {
    const statuses = new Set(seen.map((one) => one.status))
    for (const status of [200, 204, 304, 400, 401, 403, 404, 405, 413, 415, 500])
      expect(statuses).toContain(status)
  })

  it('carries a content security policy without exceptions', () => {
    for (const { what, headers } of seen) {
      const policy = headers.get('content-security-policy') ?? ''
      const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule]))
      expect(policy, what).not.toMatch(/unsafe|\*|https?:|strict-dynamic/)
      for (const name of ['default-src', 'base-uri', 'object-src', 'frame-ancestors'])
        expect(rules.get(name), what).toBe(`${name} 'none'`)
      for (const name of ['script-src', 'style-src', 'connect-src', 'form-action'])
        expect(rules.get(name), what).toBe(`${name} 'self'`)
    }
  })

  it('forbids guessing types, framing, and telling others where one came from', () => {
    for (const { what, headers } of seen) {
      expect(headers.get('x-content-type-options'), what).toBe('nosniff')
      expect(headers.get('x-frame-options'), what).toBe('DENY')
      expect(headers.get('referrer-policy'), what).toBe('same-origin')
      expect(headers.get('cross-origin-opener-policy'), what).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy'), what).toBe('same-origin')
      expect(headers.get('permissions-policy'), what).toContain('geolocation=()')
    }
  })

  it('says nothing of what it runs on, and opens nothing to other sites', () => {
    for (const { what, headers } of seen)
      for (const name of ['server', 'x-powered-by', 'access-control-allow-origin', 'x-aspnet-version'])
        expect(headers.has(name), `${what} ${name}`).toBe(false)
  })

  it('is kept nowhere, except files whose name changes with their content', () => {
    for (const { what, headers, url } of seen) {
      const kept = headers.get('cache-control')
      if (url.startsWith('/assets/') && what.endsWith('200'))
        expect(kept, what).toBe('public, max-age=31536000, immutable')
      else expect(['no-store', 'no-cache'], what).toContain(kept)
      if (url.startsWith('/api') || url === '/mcp') expect(kept, what).toBe('no-store')
    }
  })

  it('names its type when it has a body', () => {
    for (const { what, headers, text, status } of seen) {
      if (text !== '') expect(headers.get('content-type'), what).toMatch(/^[a-z]+\/[a-z.+-]+/)
      if (status >= 400 && text !== '')
        expect(headers.get('content-type'), what).toBe('application/problem+json')
    }
  })
})

describe('secrets', () => {
  it('stand in no answer, no address and no line of the log', async () => {
    const { rows } = await accord.database.system((tx) =>
      tx.execute<{ secret: string | null }>(sql`
        select password as secret from credential union all select token from session
        union all select secret_hash from api_key union all select secret_hash from invitation
        union all select secret_hash from password_reset`),
    )
    const stored = rows.map((row) => row.secret).filter((secret): secret is string => Boolean(secret))
    const secrets = [...stored, SECRET_KEY, PASSWORD, SETUP_TOKEN]
    expect(secrets.length).toBeGreaterThan(20)
    for (const secret of secrets) {
      for (const { what, text, headers, url } of seen) {
        const others = [...headers].filter(([name]) => name !== 'set-cookie').join(' ')
        expect(`${text} ${others} ${url}`.includes(secret), `${what} shows ${secret}`).toBe(false)
      }
      expect(
        lines.some((line) => line.includes(secret)),
        `the log shows ${secret}`,
      ).toBe(false)
    }
    expect(lines.length).toBeGreaterThan(0)
  })

  it('lie in no table as they were handed out, not even to answer a repeated request', async () => {
    const key = operationNamed(accord, 'api_key.create')
    const input = { name: 'Repeated', scopes: ['record.read'], expiresAt: null }
    const headers = { 'idempotency-key': 'the key of this test' }
    const made = await home.admin.call(key, input, headers)
    expect((await home.admin.call(key, input, headers)).text).toBe(made.text)
    const stored = await databaseText(accord.database)
    expect(stored).toContain(made.body.id)
    for (const secret of [made.body.token.split('.')[1], headers['idempotency-key'], PASSWORD, SECRET_KEY])
      expect(stored.includes(secret), secret).toBe(false)
  })

  it('stand in answers only where they are handed out, once', () => {
    const handedOut = seen.filter((one) => /accord_(key|invite|reset)_[\w-]{22}\./.test(one.text))
    const where = new Set(handedOut.map((one) => one.what.split(' ')[0]))
    expect([...where].sort()).toEqual(['api_key.create', 'invitation.create', 'member.create_reset_link'])
  })

  it('travel after the # of a link, which browsers send to no server', async () => {
    for (const { text } of seen.filter((one) => /accord_(invite|reset)_/.test(one.text)))
      expect(JSON.parse(text).url).toMatch(/^http:\/\/127\.0\.0\.1:3999\/[a-z-]+#accord_(invite|reset)_/)
  })

  it('and addresses of people stand in no line of the log', () => {
    const people = /[\w.+-]+@[\w-]+\.\w+|Nora|Northwind/
    expect(lines.filter((line) => people.test(line))).toEqual([])
  })
})

describe('the log', () => {
  it('keeps one line an event, whatever stands in names and addresses', async () => {
    lines.length = 0
    const name = 'Evil\r\n{"level":60,"msg":"fake"}\u001b[31m\u2028'
    const { body } = await home.admin.call(operationNamed(accord, 'workspace.update'), { name })
    expect(body).toBe('')
    await look('/api/none%0d%0a{"level":60}%1b[31m')
    await look('/api/members?x=%0aforged', { headers: { 'user-agent': 'a\tb' } }, home.admin)
    expect(lines.length).toBeGreaterThanOrEqual(3)
    for (const line of lines) {
      expect(line.endsWith('\n')).toBe(true)
      expect(['\r', '\n', '\u001b'].some((one) => line.slice(0, -1).includes(one))).toBe(false)
      expect(() => JSON.parse(line)).not.toThrow()
    }
    const summary = (await home.make('audit.list', { limit: 1 })).items as { summary: string }[]
    expect(summary[0]!.summary).toContain('Evil')
  })

  it('shows refused sign-ins and changes at the usual level, with the address they came from', async () => {
    lines.length = 0
    const body = JSON.stringify({ email: 'nora@northwind.test', password: 'wrong' })
    const headers = { 'content-type': 'application/json' }
    await accord.visitor().fetch('/api/session', { method: 'POST', body, headers, address: '198.51.100.9' })
    await look('/api/members', { method: 'GET' })
    const shown = lines.map((line) => JSON.parse(line)).filter((line) => line.level >= 30)
    expect(shown).toHaveLength(1)
    expect(shown[0]).toMatchObject({ status: 401, path: '/api/session', address: '198.51.100.9' })
    expect(lines.join('')).not.toContain('nora')
  })

  it('names an error of ours with its request id, code and place, without values', async () => {
    lines.length = 0
    const handler = accord.handlers.find(({ operation }) => operation.id === 'member.list')!
    if (!('run' in handler)) throw new Error('member.list runs inside a workspace')
    const { run } = handler
    handler.run = async ({ tx }) => tx.execute(sql`select ${'nora@northwind.test'}::uuid`)
    const answer = await home.admin.call(operationNamed(accord, 'member.list'))
    handler.run = run
    expect(answer.status).toBe(500)
    const line = lines.map((text) => JSON.parse(text)).find((one) => one.level === 50)
    expect(line).toMatchObject({
      requestId: answer.body.requestId,
      err: { message: expect.stringContaining('Failed query'), cause: { code: '22P02' } },
    })
    expect(JSON.stringify(line)).not.toContain('nora')
    expect(answer.text).not.toMatch(/select|uuid|nora/)
  })
})

describe('over https', async () => {
  const secure = await buildHome({ env: { BASE_URL: 'https://accord.company.test' } })

  it('the session cookie belongs to this host alone, and browsers stay on https', async () => {
    const response = await secure.accord.visitor().fetch('/api/session', {
      method: 'POST',
      body: JSON.stringify({ email: secure.admin.email, password: PASSWORD }),
      headers: { 'content-type': 'application/json' },
    })
    expect(response.status).toBe(200)
    const cookies = response.headers.getSetCookie()
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(/^__Host-accord_session=/)
    const attributes = cookies[0]!
      .split('; ')
      .slice(1)
      .map((one) => one.toLowerCase())
    expect(attributes).toEqual(expect.arrayContaining(['path=/', 'httponly', 'secure', 'samesite=lax']))
    expect(attributes.some((one) => one.startsWith('domain'))).toBe(false)
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age=31536000/)
  })

  it('sign-out takes back exactly that cookie', async () => {
    const user = await signedIn(secure.accord, secure.admin.email)
    const response = await user.fetch('/api/session', { method: 'DELETE' })
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Host-accord_session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
  })
})
