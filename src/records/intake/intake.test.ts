import { gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { type TestAccord, type TestUser, testAccord } from '#test/accord.ts'
import { outcomes, type Sender, senderOf, touchesIn, workOn } from '#test/intake.ts'

let accord: TestAccord
let admin: TestUser
let server: Sender
let site: Sender

beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  server = await senderOf(accord, admin, 'secret')
  site = await senderOf(accord, admin, 'public')
})

const storedIn = async (messageId: string) =>
  (
    await accord.database.workspace(server.workspaceId, (tx) =>
      tx.execute<Record<string, never>>(
        sql`select * from intake_event where workspace_id = ${server.workspaceId} and message_id = ${messageId}`,
      ),
    )
  ).rows

describe('the tracking API', () => {
  it('answers once the event is stored, whatever way the key comes', async () => {
    const event = { type: 'track', event: 'Signed Up', userId: 'u1', messageId: 'm-basic' }
    const basic = await server.post('track', event)
    expect([basic.status, await basic.json()]).toEqual([200, { success: true }])
    expect(await storedIn('m-basic')).toHaveLength(1)
    const inBody = await site.post(
      't',
      { ...event, messageId: 'm-body', anonymousId: 'a1', writeKey: site.token },
      {
        key: null,
        headers: { 'content-type': 'text/plain', origin: 'https://www.company.test', cookie: 'accord=1' },
      },
    )
    expect(inBody.status).toBe(200)
    expect(inBody.headers.get('access-control-allow-origin')).toBe('https://www.company.test')
    const packed = gzipSync(JSON.stringify({ batch: [{ ...event, messageId: 'm-gzip' }] }))
    const gzip = await server.post('batch', packed, { headers: { 'content-encoding': 'gzip' } })
    expect(gzip.status).toBe(200)
    expect(await storedIn('m-gzip')).toHaveLength(1)
  })

  it('knows nobody without a key, and stops a stopped key with its next event', async () => {
    const event = { userId: 'u1', event: 'X', messageId: 'm-none' }
    expect((await server.post('track', event, { key: null })).status).toBe(401)
    expect((await server.post('track', event, { key: 'accord_web_x' })).status).toBe(401)
    const stopped = await senderOf(accord, admin)
    expect((await stopped.post('track', event)).status).toBe(200)
    const list = await admin.fetch('/api/intake/keys')
    const { items } = (await list.json()) as { items: { id: string; token: string | null }[] }
    expect(items.find(({ id }) => id === stopped.keyId)?.token).toBeNull()
    const revoked = await admin.fetch(`/api/intake/keys/${stopped.keyId}`, {
      method: 'DELETE',
      headers: { origin: 'http://127.0.0.1:3999' },
    })
    expect(revoked.status).toBe(204)
    expect((await stopped.post('track', { ...event, messageId: 'm-late' })).status).toBe(401)
    expect(await storedIn('m-late')).toHaveLength(0)
  })

  it('keeps the good events of a batch and names what is wrong with the others', async () => {
    const before = (await outcomes(accord, admin)).totals
    const deep = JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`) as unknown
    const bad: [unknown, string][] = [
      ['text', 'not_an_object'],
      [null, 'not_an_object'],
      [{ type: 'sing', userId: 'u' }, 'unknown_type'],
      [{ type: 'track', event: 'X' }, 'no_identity'],
      [{ type: 'track', event: 'X', userId: 'null' }, 'bad_identity'],
      [{ type: 'track', event: 'X', anonymousId: { a: 1 } }, 'bad_identity'],
      [{ type: 'track', userId: 'u' }, 'no_event_name'],
      [{ type: 'track', userId: 'u', event: 7 }, 'bad_event_name'],
      [{ type: 'page', userId: 'u', messageId: 'x'.repeat(300) }, 'bad_message_id'],
      [{ type: 'page', userId: 'u', properties: [1] }, 'bad_fields'],
      [{ type: 'page', userId: 'u', properties: { text: 'x'.repeat(40_000) } }, 'event_too_large'],
      [{ type: 'page', userId: 'u', properties: deep }, 'too_deep'],
      [{ type: 'page', userId: 'u', properties: { text: 'a\0b' } }, 'unstorable_text'],
      [{ type: 'page', userId: 'u', properties: { text: '\ud800' } }, 'unstorable_text'],
      [
        JSON.parse('{"type":"page","userId":"u","properties":{"__proto__":{"admin":true}}}'),
        'forbidden_name',
      ],
    ]
    const good = { type: 'page', userId: 'u', messageId: 'm-good', properties: { constructor: 'fine' } }
    const batch = [good, ...bad.map(([event]) => event)]
    const answer = await server.post('batch', { batch })
    expect(answer.status).toBe(200)
    const { refused } = (await answer.json()) as { refused: { index: number; reason: string }[] }
    expect(refused.map(({ index, reason }) => [index, reason])).toEqual(
      bad.map(([, reason], index) => [index + 1, reason]),
    )
    expect(await storedIn('m-good')).toHaveLength(1)
    const after = await outcomes(accord, admin)
    expect(after.totals.accepted - before.accepted).toBe(1)
    expect(after.totals.invalid - before.invalid).toBe(bad.length)
    expect(after.refusals.map(({ reason }) => reason)).toContain('too_deep')
  })

  it('refuses what is no request of it', async () => {
    const statusOf = async (body: string | Uint8Array, headers = {}) => {
      const answer = await server.post('batch', body, { headers })
      return [answer.status, ((await answer.json()) as { reason?: string }).reason]
    }
    expect(await statusOf('{"batch":')).toEqual([400, 'not_json'])
    expect(await statusOf('')).toEqual([400, 'not_json'])
    expect(await statusOf('{"batch":[]}')).toEqual([400, 'bad_batch'])
    expect(await statusOf('[]')).toEqual([400, 'bad_batch'])
    expect(await statusOf('null')).toEqual([400, 'bad_batch'])
    expect(await statusOf(`{"batch":["${'x'.repeat(600_000)}"]}`)).toEqual([413, 'body_too_large'])
    expect(await statusOf(gzipSync('x'.repeat(600_000)), { 'content-encoding': 'gzip' })).toEqual([
      413,
      'body_too_large',
    ])
    expect(await statusOf('not packed', { 'content-encoding': 'gzip' })).toEqual([400, 'bad_encoding'])
    expect(await statusOf('{}', { 'content-encoding': 'br' })).toEqual([400, 'bad_encoding'])
    expect(await statusOf('['.repeat(250_000))).toEqual([400, 'not_json'])
    // the key stands in what is too large to be read
    const inBody = await site.post('b', { writeKey: site.token, batch: ['x'.repeat(600_000)] }, { key: null })
    expect([inBody.status, await inBody.json()]).toMatchObject([413, { reason: 'body_too_large' }])
    const wrongMethod = await accord.visitor().fetch('/v1/track')
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    const preflight = await accord
      .visitor()
      .fetch('/v1/b', { method: 'OPTIONS', headers: { origin: 'https://x.test' } })
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'POST, OPTIONS',
    ])
  })

  it('strips what may name a person from addresses, and keeps no machine addresses', async () => {
    await site.post('page', {
      anonymousId: 'a2',
      messageId: 'm-url',
      context: {
        ip: '203.0.113.9',
        page: {
          url: 'https://www.company.test/reset/ann@acme.test?utm_source=x&token=secret&email=ann%40acme.test#frag',
          search: '?utm_source=x&email=ann@acme.test',
          referrer: 'https://user:pass@mail.test/inbox?q=private',
        },
      },
    })
    const text = JSON.stringify(await storedIn('m-url'))
    expect(text).toContain('https://www.company.test/reset/[removed]?utm_source=x')
    for (const secret of ['acme', 'secret', 'frag', 'private', 'pass', '203.0.113.9'])
      expect(text).not.toContain(secret)
  })
})

it('keeps of a user agent what a browser may say, whoever said it', async () => {
  await server.post('page', {
    userId: 'u',
    messageId: 'm-agent',
    context: { userAgent: 'cisco'.repeat(1_000) },
  })
  const [row] = await storedIn('m-agent')
  const { context } = (row as unknown as { payload: { context: { userAgent: string } } }).payload
  expect(context.userAgent).toBe('cisco'.repeat(80))
})

describe('accepted events', () => {
  it('become touches of the person, with what the visitor did before they were known', async () => {
    const at = (minutes: number) => new Date(accord.clock.now + minutes * 60_000).toISOString()
    const page = (messageId: string, minutes: number, context: object) => ({
      type: 'page',
      anonymousId: 'visitor-7',
      messageId,
      timestamp: at(minutes),
      sentAt: at(0),
      context,
    })
    await site.post('batch', {
      batch: [
        page('v1', -30, {
          campaign: { source: 'google', medium: 'cpc', name: 'Spring' },
          page: { url: 'https://www.company.test/', referrer: 'https://www.google.com/', title: 'Home' },
        }),
        page('v2', -29, {
          page: {
            url: 'https://www.company.test/pricing',
            referrer: 'https://www.company.test/',
            title: 'Pricing',
          },
        }),
      ],
    })
    await workOn(accord)
    expect(await touchesIn(accord, site.workspaceId)).toEqual([])
    const told: string[][] = []
    await server.post('identify', {
      anonymousId: 'visitor-7',
      userId: 'ann',
      messageId: 'v3',
      traits: { email: 'ann@acme.test', firstName: 'Ann' },
    })
    await site.post('track', {
      event: 'Demo Requested',
      anonymousId: 'visitor-7',
      messageId: 'v4',
      context: {
        latest: { source: 'google', medium: 'cpc', name: 'Spring' },
        page: { url: 'https://www.company.test/demo' },
      },
      properties: { owner: 'me', plan: 'Team' },
    })
    await workOn(accord, async (_tx, _workspaceId, personIds) => void told.push([...personIds]))
    const touches = await touchesIn(accord, site.workspaceId)
    expect(
      touches.map(({ dedupe_key, kind, channel, subject }) => [dedupe_key, kind, channel, subject]),
    ).toEqual([
      ['v1', 'page_view', 'Paid search', 'Home'],
      ['v2', 'page_view', null, 'Pricing'],
      ['v4', 'demo_request', 'Paid search', 'Demo Requested'],
    ])
    expect(touches[0]!.occurred_at).toBe(accord.clock.now - 30 * 60_000)
    expect(touches[2]!.attributes).toMatchObject({ plan: 'Team', utm_source: 'google' })
    expect(touches[2]!.attributes).not.toHaveProperty('owner')
    expect(new Set(touches.map(({ person_id }) => person_id)).size).toBe(1)
    expect(told.flat()).toContain(touches[0]!.person_id)
    const tail = await admin.fetch('/api/intake/events?limit=50')
    const { items } = (await tail.json()) as {
      items: { messageId: string; kind: string; person: { name: string } }[]
    }
    expect(items.find(({ messageId }) => messageId === 'v4')).toMatchObject({
      kind: 'demo_request',
      person: { name: 'Ann' },
    })
  })

  it('that cannot be worked on are set aside alone, and can be tried again', async () => {
    const send = (messageId: string) =>
      server.post('track', { event: 'Form Submitted', userId: 'ann', messageId })
    for (const messageId of ['p1', 'p2', 'poison', 'p3']) await send(messageId)
    const failing = async (
      tx: Parameters<Parameters<typeof accord.database.workspace>[1]>[0],
      workspaceId: string,
    ) => {
      const { rows } = await tx.execute(
        sql`select 1 from touch where workspace_id = ${workspaceId} and dedupe_key = 'poison'`,
      )
      if (rows.length > 0) throw new Error('this one is poison')
    }
    await workOn(accord, failing)
    const keys = async () => (await touchesIn(accord, server.workspaceId)).map(({ dedupe_key }) => dedupe_key)
    expect(await keys()).toEqual(expect.arrayContaining(['p1', 'p2', 'p3']))
    expect(await keys()).not.toContain('poison')
    expect((await outcomes(accord, admin)).setAside).toMatchObject([{ reason: 'this one is poison' }])
    const again = await admin.fetch('/api/intake/retry', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect(await again.json()).toEqual({ events: 1 })
    await workOn(accord)
    expect(await keys()).toContain('poison')
  })

  it('a scanner that follows every link of a mail counts for nothing, the person who clicks later does', async () => {
    const click = (link: number, seconds: number) => ({
      type: 'track',
      event: 'Email Link Clicked',
      userId: 'ann',
      messageId: `click-${link}-${seconds}`,
      timestamp: new Date(accord.clock.now + seconds * 1_000).toISOString(),
      sentAt: new Date(accord.clock.now).toISOString(),
      properties: { email_id: 'mail-1', link_url: `https://www.company.test/${link}` },
    })
    await server.post('batch', { batch: [click(1, -60), click(2, -58), click(3, -55), click(2, -5)] })
    await workOn(accord)
    const clicks = async () =>
      (await touchesIn(accord, server.workspaceId)).filter(({ kind }) => kind === 'email_click')
    expect(await clicks()).toEqual([])
    accord.clock.now += 12_000
    await workOn(accord)
    expect((await clicks()).map(({ dedupe_key, machine }) => [dedupe_key, machine])).toEqual([
      ['click-1--60', true],
      ['click-2--58', true],
      ['click-3--55', true],
      ['click-2--5', false],
    ])
  })

  it('of a user id that nobody has named yet follow once a server says whose it is', async () => {
    await server.post('track', { event: 'Signed Up', userId: 'early-1', messageId: 'early-a' })
    await workOn(accord)
    await server.post('identify', {
      userId: 'early-1',
      messageId: 'early-b',
      traits: { email: 'early@acme.test' },
    })
    await workOn(accord)
    const touches = await touchesIn(accord, site.workspaceId)
    expect(touches.map(({ dedupe_key }) => dedupe_key)).toContain('early-a')
  })
})
