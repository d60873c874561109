import { beforeAll, describe, expect, it } from 'vitest'
import { type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { senderOf } from '../intake.ts'
import { makeForm } from './forms.ts'

/** T-18 on what is open to the world: forms, links in mails, the tracking API and its script; and on the live stream. */

interface Seen {
  what: string
  path: string
  headers: Headers
}

const EVIL = { origin: 'https://evil.test' }
const JSON_BODY = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', ...EVIL } }

let accord: TestAccord
let admin: TestUser
const seen: Seen[] = []
const on = (...beginnings: string[]) =>
  seen.filter(({ path }) => beginnings.some((beginning) => path.startsWith(beginning)))

async function look(path: string, init: RequestInit = {}, user = accord.visitor()): Promise<void> {
  const { status, headers, body } = await user.fetch(path, init)
  await body?.cancel()
  seen.push({ what: `${init.method ?? 'GET'} ${path} → ${status}`, path, headers })
}

let formPath: string
beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  formPath = `/f/${(await makeForm(accord, admin)).key}`
  const { token } = await senderOf(accord, admin, 'public')
  for (const path of [
    formPath,
    '/f/unknown',
    '/f/form.css',
    '/u/unknown',
    '/u/style.css',
    '/r/unknown',
    '/t.js',
  ])
    for (const init of [
      {},
      { headers: EVIL },
      JSON_BODY,
      { method: 'OPTIONS', headers: EVIL },
      { method: 'PUT' },
    ])
      await look(path, init)
  await look(formPath, { headers: { accept: 'application/json', ...EVIL } })
  for (const path of ['/v1/track', '/v1/b'])
    for (const init of [{}, JSON_BODY, { method: 'OPTIONS', headers: EVIL }]) await look(path, init)
  await look(`/v1/projects/${token}/settings`, { headers: EVIL })
  await look('/api/notifications/stream')
  await look('/api/notifications/stream', {}, admin)
})

describe('every answer to the world', () => {
  it('was looked at, and the stream was one', () => {
    const found = seen.map(({ what }) => what)
    for (const one of [
      `GET ${formPath} → 200`,
      'GET /t.js → 200',
      'POST /v1/track → 401',
      'GET /u/unknown → 404',
    ])
      expect(found).toContain(one)
    expect(seen.at(-1)!.headers.get('content-type')).toBe('text/event-stream')
    expect(seen.at(-1)!.headers.get('cache-control')).toBe('no-store')
  })

  it('runs and loads only what is ours, and tells no other site where one came from', () => {
    for (const { what, headers } of seen) {
      const policy = headers.get('content-security-policy') ?? ''
      for (const rule of ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "script-src 'self'"])
        expect(policy, what).toContain(rule)
      expect(policy, what).not.toMatch(/unsafe|strict-dynamic/)
      expect(headers.get('x-content-type-options'), what).toBe('nosniff')
      expect(headers.get('referrer-policy'), what).toBe('same-origin')
      expect(headers.get('permissions-policy'), what).toContain('geolocation=()')
      expect(headers.get('cross-origin-opener-policy'), what).toBe('same-origin')
      for (const name of ['server', 'x-powered-by']) expect(headers.has(name), what).toBe(false)
    }
  })

  it('sets no cookie and lets no other site send one', () => {
    for (const { what, headers } of on('/f/', '/u/', '/r/', '/v1/', '/t.js')) {
      expect(headers.has('set-cookie'), what).toBe(false)
      expect(headers.has('access-control-allow-credentials'), what).toBe(false)
    }
    for (const { what, headers } of on('/u/', '/r/', '/api/'))
      expect(headers.has('access-control-allow-origin'), what).toBe(false)
  })

  it('stands in no frame of others, except the page of a form', () => {
    for (const { what, headers } of seen) {
      const isForm = what === `GET ${formPath} → 200` && headers.get('content-type')?.startsWith('text/html')
      if (isForm) expect(headers.get('content-security-policy'), what).toContain('frame-ancestors *')
      else expect(headers.get('content-security-policy'), what).toContain("frame-ancestors 'none'")
    }
  })

  it('is kept nowhere, except scripts, styles and settings that are the same for all', () => {
    for (const { what, path, headers } of seen) {
      const kept = headers.get('cache-control')
      if (/^(\/f\/form\.|\/u\/style\.css|\/t\.js|\/v1\/projects)/.test(path) && what.endsWith('200'))
        expect(kept, what).toMatch(/^public, max-age=\d+/)
      else expect(kept, what).toBe('no-store')
    }
  })
})
