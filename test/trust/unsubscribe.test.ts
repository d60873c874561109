import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import {
  leaveTrack,
  leaveTracks,
  mailLinks,
  mailPages,
  nurtureJobs,
  sendQueued,
} from '#leads/nurture/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { DAY, SECOND } from '#platform/kernel/instant.ts'
import { BASE, type NurtureWorld, nurtureWorld, SECRET } from '../factories/nurture.ts'

/** T-16: links in mails. Reading changes nothing; one POST ends all mail before it is answered, also what waits already. */

const open: NurtureWorld[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world.close()
})

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36'
const steps = [
  {
    key: 'first',
    email: { subject: 'First', body: 'See https://acme.test/a?b=1 or [this](https://acme.test/b).' },
  },
  { wait: 'P1D' },
  { key: 'second', email: { subject: 'Second', body: 'Again' } },
]

async function mailed(options: Parameters<typeof nurtureWorld>[1] = {}) {
  const world = await nurtureWorld({ steps }, options)
  open.push(world)
  const personId = await world.recycled({ email: 'Ana@Customer.test' })
  await world.run()
  const pages = mailPages(world.deps)
  const mail = world.peer.received[0]!
  const header = (name: string) => mail.parsed.headers.find(({ key }) => key === name)?.value ?? ''
  const unsubscribeUrl = header('list-unsubscribe').slice(1, -1)
  const links = [...mail.raw.replaceAll('=\r\n', '').matchAll(/https:\/\/accord\.test\/r\/(\w+)/g)].map(
    (found) => found[1]!,
  )
  const visit = (token: string, init: RequestInit & { kind?: 'u' | 'r' } = {}) => {
    const { kind = 'u', ...rest } = init
    const request = new Request(`${BASE}/${kind}/${token}`, { headers: { 'user-agent': BROWSER }, ...rest })
    return kind === 'u'
      ? pages.unsubscribe(request, token, '203.0.113.9')
      : pages.follow(request, token, '203.0.113.9')
  }
  const clickJobs = async () => {
    world.clock.now += 11 * SECOND
    const jobs = startJobs({
      database: world.database,
      handlers: nurtureJobs(world.deps),
      log: { warn() {}, error() {} },
      clock: world.deps.clock,
    })
    await jobs.idle()
    await jobs.stop()
  }
  const listed = async () =>
    (await world.rows<{ email_norm: string }>('suppression')).map((row) => row.email_norm)
  return {
    ...world,
    personId,
    header,
    unsubscribeUrl,
    token: unsubscribeUrl.split('/u/')[1]!,
    links,
    visit,
    clickJobs,
    listed,
  }
}

const form = (body: string): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})
const ONE_CLICK = form('List-Unsubscribe=One-Click')

describe('T-16: unsubscribing', () => {
  it('each mail offers one click by the standard’s two headers, over https', async () => {
    const { unsubscribeUrl, header } = await mailed()
    expect(unsubscribeUrl).toMatch(/^https:\/\/accord\.test\/u\/\w{77}$/)
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(header('auto-submitted')).toBe('auto-generated')
  })

  it('GET, HEAD, prefetch and a scanner’s visit change nothing, however often', async () => {
    const { visit, token, listed, rows } = await mailed()
    const before = { enrolments: await rows('enrolment'), messages: await rows('nurture_message') }
    for (let n = 0; n < 20; n += 1) {
      expect((await visit(token)).status).toBe(200)
      expect((await visit(token, { method: 'HEAD' })).status).toBe(200)
      await visit(token, { headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch' } })
      await visit(token, { headers: { 'user-agent': 'Barracuda Sentinel' } })
    }
    expect(await listed()).toEqual([])
    expect({ enrolments: await rows('enrolment'), messages: await rows('nurture_message') }).toEqual(before)
  })

  it('the page asks, works without script, and shows the address only to who knows it', async () => {
    const { visit, token } = await mailed()
    const html = await (await visit(token)).text()
    expect(html).toContain('<form method="post">')
    expect(html).toContain('a•••@customer.test')
    expect(html).not.toMatch(/<script|ana@/i)
  })

  it('one POST suffices, with the standard’s body, a form’s, or none; afterwards nothing is sent', async () => {
    for (const init of [ONE_CLICK, form('action=end'), { method: 'POST' }]) {
      const { visit, token, listed, rows, run, later, peer } = await mailed()
      expect((await visit(token, init)).status).toBe(200)
      expect(await listed()).toEqual(['ana@customer.test'])
      expect(await rows('enrolment')).toMatchObject([{ ended_because: 'unsubscribed' }])
      await later(90 * DAY)
      await run()
      expect(peer.received).toHaveLength(1)
    }
  })

  it('of a body without end only the beginning is read, and it unsubscribes', async () => {
    const { visit, token, listed } = await mailed()
    let read = 0
    const body = new ReadableStream({
      pull(stream) {
        read += 1_000
        stream.enqueue(new Uint8Array(1_000).fill(97))
      },
    })
    const answer = await visit(token, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(answer.status).toBe(200)
    expect(await listed()).toEqual(['ana@customer.test'])
    expect(read).toBeLessThan(10_000)
  })

  it('a mail that was queued before is not sent, whatever comes', async () => {
    let away = false
    const world = await mailed({ fault: (step) => (away && step === 'from' ? { code: 451 } : 'none') })
    const { visit, token, run, later, peer, rows } = world
    away = true
    await later(DAY)
    await run()
    expect((await rows<{ state: string }>('nurture_message')).map((row) => row.state).sort()).toEqual([
      'queued',
      'sent',
    ])
    await visit(token, ONE_CLICK)
    away = false
    await later(DAY)
    await run()
    expect(peer.received).toHaveLength(1)
    expect((await rows<{ state: string }>('nurture_message')).map((row) => row.state).sort()).toEqual([
      'sent',
      'stopped',
    ])
  })

  it('a mail in hand at that moment is waited for, so that nothing leaves after the answer', async () => {
    let release = () => {}
    const world = await mailed()
    const { visit, token, later, peer, database, workspaceId, deps, clock, inside } = world
    await later(DAY)
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = {
      ...deps,
      mailer: {
        send: async (mail: Parameters<NonNullable<typeof deps.mailer>['send']>[0]) => {
          await held
          return deps.mailer!.send(mail)
        },
        close() {},
      },
    }
    const { sweepNurture } = await import('#leads/nurture/index.ts')
    await sweepNurture(database, workspaceId, clock.now)
    const sending = sendQueued(slow, workspaceId)
    const state = () =>
      inside((tx) =>
        tx.execute(
          sql`select 1 from nurture_message where workspace_id = ${workspaceId} and state = 'sending'`,
        ),
      )
    while ((await state()).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    let answered = false
    const answer = visit(token, ONE_CLICK).then((response) => {
      answered = true
      return response
    })
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(answered).toBe(false)
    release()
    expect((await answer).status).toBe(200)
    const atAnswer = peer.received.length
    await sending
    expect(atAnswer).toBe(2)
    expect(peer.received).toHaveLength(2)
  })

  it('years later and again and again, the same link works, and does the same', async () => {
    const { visit, token, listed, later, rows } = await mailed()
    await later(3_650 * DAY)
    for (let n = 0; n < 3; n += 1) expect((await visit(token, ONE_CLICK)).status).toBe(200)
    expect(await listed()).toEqual(['ana@customer.test'])
    expect(await rows('suppression')).toHaveLength(1)
  })

  it('a mistake is taken back, by the owner of the address only and only what they did', async () => {
    const { visit, token, listed, inside, workspaceId } = await mailed()
    await visit(token, ONE_CLICK)
    const html = await (await visit(token, form('action=again'))).text()
    expect(html).toContain('Welcome back')
    expect(await listed()).toEqual([])
    await inside((tx) =>
      tx.execute(sql`insert into suppression (workspace_id, email_norm, reason, recorded_at)
        values (${workspaceId}, 'ana@customer.test', 'bounced', now())`),
    )
    await visit(token, form('action=again'))
    expect(await listed()).toEqual(['ana@customer.test'])
  })

  it('a changed, foreign or invented token does nothing and tells nothing', async () => {
    const { visit, token, links, listed, deps, workspaceId, rows } = await mailed()
    const messageId = (await rows<{ id: string }>('nurture_message'))[0]!.id
    const other = deps.links.unsubscribe(workspaceId, newId(), 'ana@customer.test').split('/u/')[1]!
    const wrongPerson = deps.links.unsubscribe(workspaceId, newId(), 'bo@customer.test').split('/u/')[1]!
    const changed = token.slice(0, 40) + (token[40] === '7' ? '8' : '7') + token.slice(41)
    const bodies = new Set<string>()
    const elsewhere = deps.links.unsubscribe((await mailed()).workspaceId, messageId, 'ana@customer.test')
    const returnPath = mailLinks({ baseUrl: BASE, secretKey: SECRET, mailInDomain: 'in.test' })
      .returnPath(workspaceId, messageId)!
      .slice('b+'.length)
    for (const bad of [
      other,
      elsewhere.split('/u/')[1]!,
      returnPath.split('@')[0]!,
      wrongPerson,
      changed,
      links[0]!,
      'x',
      `${token}0`,
      token.slice(1),
      '%00',
      '../../etc',
    ]) {
      for (const init of [{}, ONE_CLICK, { method: 'HEAD' }]) {
        const response = await visit(bad, init)
        expect(response.status).toBe(404)
        if (init === ONE_CLICK) bodies.add(await response.text())
      }
    }
    expect(bodies.size).toBe(1)
    expect(await listed()).toEqual([])
    for (const method of ['PUT', 'DELETE', 'PATCH']) expect((await visit(token, { method })).status).toBe(405)
  })

  it('ends the track also where a merge took it to a record with another address', async () => {
    const { visit, token, recycled, run, later, peer, inside, workspaceId, personId, clock } = await mailed()
    const survivor = await recycled({ email: 'ana.brandt@customer.test' })
    await inside((tx) => leaveTrack(tx, workspaceId, [survivor], 'stopped', clock.now))
    await inside((tx) =>
      tx.execute(sql`update person set merged_into_id = ${survivor}
        where workspace_id = ${workspaceId} and id = ${personId}`),
    )
    await inside((tx) => leaveTracks(tx, workspaceId, [survivor], clock.now))
    await visit(token, ONE_CLICK)
    await later(90 * DAY)
    await run()
    expect(peer.received).toHaveLength(1)
  })

  it('an address taken off another record is still one address: nobody behind it is written to', async () => {
    const { visit, token, recycled, run, peer } = await mailed()
    await visit(token, ONE_CLICK)
    await recycled({ email: ' ana@customer.test' })
    await run()
    expect(peer.received).toHaveLength(1)
  })
})

describe('T-15, T-16: links that are followed', () => {
  it('lead to what stood in the mail and nowhere else', async () => {
    const { visit, links, token } = await mailed()
    const to = async (at: string) => (await visit(at, { kind: 'r' })).headers.get('location')
    expect(await Promise.all(links.slice(0, 2).map(to))).toEqual([
      'https://acme.test/a?b=1',
      'https://acme.test/b',
    ])
    const changed = links[0]!.slice(0, -1) + (links[0]!.endsWith('7') ? '8' : '7')
    for (const bad of [changed, token, 'https://evil.test', '//evil.test', 'x'.repeat(79)]) {
      const response = await visit(bad, { kind: 'r' })
      expect([response.status, response.headers.get('location')]).toEqual([404, null])
    }
    expect((await visit(links[0]!, { kind: 'r', method: 'POST' })).status).toBe(405)
  })

  it('are a touch of the person, once a day each', async () => {
    const { visit, links, clickJobs, rows, personId } = await mailed()
    for (let n = 0; n < 3; n += 1) await visit(links[0]!, { kind: 'r' })
    expect(await rows('touch')).toEqual([])
    await clickJobs()
    await visit(links[0]!, { kind: 'r' })
    await clickJobs()
    const touches = await rows<Record<string, unknown>>('touch')
    expect(touches).toMatchObject([
      { person_id: personId, kind: 'email_click', side: 'marketing', machine: false, subject: 'First' },
    ])
    expect(touches[0]!.attributes).toMatchObject({
      url: 'https://acme.test/a?b=1',
      track: 'long_term',
      step: 'first',
    })
  })

  it('by machines are kept, labelled and score nothing: headers only, ahead of time, scanners, everything at once', async () => {
    const kinds: [string, (given: Awaited<ReturnType<typeof mailed>>) => Promise<unknown>][] = [
      ['HEAD', ({ visit, links }) => visit(links[0]!, { kind: 'r', method: 'HEAD' })],
      [
        'prefetch',
        ({ visit, links }) =>
          visit(links[0]!, { kind: 'r', headers: { 'user-agent': BROWSER, 'sec-purpose': 'prefetch' } }),
      ],
      [
        'scanner',
        ({ visit, links }) =>
          visit(links[0]!, { kind: 'r', headers: { 'user-agent': 'Mimecast URL Protect' } }),
      ],
      ['no name', ({ visit, links }) => visit(links[0]!, { kind: 'r', headers: {} })],
      [
        'everything at once',
        async ({ visit, links, token, clock }) => {
          await visit(links[0]!, { kind: 'r' })
          clock.now += 4 * SECOND
          await visit(links[1]!, { kind: 'r' })
          clock.now += 4 * SECOND
          await visit(token)
        },
      ],
    ]
    for (const [name, act] of kinds) {
      const given = await mailed()
      await act(given)
      await given.clickJobs()
      const touches = await given.rows<{ machine: boolean; attributes: Record<string, unknown> }>('touch')
      expect(touches.length, name).toBeGreaterThan(0)
      for (const touch of touches) {
        expect(touch.machine, name).toBe(true)
        expect(touch.attributes.machine, name).toEqual(expect.any(String))
      }
      const leads = await given.inside((tx) =>
        tx.execute<{ engagement: number; last_touch_at: number | null }>(
          sql`select engagement, last_touch_at from lead where workspace_id = ${given.workspaceId}`,
        ),
      )
      expect(leads.rows, name).toEqual([{ engagement: 0, last_touch_at: null }])
    }
  })

  it('a person who clicks after a scanner was there is not hidden by it', async () => {
    const { visit, links, clickJobs, rows } = await mailed()
    await visit(links[0]!, { kind: 'r', method: 'HEAD' })
    await clickJobs()
    await visit(links[0]!, { kind: 'r' })
    await clickJobs()
    expect((await rows<{ machine: boolean }>('touch')).map((row) => row.machine).sort()).toEqual([
      false,
      true,
    ])
  })
})
