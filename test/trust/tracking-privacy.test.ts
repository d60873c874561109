import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { DAY } from '#platform/kernel/instant.ts'
import { forgetAnonymous } from '#records/intake/index.ts'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { type Sender, senderOf, touchesIn, workOn } from '../intake.ts'

/** T-25: what a visitor has not agreed to, and what their browser asks not to be stored, is stored nowhere. */

let accord: TestAccord
let admin: TestUser

beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
})

async function rowsWith(text: string, sender: Sender): Promise<number> {
  const { rows } = await accord.database.workspace(sender.workspaceId, (tx) =>
    tx.execute<{ rows: number }>(sql`
      select (select count(*) from intake_event e where e.workspace_id = ${sender.workspaceId} and e::text like ${`%${text}%`})
        + (select count(*) from intake_refusal r where r.workspace_id = ${sender.workspaceId} and r::text like ${`%${text}%`})
        + (select count(*) from intake_work w where w.workspace_id = ${sender.workspaceId} and w::text like ${`%${text}%`}) as rows`),
  )
  return rows[0]!.rows
}

const canary = () => `canary-${newId()}`

describe('tracking.privacy', () => {
  it('stores nothing before consent where a key asks for it, and everything after', async () => {
    const sender = await senderOf(accord, admin, 'public', { consent: 'required' })
    const send = async (consent: unknown) => {
      const anonymousId = canary()
      const answer = await sender.post('page', { anonymousId, messageId: newId(), context: { consent } })
      expect(answer.status).toBe(200)
      return rowsWith(anonymousId, sender)
    }
    for (const refused of [
      undefined,
      null,
      'yes',
      {},
      { granted: 'true' },
      { granted: false },
      { categoryPreferences: { Analytics: false } },
    ])
      expect(await send(refused)).toBe(0)
    expect(await send({ granted: true })).toBeGreaterThan(0)
    expect(await send({ categoryPreferences: { Analytics: true } })).toBeGreaterThan(0)
  })

  it('acts at once on a key that begins to ask for consent', async () => {
    const sender = await senderOf(accord, admin, 'public')
    expect((await sender.post('page', { anonymousId: 'v', messageId: newId() })).status).toBe(200)
    await admin.call(operationNamed(accord, 'write_key.change'), {
      keyId: sender.keyId,
      consent: 'required',
    })
    const anonymousId = canary()
    expect((await sender.post('page', { anonymousId, messageId: newId() })).status).toBe(200)
    expect(await rowsWith(anonymousId, sender)).toBe(0)
  })

  it('honours Global Privacy Control and Do-Not-Track, unless the key does not', async () => {
    const sender = await senderOf(accord, admin, 'public')
    for (const headers of [{ 'sec-gpc': '1' }, { dnt: '1' }] as Record<string, string>[]) {
      const anonymousId = canary()
      await sender.post('page', { anonymousId, messageId: newId() }, { headers })
      expect(await rowsWith(anonymousId, sender)).toBe(0)
    }
    const ignoring = await senderOf(accord, admin, 'public', { honourSignals: false })
    const anonymousId = canary()
    await ignoring.post('page', { anonymousId, messageId: newId() }, { headers: { 'sec-gpc': '1' } })
    expect(await rowsWith(anonymousId, ignoring)).toBeGreaterThan(0)
  })

  it('takes nothing from a site that is not the key’s own', async () => {
    const sender = await senderOf(accord, admin, 'public', { origins: ['https://www.company.test'] })
    const from = async (origin: string) =>
      (await sender.post('page', { anonymousId: 'v', messageId: newId() }, { headers: { origin } })).status
    expect(await from('https://www.company.test')).toBe(200)
    expect(await from('https://evil.test')).toBe(403)
    expect(await from('https://www.company.test.evil.test')).toBe(403)
  })

  it('strips e-mail addresses and everything unknown from the addresses of pages, in every place they may stand', async () => {
    const sender = await senderOf(accord, admin, 'public')
    const mark = canary()
    const address = `https://a.test/u/${mark}@acme.test/x?email=${mark}@acme.test&token=${mark}&utm_source=ok#${mark}`
    await sender.post('batch', {
      batch: [
        {
          type: 'page',
          anonymousId: 'v',
          messageId: newId(),
          context: { page: { url: address, referrer: address, search: `?q=${mark}` } },
        },
        {
          type: 'page',
          anonymousId: 'v',
          messageId: newId(),
          properties: { url: address, referrer: address, search: `?a=${mark}` },
        },
        {
          type: 'track',
          event: 'X',
          anonymousId: 'v',
          messageId: newId(),
          properties: { target: address, nested: [{ href: address }] },
        },
        {
          type: 'page',
          anonymousId: 'v',
          messageId: newId(),
          context: { page: { path: `/u/${mark}@acme.test` }, ip: mark, device: { id: mark } },
        },
      ],
    })
    expect(await rowsWith(mark, sender)).toBe(0)
    expect(await rowsWith('utm_source=ok', sender)).toBeGreaterThan(0)
  })

  it('forgets visitors who stayed unknown for 13 months, and nobody else', async () => {
    const sender = await senderOf(accord, admin, 'secret')
    const unknown = canary()
    const knownId = canary()
    await sender.post('page', { anonymousId: unknown, messageId: newId() })
    await sender.post('identify', {
      anonymousId: knownId,
      userId: 'k',
      messageId: newId(),
      traits: { email: 'k@acme.test' },
    })
    await sender.post('page', { anonymousId: knownId, messageId: newId() })
    await workOn(accord)
    const forget = (days: number) =>
      forgetAnonymous(accord.database, sender.workspaceId, accord.clock.now + days * DAY)
    await forget(394)
    expect(await rowsWith(unknown, sender)).toBeGreaterThan(0)
    await forget(396)
    expect(await rowsWith(unknown, sender)).toBe(0)
    expect(await rowsWith(knownId, sender)).toBeGreaterThan(0)
    expect(await touchesIn(accord, sender.workspaceId)).toHaveLength(1)
  })
})

describe('a wrong clock', () => {
  it('of thirty days in either direction moves nothing', async () => {
    const sender = await senderOf(accord, admin, 'public')
    const { now } = accord.clock
    const iso = (at: number) => new Date(at).toISOString()
    const cases: [string, number, number | undefined, number, string | null][] = [
      // clock ahead and behind by 30 days, event 5 s old: corrected to the second
      ['ahead', now + 30 * DAY - 5_000, now + 30 * DAY, now - 5_000, null],
      ['behind', now - 30 * DAY - 5_000, now - 30 * DAY, now - 5_000, null],
      // corrected between the event and its sending, or no time of sending: nobody can tell, so arrival counts
      ['corrected', now - 30 * DAY, now, now, 'implausible_timestamp'],
      ['corrected back', now + 30 * DAY, now, now, 'implausible_timestamp'],
      ['unsent', now + 30 * DAY, undefined, now, 'implausible_timestamp'],
      // two days without a connection is nothing unusual
      ['offline', now - 2 * DAY, now, now - 2 * DAY, null],
    ]
    for (const [messageId, timestamp, sentAt, occurred, warning] of cases) {
      const event = { anonymousId: 'clock', messageId, timestamp: iso(timestamp) }
      await sender.post('page', sentAt === undefined ? event : { ...event, sentAt: iso(sentAt) })
      const { rows } = await accord.database.workspace(sender.workspaceId, (tx) =>
        tx.execute(sql`select occurred_at, recorded_at, warning from intake_event
          where workspace_id = ${sender.workspaceId} and message_id = ${messageId}`),
      )
      expect(rows).toEqual([{ occurred_at: occurred, recorded_at: now, warning }])
    }
  })
})
