import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { newWriteKey } from '#records/intake/keys.ts'
import { type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { type Sender, senderOf } from '../intake.ts'

/** T-10 for the tracking API: limits hold for an address block and a key, and nobody else notices. */

let accord: TestAccord
let admin: TestUser
let site: Sender

beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  site = await senderOf(accord, admin, 'public')
})

const batchOf = (events: number) => ({
  batch: Array.from({ length: events }, () => ({ type: 'page', anonymousId: 'v', messageId: newId() })),
})

/** Sends batches of 100 until one is refused; answers how many events passed. */
async function passing(
  sender: Sender,
  nth: (n: number) => { address: string; headers?: Record<string, string> },
) {
  for (let sent = 0; ; sent += 1) {
    const answer = await sender.post('batch', batchOf(100), nth(sent))
    if (answer.status === 429) return { events: sent * 100, answer }
    expect(answer.status).toBe(200)
    if (sent > 300) throw new Error('There is no limit')
  }
}

describe('ratelimit of events', () => {
  it('holds for one address however it calls itself', async () => {
    const { events, answer } = await passing(site, (n) => ({
      address: '203.0.113.50',
      headers: {
        'x-forwarded-for': `10.0.${n}.1, 192.0.2.${n}`,
        forwarded: `for=192.0.2.${n}`,
        'x-real-ip': `192.0.2.${n}`,
      },
    }))
    expect(events).toBe(1_000)
    const wait = Number(answer.headers.get('retry-after'))
    expect(wait).toBeGreaterThanOrEqual(1)
    expect(await answer.json()).toMatchObject({ success: false, reason: 'rate_address' })
    accord.clock.now += wait * 1_000
    expect((await site.post('batch', batchOf(100), { address: '203.0.113.50' })).status).toBe(200)
    expect((await site.post('batch', batchOf(1), { address: '203.0.113.51' })).status).toBe(200)
  })

  it('holds for a whole block of 2^64 addresses, and not for the block beside it', async () => {
    const { events } = await passing(site, (n) => ({ address: `2001:db8:7:7:${n.toString(16)}::${n}` }))
    expect(events).toBe(1_000)
    expect((await site.post('batch', batchOf(100), { address: '2001:db8:7:8::1' })).status).toBe(200)
  })

  it('holds where no address is known', async () => {
    const sender = await senderOf(accord, admin, 'public')
    const direct = async () => {
      const request = new Request('http://127.0.0.1:3999/v1/batch', {
        method: 'POST',
        body: JSON.stringify({ ...batchOf(500), writeKey: sender.token }),
      })
      return (await accord.app.fetch(request)).status
    }
    expect([await direct(), await direct(), await direct()]).toEqual([200, 200, 429])
  })

  it('holds for one key over all addresses within 5 %, and another key is as fast as before', async () => {
    const busy = await senderOf(accord, admin, 'public')
    const { events, answer } = await passing(busy, (n) => ({ address: `198.18.${n}.1` }))
    expect(Math.abs(events - 10_000)).toBeLessThanOrEqual(500)
    expect(await answer.json()).toMatchObject({ reason: 'rate_key' })
    const other = await senderOf(accord, admin, 'public')
    expect((await other.post('batch', batchOf(100), { address: '198.19.0.1' })).status).toBe(200)
  })

  it('counts guesses of keys against the address that guesses', async () => {
    const guess = () =>
      site.post('track', { event: 'X', userId: 'u' }, { key: 'accord_web_guess', address: '203.0.113.99' })
    const answers = await Promise.all(Array.from({ length: 1_010 }, guess))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(1_000)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
  })

  it('asks the database for no more keys of an address that guessed too many, and still takes those it knows', async () => {
    let statements = 0
    const counted = await testAccord({
      onStatement: () => {
        statements += 1
      },
    })
    const sender = await senderOf(counted, await counted.setUp(), 'public')
    const address = '203.0.113.98'
    const event = { type: 'page', anonymousId: 'v' }
    const guess = () =>
      sender.post('page', event, { key: newWriteKey('public', sender.workspaceId).token, address })
    expect((await sender.post('page', event, { address })).status).toBe(200)
    for (let sent = 0; sent < 1_000; sent += 1) expect((await guess()).status).toBe(401)
    const before = statements
    for (let sent = 0; sent < 20; sent += 1) expect((await guess()).status).toBe(429)
    expect(statements).toBe(before)
    expect((await sender.post('page', event, { address })).status).toBe(200)
  })
})
