import { afterEach, describe, expect, it } from 'vitest'
import { nurtureJobs, sendQueued, sweepNurture } from '#leads/nurture/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { DAY, HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { createMailer } from '#platform/mail/index.ts'
import { type NurtureWorld, nurtureWorld, SOON } from '../factories/nurture.ts'
import { startSmtpPeer } from '../smtp.ts'

/** T-29 and the mail rows of 3b: whatever a mail server does, a message arrives at most once, and one address harms no other. */

const open: NurtureWorld[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world.close()
})

const steps = [{ key: 'first', email: { subject: 'First', body: 'Hello {{firstName|there}}' } }]

async function world(options: Parameters<typeof nurtureWorld>[1] = {}, more = {}): Promise<NurtureWorld> {
  const made = await nurtureWorld({ steps, ...more }, options)
  open.push(made)
  return made
}

interface Message {
  state: string
  attempts: number
  detail: string | null
  email: string
}

describe('T-29: a message goes out once', () => {
  it('though the server is down for two days and four senders look for work all the time', async () => {
    const made = await world()
    for (let n = 0; n < 8; n += 1) await made.recycled()
    await made.peer.close()
    for (let n = 0; n < 12; n += 1) {
      await made.run()
      await made.later(4 * HOUR)
    }
    const back = await startSmtpPeer(undefined, made.peer.port)
    await Promise.all([made.run(), made.run(), made.run(), made.run()])
    await made.run()
    expect(back.received).toHaveLength(8)
    expect(new Set(back.received.map((mail) => mail.parsed.messageId)).size).toBe(8)
    await back.close()
  })

  it.each([
    ['421 at the greeting', 'connect', { code: 421 }],
    ['451 at the recipient', 'recipient', { code: 451 }],
    ['the sender refused: ours to mend', 'from', { code: 550 }],
    ['451 after the text', 'accepted', { code: 451 }],
    ['the line cut before the text', 'recipient', 'drop'],
    ['silence before the text', 'recipient', 'stall'],
  ] as const)(
    '%s: tried again with growing pauses until it arrives',
    async (_title, at, fault) => {
      let broken = true
      const made = await world({ patience: SOON, fault: (step) => (broken && step === at ? fault : 'none') })
      const attempts = async () => (await made.rows<Message>('nurture_message'))[0]!.attempts
      await made.recycled()
      await made.run()
      await made.later(59_000)
      await made.run()
      expect(await attempts()).toBe(1)
      await made.later(1_000 + 2_000)
      await made.run()
      expect(await attempts()).toBe(2)
      broken = false
      await made.later(5 * MINUTE + 2_000)
      await made.run()
      await made.later(DAY)
      await made.run()
      expect(made.peer.received.filter((mail) => mail.acknowledged)).toHaveLength(1)
      expect(await made.rows('suppression')).toEqual([])
    },
    120_000,
  )

  it('a server that is never there: given up after four days, and shown with the reason', async () => {
    const made = await world({ fault: (step) => (step === 'connect' ? { code: 421 } : 'none') })
    await made.recycled()
    for (let n = 0; n < 30; n += 1) {
      await made.run()
      await made.later(5 * HOUR)
    }
    const [last] = await made.rows<Message>('nurture_message')
    expect(last!.state).toBe('refused')
    expect(last!.detail).toMatch(/^Given up after four days/)
  })

  it.each(['drop', 'stall'] as const)(
    'the text was handed over and the answer never came (%s): flagged as unknown, not sent again by itself',
    async (fault) => {
      const made = await world({ patience: SOON, fault: (step) => (step === 'accepted' ? fault : 'none') })
      await made.recycled()
      await made.run()
      for (let n = 0; n < 5; n += 1) {
        await made.later(DAY)
        await made.run()
      }
      expect(made.peer.received).toHaveLength(1)
      expect(await made.rows<Message>('nurture_message')).toMatchObject([{ state: 'unknown', attempts: 1 }])
    },
  )

  it('550 at the recipient takes that address off every track, and no other', async () => {
    const made = await world({
      fault: (step, to) => (step === 'recipient' && to === 'gone@customer.test' ? { code: 550 } : 'none'),
    })
    await made.recycled({ email: 'gone@customer.test' })
    await made.recycled({ email: 'here@customer.test' })
    await made.run()
    await made.later(DAY)
    await made.run()
    expect(made.peer.received.map((mail) => mail.to[0])).toEqual(['here@customer.test'])
    expect(await made.rows('suppression')).toMatchObject([
      { email_norm: 'gone@customer.test', reason: 'bounced' },
    ])
    const ended = await made.rows<{ ended_because: string }>('enrolment')
    expect(ended.map((row) => row.ended_because).sort()).toEqual(['bounced', null])
  })

  it('the text refused by a filter is not the address’s fault: nobody is suppressed and nothing repeated', async () => {
    const made = await world({
      fault: (step) => (step === 'accepted' ? { code: 554, text: '5.7.1 Looks like spam' } : 'none'),
    })
    await made.recycled()
    await made.run()
    await made.later(DAY)
    await made.run()
    expect(await made.rows<Message>('nurture_message')).toMatchObject([{ state: 'refused', attempts: 1 }])
    expect(await made.rows('suppression')).toEqual([])
  })

  it('an address that hangs delays nobody else', async () => {
    const patience = { connectMs: 20_000, envelopeMs: 20_000, wholeMs: 25_000 }
    const made = await world({
      patience,
      fault: (step, to) => (step === 'recipient' && to.startsWith('slow') ? 'stall' : 'none'),
    })
    for (let n = 0; n < 3; n += 1) await made.recycled({ email: `slow${n}@customer.test` })
    for (let n = 0; n < 20; n += 1) await made.recycled({ email: `quick${n}@customer.test` })
    const started = performance.now()
    const round = made.run()
    await made.peer.arrived(20, 19_000)
    expect(performance.now() - started).toBeLessThan(19_500)
    await round
    expect(
      (await made.rows<Message>('nurture_message')).filter(({ state }) => state === 'queued'),
    ).toHaveLength(3)
  })
})

describe('T-29: a sender that dies with messages in hand', () => {
  it('leaves each of them flagged, none sent twice, none lost without a word; the rest goes on', async () => {
    const made = await world({ fault: (step) => (step === 'accepted' && dying ? 'stall' : 'none') })
    let dying = true
    for (let n = 0; n < 20; n += 1) await made.recycled()
    await sweepNurture(made.database, made.workspaceId, made.clock.now)
    // A process that is killed never writes down what came of it: the mailer answers for ever later.
    const killed = { ...made.deps, mailer: { send: () => new Promise<never>(() => {}), close() {} } }
    void sendQueued(killed, made.workspaceId)
    const inHand = async () =>
      (await made.rows<Message>('nurture_message')).filter(({ state }) => state === 'sending').length
    while ((await inHand()) < 6) await new Promise((resolve) => setTimeout(resolve, 20))
    dying = false
    await made.run()
    expect(made.peer.received).toHaveLength(14)
    expect(await inHand()).toBe(6)
    await made.later(3 * MINUTE + 1)
    await made.run()
    const after = await made.rows<Message>('nurture_message')
    expect(after.filter(({ state }) => state === 'unknown')).toHaveLength(6)
    await made.later(2 * DAY)
    await made.run()
    expect(made.peer.received).toHaveLength(14)
    expect(new Set(made.peer.received.map((mail) => mail.to[0])).size).toBe(14)
  })

  it('four workers over one database, with two of them stopped on the way: everybody once', async () => {
    const made = await world()
    for (let n = 0; n < 60; n += 1) await made.recycled()
    await sweepNurture(made.database, made.workspaceId, made.clock.now)
    const worker = () => {
      const mailer = createMailer({
        smtpUrl: made.peer.url,
        mailFrom: { name: '', address: 'hello@acme.test' },
      })!
      const handlers = nurtureJobs({ ...made.deps, mailer })
      const jobs = startJobs({
        database: made.database,
        handlers,
        log: { warn() {}, error() {} },
        clock: made.deps.clock,
        leaseMs: 1_000,
        pollMs: 20,
      })
      return { jobs, mailer }
    }
    const workers = [worker(), worker(), worker(), worker()]
    await made.peer.arrived(10)
    await Promise.all([workers[0]!.jobs.stop(), workers[1]!.jobs.stop()])
    for (let n = 0; n < 200 && made.peer.received.length < 60; n += 1) {
      await sweepNurture(made.database, made.workspaceId, made.clock.now)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await Promise.all(workers.map(({ jobs }) => jobs.stop()))
    for (const { mailer } of workers) mailer.close()
    expect(made.peer.received).toHaveLength(60)
    expect(new Set(made.peer.received.map((mail) => mail.to[0])).size).toBe(60)
  })
})
