import type http from 'node:http'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Jobs } from '#platform/jobs/index.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import { publish } from '#workspace/notifications/index.ts'
import { operationNamed, type TestUser, testAccord } from '../accord.ts'
import { type Received, type Receiver, startReceiver } from '../receiver.ts'
import { startSenders } from '../senders.ts'

/** What everything here believes the time to be. */
let clock = { now: Date.UTC(2026, 5, 15, 9) }

/** Outgoing webhooks against real receivers: signatures (T-24), the schedule, and everything a receiver can do wrong (3b). */

const receivers: Receiver[] = []
const receiver = async () => {
  const one = await startReceiver(() => clock.now)
  receivers.push(one)
  return one
}
const [first, second] = [await receiver(), await receiver()]
const hanging = await Promise.all(Array.from({ length: 10 }, receiver))
const ALLOW = receivers.map((one) => one.host)

const accord = await testAccord({ env: { OUTBOUND_ALLOW: ALLOW.join(',') }, at: clock.now })
clock = accord.clock
const admin: TestUser = await accord.setUp()
const workspaceId = (
  (await admin.call(operationNamed(accord, 'session.read'))).body.workspace as { id: string }
).id
let jobs: Jobs
let ids: string[] = []

const call = async (id: string, input: Record<string, unknown> = {}) => {
  const answer = await admin.call(operationNamed(accord, id), input)
  if (answer.status >= 300) throw new Error(`${id} answered ${answer.status}: ${answer.text}`)
  return answer.body
}
const start = (realTime = false) => {
  jobs = startSenders({
    database: accord.database,
    dataDir: accord.dataDir,
    allow: ALLOW,
    ...(realTime ? {} : { clock: () => clock.now }),
  })
}
const endpoint = async (to: Receiver, events = ['*']): Promise<{ id: string; secret: string }> => {
  const made = await call('webhook.create', { url: to.url, events })
  ids.push(made.id)
  return made
}
const tell = (data: Record<string, unknown>, at = clock.now) =>
  accord.database.workspace(workspaceId, (tx) => publish(tx, workspaceId, 'handoff.accepted', data, at))
const message = async (id: string) => (await call('webhook.messages', { id })).items[0]
const webhook = async (id: string) =>
  (await call('webhook.list')).items.find((one: { id: string }) => one.id === id)

/** Travels to whatever is due next until nothing is waiting. */
async function playOut(endpointId: string, until = Number.POSITIVE_INFINITY): Promise<void> {
  for (;;) {
    await jobs.idle()
    const { items } = await call('webhook.messages', { id: endpointId, state: 'waiting', limit: 500 })
    const next = Math.min(...items.map((one: { nextAt: string }) => Date.parse(one.nextAt)))
    if (next > until || !Number.isFinite(next)) return
    clock.now = Math.max(clock.now, next)
  }
}

beforeEach(() => {
  ids = []
  for (const one of receivers) {
    one.received.length = 0
    one.answer = (_, response) => void response.end('ok')
  }
})
afterEach(async () => {
  await jobs?.stop()
  for (const id of ids) await call('webhook.remove', { id })
})
afterAll(() => Promise.all(receivers.map((one) => one.close())))

describe('T-24 signatures', () => {
  /** A receiver as the guide tells to build it: the reference verifier, and each id once. */
  function careful(secret: string) {
    const seen = new Set<string>()
    return ({ headers, body }: Pick<Received, 'headers' | 'body'>) => {
      try {
        new Webhook(secret).verify(body, headers)
      } catch (error) {
        if (error instanceof WebhookVerificationError) return 'refused'
        throw error
      }
      if (seen.has(headers['webhook-id']!)) return 'known'
      seen.add(headers['webhook-id']!)
      return 'accepted'
    }
  }

  it('only the first genuine one is accepted; tampered, replayed, skewed and doubled ones are not', async () => {
    clock.now = Date.now()
    const { secret } = await endpoint(first)
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64').length).toBe(32)
    start()
    await tell({ handOffId: 'h1', note: '“Grüße” ✓ <b>' })
    await jobs.idle()
    const [got] = first.received
    const take = careful(secret)
    const headers = got!.headers
    expect(headers['content-type']).toBe('application/json')
    expect(JSON.parse(got!.body)).toEqual({
      type: 'handoff.accepted',
      timestamp: new Date(clock.now).toISOString(),
      data: { handOffId: 'h1', note: '“Grüße” ✓ <b>' },
    })
    const timestamp = Number(headers['webhook-timestamp'])
    for (const [name, other] of Object.entries({
      'another body': { headers, body: got!.body.replace('h1', 'h2') },
      'one byte more': { headers, body: `${got!.body} ` },
      'another id': { headers: { ...headers, 'webhook-id': 'msg_other' }, body: got!.body },
      'a later timestamp': {
        headers: { ...headers, 'webhook-timestamp': String(timestamp + 1) },
        body: got!.body,
      },
      'no signature': { headers: { ...headers, 'webhook-signature': '' }, body: got!.body },
      'an unknown scheme': {
        headers: { ...headers, 'webhook-signature': headers['webhook-signature']!.replace('v1,', 'v0,') },
        body: got!.body,
      },
    }))
      expect(take(other as Received), name).toBe('refused')
    expect(careful(`whsec_${Buffer.alloc(32).toString('base64')}`)(got!)).toBe('refused')
    expect(take(got!)).toBe('accepted')
    expect(take(got!)).toBe('known')
  })

  it('one whose timestamp lies more than five minutes off is refused', async () => {
    const { secret } = await endpoint(first)
    start()
    for (const skew of [-6 * MINUTE, 6 * MINUTE]) {
      clock.now = Date.now() + skew
      await tell({ n: 1 })
      await jobs.idle()
      expect(careful(secret)(first.received.at(-1)!)).toBe('refused')
    }
  })

  it('data of a megabyte becomes a body below 20 kB that still verifies', async () => {
    clock.now = Date.now()
    const { secret } = await endpoint(first)
    start()
    await tell({
      handOffId: 'h1',
      note: 'ü'.repeat(1_000_000),
      rows: Array(5_000).fill({ a: 'x'.repeat(90) }),
    })
    await jobs.idle()
    const [got] = first.received
    expect(Buffer.byteLength(got!.body)).toBeLessThan(20_000)
    expect(careful(secret)(got!)).toBe('accepted')
    expect(JSON.parse(got!.body).data).toMatchObject({ handOffId: 'h1', shortened: true })
  })

  it('for 24 hours after a change both secrets verify, then only the new one', async () => {
    clock.now = Date.now() - DAY
    const { id, secret: before } = await endpoint(first)
    start()
    const { secret: after } = await call('webhook.rotate_secret', { id })
    expect(after).not.toBe(before)
    await tell({ n: 1 })
    await jobs.idle()
    expect(first.received[0]!.headers['webhook-signature']!.split(' ')).toHaveLength(2)
    clock.now += DAY
    await tell({ n: 2 })
    await jobs.idle()
    expect(first.received[1]!.headers['webhook-signature']!.split(' ')).toHaveLength(1)
    expect(careful(after)(first.received[1]!)).toBe('accepted')
    expect(careful(before)(first.received[1]!)).toBe('refused')
  })

  it('secrets lie sealed in the database, bound to their row, and show nowhere', async () => {
    const [one, two] = [await endpoint(first), await endpoint(second)]
    const dump = await accord.database.system(async (tx) =>
      JSON.stringify((await tx.execute('select * from webhook_endpoint')).rows),
    )
    const list = JSON.stringify(await call('webhook.list'))
    for (const text of [one.secret, two.secret, one.secret.slice(6), two.secret.slice(6)]) {
      expect(dump).not.toContain(text)
      expect(list).not.toContain(text)
    }
    await accord.database.system((tx) =>
      tx.execute(
        `update webhook_endpoint set secret_sealed = (select secret_sealed from webhook_endpoint where id = '${two.id}') where id = '${one.id}'`,
      ),
    )
    start()
    await tell({ n: 1 })
    await jobs.idle()
    expect(first.received).toEqual([])
    expect((await message(one.id)).lastFault).toContain('SECRET_KEY has changed')
    expect(await message(two.id)).toMatchObject({ state: 'delivered' })
  })
})

describe('the schedule', () => {
  const OFFSETS = [0, 5, 305, 2_105, 9_305, 27_305, 63_305, 113_705, 185_705, 272_105].map((s) => s * SECOND)

  it('a message that is never taken is tried exactly ten times, at its offsets', async () => {
    first.answer = (_, response) => void response.writeHead(500).end('broken')
    const { id } = await endpoint(first)
    start()
    const from = clock.now
    await tell({ n: 1 })
    await playOut(id)
    expect(first.received).toHaveLength(10)
    first.received.forEach(({ at }, attempt) => {
      const offset = at - from
      expect(offset, `attempt ${attempt + 1}`).toBeGreaterThanOrEqual(OFFSETS[attempt]! * 0.8)
      expect(offset, `attempt ${attempt + 1}`).toBeLessThanOrEqual(OFFSETS[attempt]! * 1.2)
    })
    expect(new Set(first.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(first.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10)
    expect(new Set(first.received.map(({ body }) => body)).size).toBe(1)
    expect(await message(id)).toMatchObject({ state: 'failed', attempts: 10, lastStatus: 500 })
    const { log } = await call('webhook.message', { id, messageId: (await message(id)).id })
    expect(log.map((one: { number: number }) => one.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(log[0]).toMatchObject({ status: 500, fault: 'Answered 500.', excerpt: 'broken' })
    await call('webhook.replay_message', { id, messageId: (await message(id)).id })
    first.answer = (_, response) => void response.end()
    await jobs.idle()
    expect(await message(id)).toMatchObject({ state: 'delivered', attempts: 11 })
  })

  it('a receiver that is down for six hours gets everything, each once accepted', async () => {
    const from = clock.now
    first.answer = (_, response) => void response.writeHead(clock.now < from + 6 * HOUR ? 503 : 204).end()
    const { id } = await endpoint(first)
    start()
    for (let n = 0; n < 10; n += 1) {
      await playOut(id, from + n * 36 * MINUTE)
      clock.now = from + n * 36 * MINUTE
      await tell({ n })
    }
    await playOut(id)
    const accepted = first.received.filter(({ at }) => at >= from + 6 * HOUR)
    expect(accepted.map(({ body }) => JSON.parse(body).data.n).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, n) => n),
    )
    expect((await webhook(id)).failingSince).toBeNull()
  }, 180_000)

  it('a receiver that asks for time with Retry-After is left alone that long', async () => {
    const from = clock.now
    first.answer = (_, response) =>
      void response.writeHead(first.received.length === 1 ? 429 : 200, { 'retry-after': '3600' }).end()
    const { id } = await endpoint(first)
    start()
    await tell({ n: 1 })
    await playOut(id)
    expect(first.received).toHaveLength(2)
    expect(first.received[1]!.at - from).toBeGreaterThanOrEqual(HOUR)
    expect(await message(id)).toMatchObject({ state: 'delivered' })
  })

  it('what failed since an instant is sent again at once', async () => {
    first.answer = (_, response) => void response.writeHead(500).end()
    const { id } = await endpoint(first)
    start()
    const from = clock.now
    await tell({ n: 1 })
    await playOut(id, from + HOUR)
    clock.now = from + HOUR
    const since = clock.now
    await tell({ n: 2 })
    await tell({ n: 3 })
    await playOut(id)
    first.received.length = 0
    first.answer = (_, response) => void response.end()
    expect(await call('webhook.replay_failed', { id, since: new Date(since).toISOString() })).toEqual({
      replayed: 2,
    })
    await jobs.idle()
    expect(first.received.map(({ body }) => JSON.parse(body).data.n).sort()).toEqual([2, 3])
  })

  it('an endpoint that fails for five days is switched off, and the administrators are told once', async () => {
    first.answer = (_, response) => void response.writeHead(500).end()
    const { id } = await endpoint(first)
    start()
    for (let n = 0; n <= 6; n += 1) {
      await tell({ n })
      await playOut(id, clock.now + 20 * HOUR)
      clock.now += 20 * HOUR
    }
    await playOut(id)
    expect(await webhook(id)).toMatchObject({
      state: 'disabled',
      disabledReason: 'It has failed for five days.',
    })
    const { items } = await call('notification.list', { limit: 500 })
    expect(items.filter((one: { href: string }) => one.href.includes(id))).toHaveLength(1)
    first.received.length = 0
    await tell({ n: 99 })
    await jobs.idle()
    expect(first.received).toEqual([])
  })
})

describe('what a receiver can do wrong', () => {
  it('410 switches the endpoint off at once, with a notice', async () => {
    first.answer = (_, response) => void response.writeHead(410).end()
    const { id } = await endpoint(first)
    start()
    await tell({ n: 1 })
    await playOut(id)
    expect(first.received).toHaveLength(1)
    expect(await webhook(id)).toMatchObject({ state: 'disabled' })
    const { items } = await call('notification.list', {})
    expect(items[0]).toMatchObject({ kind: 'webhook.disabled', urgent: true })
    expect((await admin.call(operationNamed(accord, 'webhook.test'), { id })).status).toBe(409)
    await call('webhook.change', { id, state: 'active' })
    first.answer = (_, response) => void response.end()
    await call('webhook.test', { id })
    await jobs.idle()
    expect(JSON.parse(first.received.at(-1)!.body)).toMatchObject({ type: 'webhook.test' })
  })

  it.each([301, 302, 307, 308])('%s is a failure; where it points to gets nothing', async (status) => {
    first.answer = (_, response) => void response.writeHead(status, { location: second.url }).end()
    const { id } = await endpoint(first)
    start()
    await tell({ n: 1 })
    await jobs.idle()
    expect(second.received).toEqual([])
    expect(await message(id)).toMatchObject({ state: 'waiting', lastStatus: status, attempts: 1 })
  })

  it('a gigabyte after 200 is delivered, and read no further than 64 kB', async () => {
    let sent = 0
    first.answer = (_, response) => {
      response.writeHead(200)
      const chunk = Buffer.alloc(64 * 1024, 'x')
      const pump = () => {
        while (!response.destroyed && sent < 1024 ** 3) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', pump)
        }
      }
      pump()
    }
    const { id } = await endpoint(first)
    start()
    await tell({ n: 1 })
    await jobs.idle()
    const { log } = await call('webhook.message', { id, messageId: (await message(id)).id })
    expect(await message(id)).toMatchObject({ state: 'delivered' })
    expect(log[0].excerpt).toHaveLength(2_000)
    expect(sent).toBeLessThan(32 * 1024 * 1024)
  })

  it('a body at one byte a second holds up nothing: the status decides', async () => {
    first.answer = (_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 1_000)
      response.on('close', () => clearInterval(drip))
    }
    const { id } = await endpoint(first)
    start()
    const from = performance.now()
    await tell({ n: 1 })
    await jobs.idle()
    expect(performance.now() - from).toBeLessThan(8_000)
    expect(await message(id)).toMatchObject({ state: 'delivered' })
  })

  it('no answer within 15 seconds, headers at a byte a second, and a closed connection are failures', async () => {
    first.answer = () => {}
    second.answer = (request) => {
      const text = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
      let at = 0
      const drip = setInterval(() => request.socket.write(text[at++] ?? ''), 1_000)
      request.socket.on('close', () => clearInterval(drip))
      request.socket.on('error', () => {})
    }
    hanging[0]!.answer = (request) => void request.socket.destroy()
    const made = [await endpoint(first), await endpoint(second), await endpoint(hanging[0]!)]
    start()
    await tell({ n: 1 })
    await jobs.idle()
    const faults = await Promise.all(made.map(async ({ id }) => (await message(id)).lastFault))
    expect(faults[0]).toBe('No answer within 15 seconds.')
    expect(faults[1]).toBe('No answer within 15 seconds.')
    expect(faults[2]).toContain('could not be reached')
  }, 40_000)

  it('ten endpoints that hang leave a healthy one its p95 below five seconds', async () => {
    clock.now = Date.now()
    const hang = (_: http.IncomingMessage, __: http.ServerResponse) => {}
    for (const one of hanging) one.answer = hang
    for (const one of hanging) await endpoint(one)
    await endpoint(first)
    const latencies: number[] = []
    first.answer = (_, response, body) => {
      latencies.push(Date.now() - JSON.parse(body).data.sentAt)
      response.end()
    }
    start(true)
    for (let n = 0; n < 60; n += 1) {
      await tell({ sentAt: Date.now() }, Date.now())
      await new Promise((done) => setTimeout(done, 50))
    }
    await expect.poll(() => latencies.length, { timeout: 30_000 }).toBe(60)
    const p95 = latencies.sort((a, b) => a - b)[56]!
    console.info(`webhooks: p95 of a healthy endpoint beside ten that hang: ${p95} ms`)
    expect(p95).toBeLessThan(5_000)
    await jobs.stop(100)
  }, 60_000)
})
