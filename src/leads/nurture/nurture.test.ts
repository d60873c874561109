import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreement, toYaml } from '#agreement/document/index.ts'
import { recomputeIn } from '#leads/lifecycle/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { DAY, HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { recordTouches } from '#records/touches/index.ts'
import { MONDAY_NOON, type NurtureWorld, nurtureWorld } from '#test/factories/nurture.ts'
import { enrol, leaveTrack } from './index.ts'

const open: NurtureWorld[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world.close()
})

const note = (key: string, body = 'Hello {{firstName|there}}, see https://acme.test/guide') => ({
  key,
  email: { subject: `About ${key}`, body },
})

async function world(...args: Parameters<typeof nurtureWorld>): Promise<NurtureWorld> {
  const made = await nurtureWorld(...args)
  open.push(made)
  return made
}

interface Enrolled {
  ended_because: string | null
  next_step_at: number | null
  step: number
}

describe('a recycled person on a track', () => {
  it('gets each message after its wait, then is looked at again, then has come through', async () => {
    const { recycled, run, later, peer, rows } = await world({
      steps: [{ wait: 'P3D' }, note('first'), { wait: 'P4D' }, { wait: 'PT1H' }, note('second')],
      resumeAfter: 'P30D',
    })
    await recycled({ email: 'ana@customer.test' })
    await run()
    expect(peer.received).toHaveLength(0)
    await later(3 * DAY - 1)
    await run()
    expect(peer.received).toHaveLength(0)
    await later(1)
    await run()
    expect(peer.received.map((mail) => mail.parsed.subject)).toEqual(['About first'])
    await run()
    await later(4 * DAY + HOUR - 1)
    await run()
    expect(peer.received).toHaveLength(1)
    await later(1)
    await run()
    await run()
    expect(peer.received.map((mail) => mail.parsed.subject)).toEqual(['About first', 'About second'])
    const [waiting] = await rows<Enrolled>('enrolment')
    expect(waiting).toMatchObject({ ended_because: null, next_step_at: MONDAY_NOON + 30 * DAY })
    await later(30 * DAY)
    await run()
    expect((await rows<Enrolled>('enrolment'))[0]).toMatchObject({
      ended_because: 'completed',
      next_step_at: null,
    })
    expect(peer.received).toHaveLength(2)
  })

  it('gets a message in its own words, with an answer going to the owner', async () => {
    const { recycled, run, peer, inside, workspaceId } = await world({
      steps: [
        note(
          'first',
          'Hi {{firstName|there}} of {{company|your team}},\n\nread [it](https://acme.test/a?b=1&c=2).\n{{sender}}',
        ),
      ],
    })
    const personId = await recycled({ email: 'ana@customer.test', firstName: 'Ana' })
    const sellerId = newId()
    await inside((tx) =>
      tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, email, recorded_at)
        values (${workspaceId}, ${sellerId}, 'Jo Berg', 'jo berg', 'jo@acme.test', now())`),
    )
    await inside((tx) =>
      tx.execute(
        sql`update person set seller_id = ${sellerId} where workspace_id = ${workspaceId} and id = ${personId}`,
      ),
    )
    await run()
    const { parsed } = peer.received[0]!
    expect(parsed.from).toEqual({ address: 'hello@acme.test', name: 'Jo Berg' })
    expect(parsed.replyTo).toEqual([{ address: 'jo@acme.test', name: '' }])
    expect(parsed.text).toMatch(
      /^Hi Ana of your team,\n\nread it: https:\/\/accord\.test\/r\/\w{79}\.\nJo Berg\n\n--\nOur company\nUnsubscribe: https:\/\/accord\.test\/u\/\w{77}\n+$/,
    )
    expect(parsed.html).toContain('Hi Ana of your team,')
    expect(parsed.html).toMatch(/<a href="https:\/\/accord\.test\/r\/\w+">it<\/a>/)
  })

  it('is written to in the open hours of the calendar only, also when the server was away', async () => {
    let away = true
    const { recycled, run, later, peer, clock } = await world(
      { steps: [note('first')], sendWithin: 'office' },
      { fault: (step) => (away && step === 'connect' ? { code: 421 } : 'none') },
    )
    await recycled()
    clock.now = Date.UTC(2026, 5, 19, 15, 50)
    await run()
    away = false
    clock.now = Date.UTC(2026, 5, 20, 12)
    await run()
    expect(peer.received).toHaveLength(0)
    clock.now = Date.UTC(2026, 5, 22, 8, 59)
    await run()
    expect(peer.received).toHaveLength(0)
    await later(MINUTE)
    await run()
    expect(peer.received).toHaveLength(1)
  })

  it('never gets a message of a step twice, whatever track, cycle or record brings it', async () => {
    const { recycled, run, later, peer, inside, workspaceId, clock } = await world({
      steps: [note('first'), { wait: 'P1D' }, note('second')],
    })
    const personId = await recycled({ email: 'ana@customer.test' })
    await run()
    await inside((tx) => leaveTrack(tx, workspaceId, [personId], 'stopped', clock.now))
    await inside((tx) =>
      enrol(tx, workspaceId, { personId, cycle: 2, trackKey: 'long_term', reason: null }, clock.now),
    )
    await run()
    expect(peer.received.map((mail) => mail.parsed.subject)).toEqual(['About first'])
    await later(DAY)
    await run()
    expect(peer.received.map((mail) => mail.parsed.subject)).toEqual(['About first', 'About second'])
    await recycled({ email: 'ANA@customer.test' })
    await run()
    await later(2 * DAY)
    await run()
    expect(peer.received).toHaveLength(2)
  })

  it('never gets a message of a step twice, though a later agreement gives its track another name', async () => {
    const { recycled, run, peer, inside, workspaceId, clock } = await world({
      steps: [note('first'), { wait: 'P3D' }],
    })
    const personId = await recycled({ email: 'ana@customer.test' })
    await run()
    const document = defaultAgreement()
    const [track] = document.recycling.tracks
    Object.assign(track!, { key: 'keep_in_touch', steps: [note('first'), note('second')] })
    delete track!.sendWithin
    await inside(async (tx) => {
      const author = { id: null, name: 'Test' }
      await adopt(tx, workspaceId, { yaml: toYaml(document), author, note: null, now: clock.now })
      const entry = { personId, cycle: 1, trackKey: 'keep_in_touch', reason: 'bad_timing' }
      await enrol(tx, workspaceId, entry, clock.now)
    })
    await run()
    expect(peer.received.map((mail) => mail.parsed.subject)).toEqual(['About first', 'About second'])
  })

  it('never gets a message twice by way of an address that came to them while it waited', async () => {
    const { recycled, run, later, peer, inside, workspaceId, rows } = await world(
      { steps: [note('first'), { wait: 'P3D' }] },
      { fault: (step, to) => (step === 'recipient' && to.startsWith('ana') ? { code: 451 } : 'none') },
    )
    await recycled({ email: 'office@customer.test' })
    await run()
    await later(MINUTE)
    const personId = await recycled({ email: 'ana@customer.test' })
    await run()
    await inside((tx) =>
      tx.execute(sql`update person set email = 'Office@customer.test', email_norm = 'office@customer.test'
        where workspace_id = ${workspaceId} and id = ${personId}`),
    )
    await later(HOUR)
    await run()
    expect(peer.received.map((mail) => mail.to[0])).toEqual(['office@customer.test'])
    expect(await rows('nurture_message')).toMatchObject([
      { state: 'sent' },
      { state: 'stopped', detail: 'Had this message before' },
    ])
    expect((await rows<Enrolled>('enrolment'))[1]).toMatchObject({ ended_because: null, step: 1 })
  })

  it('is written to once though records with the same address are swept by several processes', async () => {
    const { recycled, run, peer } = await world({ steps: [note('first'), { wait: 'P3D' }] })
    for (let n = 0; n < 12; n += 1) await recycled({ email: `office${n % 3}@customer.test` })
    await Promise.all([run(), run(), run(), run()])
    await run()
    expect(peer.received.map((mail) => mail.to[0]).sort()).toEqual([
      ...['office0@customer.test', 'office1@customer.test', 'office2@customer.test'],
    ])
  })

  it('is not written to twice by two processes that sweep at once', async () => {
    const { recycled, run, peer } = await world({ steps: [note('first')] })
    for (let n = 0; n < 12; n += 1) await recycled()
    await Promise.all([run(), run(), run(), run()])
    await run()
    expect(peer.received).toHaveLength(12)
    expect(new Set(peer.received.map((mail) => mail.to[0])).size).toBe(12)
  })

  it('gets nothing more after a stop of two weeks than was due, and later steps count from then', async () => {
    const { recycled, run, later, peer } = await world({
      steps: [note('first'), { wait: 'P2D' }, note('second'), { wait: 'P2D' }, note('third')],
    })
    await recycled()
    await run()
    await later(14 * DAY)
    await run()
    await run()
    expect(peer.received).toHaveLength(2)
    await later(2 * DAY)
    await run()
    expect(peer.received).toHaveLength(3)
  })
})

describe('leaving a track', () => {
  const steps = [{ wait: 'P1D' }, note('first')]
  const because = async ({ rows }: NurtureWorld) =>
    (await rows<Enrolled>('enrolment')).map((row) => row.ended_because)

  it('happens when the person qualifies again, and not for mere interest', async () => {
    const made = await world({ steps })
    const { recycled, run, later, inside, workspaceId, clock } = made
    const personId = await recycled()
    const visit = (kind: 'page_view' | 'demo_request', dedupeKey: string) =>
      inside(async (tx) => {
        const touch = {
          ...{ id: newId(), personId, campaignId: null, sellerId: null, kind, side: 'marketing' as const },
          ...{ direction: 'inbound' as const, channel: null, subject: null, machine: false, attributes: {} },
          ...{ occurredAt: clock.now, source: 'test', dedupeKey },
        }
        await recordTouches(tx, workspaceId, [touch], clock.now)
        await recomputeIn(tx, workspaceId, [personId], clock.now)
      })
    await later(8 * DAY)
    await visit('page_view', 'a')
    await run()
    expect(made.peer.received).toHaveLength(1)
    await later(HOUR)
    await visit('demo_request', 'b')
    await later(DAY * 90)
    await run()
    expect(await because(made)).toEqual(['qualified_again'])
  })

  it('happens by the agreement’s own rule', async () => {
    const made = await world({ steps, exitWhen: 'person.email.endsWith("@rival.test")' })
    await made.recycled({ email: 'a@rival.test' })
    await made.recycled({ email: 'a@customer.test' })
    await made.later(DAY)
    await made.run()
    expect((await because(made)).sort()).toEqual(['exit_rule', null].sort())
    expect(made.peer.recipients).toEqual(['a@customer.test'])
  })

  it('keeps what waits from being sent', async () => {
    let away = true
    const made = await world(
      { steps: [note('first')] },
      { fault: (step) => (away && step === 'connect' ? { code: 421 } : 'none') },
    )
    const personId = await made.recycled()
    await made.run()
    away = false
    await made.inside((tx) => leaveTrack(tx, made.workspaceId, [personId], 'converted', made.clock.now))
    await made.later(HOUR)
    await made.run()
    expect(made.peer.received).toHaveLength(0)
    expect((await made.rows<{ state: string }>('nurture_message')).map((row) => row.state)).toEqual([
      'stopped',
    ])
  })

  it('happens when no address is known, and when it is no single address', async () => {
    const made = await world({ steps })
    await made.recycled({ email: '"a@evil.test x"@ours.test' })
    await made.recycled({ email: '' })
    await made.later(DAY)
    await made.run()
    expect(await because(made)).toEqual(['no_address', 'no_address'])
    expect(made.peer.recipients).toEqual([])
  })
})
