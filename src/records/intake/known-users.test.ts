import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startJobs } from '#platform/jobs/index.ts'
import { DAY } from '#platform/kernel/instant.ts'
import { identityJobs, suppressedAmong } from '#records/people/index.ts'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '#test/accord.ts'
import { type Sender, senderOf, touchesIn, workOn } from '#test/intake.ts'
import { forgetAnonymous } from './index.ts'

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
beforeEach(() => {
  accord.clock.now += 60_000
})

/** Whose the touches of these events are, by address; null: nobody's. */
async function ownersOf(...messageIds: string[]): Promise<(string | null)[]> {
  const { rows } = await accord.database.workspace(server.workspaceId, (tx) =>
    tx.execute<{ id: string; email: string }>(
      sql`select p.id, p.email from person p where p.workspace_id = ${server.workspaceId}`,
    ),
  )
  const touches = await touchesIn(accord, server.workspaceId)
  return messageIds.map((messageId) => {
    const personId = touches.find(({ dedupe_key }) => dedupe_key === messageId)?.person_id
    return rows.find(({ id }) => id === personId)?.email ?? null
  })
}

const send = async (sender: Sender, path: string, body: Record<string, unknown>) => {
  expect((await sender.post(path, body)).status).toBe(200)
  await workOn(accord)
  accord.clock.now += 1_000
}

describe('events of a user id that nobody had named', () => {
  it('follow once it is named, with the visitor they came from, in one batch and in several', async () => {
    await send(site, 'page', { anonymousId: 'a1', messageId: 'page-1', name: 'Prices' })
    await send(server, 'batch', {
      batch: [
        { type: 'track', event: 'Demo Requested', userId: 'u1', anonymousId: 'a1', messageId: 'demo-1' },
        { type: 'identify', userId: 'u1', traits: { email: 'ann@one.test' }, messageId: 'named-1' },
      ],
    })
    expect(await ownersOf('page-1', 'demo-1')).toEqual(['ann@one.test', 'ann@one.test'])
    await send(site, 'page', { anonymousId: 'a2', messageId: 'page-2' })
    await send(server, 'track', {
      event: 'Demo Requested',
      userId: 'u2',
      anonymousId: 'a2',
      messageId: 'demo-2',
    })
    await send(server, 'identify', { userId: 'u2', traits: { email: 'bob@one.test' }, messageId: 'named-2' })
    expect(await ownersOf('page-2', 'demo-2')).toEqual(['bob@one.test', 'bob@one.test'])
  })

  it('follow as well once the visitor is known, and a visitor tied to a user id brings what they did', async () => {
    await send(server, 'track', {
      event: 'Signed Up',
      userId: 'u3',
      anonymousId: 'a3',
      messageId: 'signed-3',
    })
    await send(site, 'identify', {
      anonymousId: 'a3',
      traits: { email: 'cy@one.test' },
      messageId: 'named-3',
    })
    expect(await ownersOf('signed-3')).toEqual(['cy@one.test'])
    await send(site, 'page', { anonymousId: 'a4', messageId: 'page-4' })
    await send(server, 'identify', { userId: 'u4', anonymousId: 'a4', messageId: 'tied-4' })
    await send(server, 'identify', { userId: 'u4', traits: { email: 'dee@one.test' }, messageId: 'named-4' })
    expect(await ownersOf('page-4')).toEqual(['dee@one.test'])
  })

  it('stay with nobody when a public key says so', async () => {
    await send(site, 'track', { event: 'Signed Up', userId: 'u5', anonymousId: 'a5', messageId: 'signed-5' })
    await send(server, 'identify', { userId: 'u5', traits: { email: 'eva@one.test' }, messageId: 'named-5' })
    expect(await ownersOf('signed-5')).toEqual([null])
  })
})

describe('an alias with a secret key makes an unknown user id that of', () => {
  const demo = (userId: string) =>
    send(server, 'track', { event: 'Demo Requested', userId, messageId: `demo-${userId}` })

  it('the person with the earlier user id, and joins the visitor it came from', async () => {
    await send(server, 'identify', { userId: 'old-1', traits: { email: 'ann@two.test' }, messageId: 'n-1' })
    await send(site, 'page', { anonymousId: 'b1', messageId: 'b1-page' })
    await send(server, 'alias', {
      previousId: 'old-1',
      userId: 'new-1',
      anonymousId: 'b1',
      messageId: 'al-1',
    })
    await demo('new-1')
    expect(await ownersOf('demo-new-1', 'b1-page')).toEqual(['ann@two.test', 'ann@two.test'])
  })

  it('the person a visitor was proven to be, now or later', async () => {
    await send(server, 'identify', { anonymousId: 'b2', traits: { email: 'bob@two.test' }, messageId: 'n-2' })
    await send(server, 'alias', { previousId: 'b2', userId: 'new-2', messageId: 'al-2' })
    await demo('new-2')
    await send(server, 'alias', { previousId: 'b3', userId: 'new-3', messageId: 'al-3' })
    await demo('new-3')
    expect(await ownersOf('demo-new-2', 'demo-new-3')).toEqual(['bob@two.test', null])
    await send(server, 'identify', { anonymousId: 'b3', traits: { email: 'cy@two.test' }, messageId: 'n-3' })
    expect(await ownersOf('demo-new-3')).toEqual(['cy@two.test'])
  })

  it('the person with the address that was the user id, known or not', async () => {
    await send(server, 'identify', { userId: 'jen@two.test', messageId: 'n-4' })
    await send(server, 'alias', { previousId: 'jen@two.test', userId: '507f191e81', messageId: 'al-4' })
    await demo('507f191e81')
    await send(server, 'alias', { previousId: 'joe@two.test', userId: '507f191e82', messageId: 'al-5' })
    await demo('507f191e82')
    expect(await ownersOf('demo-507f191e81', 'demo-507f191e82')).toEqual(['jen@two.test', 'joe@two.test'])
  })

  it('nobody on a mere claim: of a visitor with a public key, or by an alias with one', async () => {
    await send(site, 'identify', { anonymousId: 'b6', traits: { email: 'ceo@two.test' }, messageId: 'n-6' })
    await send(server, 'alias', { previousId: 'b6', userId: 'new-6', messageId: 'al-6' })
    await demo('new-6')
    await send(site, 'alias', { previousId: 'old-1', userId: 'new-7', anonymousId: 'b7', messageId: 'al-7' })
    await demo('new-7')
    expect(await ownersOf('demo-new-6', 'demo-new-7')).toEqual([null, null])
    await send(server, 'identify', { userId: 'new-6', traits: { email: 'eve@two.test' }, messageId: 'n-7' })
    expect(await ownersOf('demo-new-6')).toEqual(['eve@two.test'])
  })

  it('nobody else: two known people stay two', async () => {
    await send(server, 'identify', { userId: 'k1', traits: { email: 'kim@two.test' }, messageId: 'n-8' })
    await send(server, 'identify', { userId: 'k2', traits: { email: 'lee@two.test' }, messageId: 'n-9' })
    await send(server, 'alias', { previousId: 'k1', userId: 'k2', messageId: 'al-8' })
    await demo('k1')
    await demo('k2')
    expect(await ownersOf('demo-k1', 'demo-k2')).toEqual(['kim@two.test', 'lee@two.test'])
  })
})

describe('nothing is sent any more', () => {
  const suppressed = async (...emails: string[]) => [
    ...(await accord.database.workspace(server.workspaceId, (tx) =>
      suppressedAmong(tx, server.workspaceId, emails),
    )),
  ]

  it.each([
    ['Unsubscribed', 'unsubscribed'],
    ['Email Marked as Spam', 'complained'],
    ['Email Bounced', 'bounced'],
  ])('to a person of whom a server says %s by the user id alone', async (event, reason) => {
    const email = `${reason}@three.test`
    await send(server, 'identify', { userId: reason, traits: { email }, messageId: `r-${reason}` })
    await send(site, 'track', { event, userId: reason, anonymousId: 'c1', messageId: `claim-${reason}` })
    expect(await suppressed(email)).toEqual([])
    await send(server, 'track', { event, userId: reason, messageId: `say-${reason}` })
    expect(await suppressed(email)).toEqual([email])
    const { rows } = await accord.database.workspace(server.workspaceId, (tx) =>
      tx.execute(
        sql`select s.reason from suppression s where s.workspace_id = ${server.workspaceId} and s.email_norm = ${email}`,
      ),
    )
    expect(rows).toEqual([{ reason }])
  })

  it('to a user who is named after they unsubscribed', async () => {
    await send(server, 'track', { event: 'Unsubscribed', userId: 'late', messageId: 'late-1' })
    await send(server, 'identify', {
      userId: 'late',
      traits: { email: 'late@three.test' },
      messageId: 'late-2',
    })
    expect(await suppressed('late@three.test')).toEqual(['late@three.test'])
  })

  it('to an address whose domain is written in either way', async () => {
    await send(server, 'identify', { userId: 'jo', traits: { email: 'jo@Müller.test' }, messageId: 'jo-1' })
    await send(server, 'identify', {
      traits: { email: 'jo@xn--mller-kva.test' },
      anonymousId: 'jo',
      messageId: 'jo-2',
    })
    await send(server, 'track', { event: 'Unsubscribed', userId: 'jo', messageId: 'jo-3' })
    expect(await suppressed('jo@müller.test')).toEqual(['jo@xn--mller-kva.test'])
    expect(await suppressed('jo@xn--mller-kva.test')).toEqual(['jo@xn--mller-kva.test'])
    for (const query of ['jo@müller.test', 'müller', 'xn--mller']) {
      const found = await admin.call(operationNamed(accord, 'search.find'), { query })
      const { items } = found.body as { items: { kind: string; subtitle: string | null }[] }
      expect(items.filter(({ kind }) => kind === 'person')).toMatchObject([{ subtitle: 'jo@müller.test' }])
    }
  })
})

it('a join that is taken back takes along every event that says no address one could be reached under', async () => {
  await send(site, 'page', { anonymousId: 'k', messageId: 'k-1', context: { traits: { email: '' } } })
  await send(site, 'page', { anonymousId: 'k', messageId: 'k-2', context: { traits: { email: 'not yet' } } })
  await send(site, 'page', { anonymousId: 'k', messageId: 'k-3', context: { email: 7 } })
  await send(site, 'track', {
    event: 'Form Submitted',
    anonymousId: 'k',
    messageId: 'k-4',
    traits: { email: 'me@k.test' },
  })
  await send(site, 'identify', { anonymousId: 'k', messageId: 'k-5', traits: { email: 'wrong@k.test' } })
  const visits = ['k-1', 'k-2', 'k-3'] as const
  expect(await ownersOf(...visits)).toEqual(['me@k.test', 'me@k.test', 'me@k.test'])
  const personId = (await touchesIn(accord, server.workspaceId)).find(
    ({ dedupe_key }) => dedupe_key === 'k-1',
  )!.person_id
  const { body } = await admin.call(operationNamed(accord, 'identity.list'), { personId })
  const { items } = body as { items: { id: string }[] }
  expect(items).toHaveLength(1)
  const taken = await admin.call(operationNamed(accord, 'identity.takeBack'), { id: items[0]!.id })
  expect(taken.status).toBe(200)
  const { database, clock } = accord
  const jobs = startJobs({
    ...{ database, handlers: identityJobs({ database, clock: () => clock.now }), clock: () => clock.now },
    ...{ log: { warn() {}, error() {} }, pollMs: 20 },
  })
  await jobs.idle()
  await jobs.stop()
  expect(await ownersOf(...visits, 'k-4')).toEqual([null, null, null, 'me@k.test'])
})

it('an event whose visitor was forgotten is refused as known, and nothing of it is left but its id and when it was', async () => {
  const event = {
    event: 'Form Submitted',
    anonymousId: 'ghost',
    messageId: 'ghost-1',
    properties: { note: 'secret' },
  }
  const stored = async () => {
    const { rows } = await accord.database.workspace(server.workspaceId, (tx) =>
      tx.execute(sql`select e.name, e.anonymous_id, e.user_id, e.payload, e.machine, w.event_id as work from intake_event e
        left join intake_work w on w.workspace_id = ${server.workspaceId} and w.event_id = e.id
        where e.workspace_id = ${server.workspaceId} and e.message_id = 'ghost-1'`),
    )
    return rows
  }
  await send(site, 'track', event)
  expect(await stored()).toMatchObject([{ name: 'Form Submitted', anonymous_id: 'ghost' }])
  accord.clock.now += 396 * DAY
  expect(await forgetAnonymous(accord.database, server.workspaceId, accord.clock.now)).toBeGreaterThan(0)
  const nothing = { name: null, anonymous_id: null, user_id: null, payload: {}, machine: null, work: null }
  expect(await stored()).toEqual([nothing])
  await send(site, 'track', event)
  await send(site, 'identify', {
    anonymousId: 'ghost',
    messageId: 'ghost-2',
    traits: { email: 'ghost@k.test' },
  })
  expect(await stored()).toEqual([nothing])
  expect(await ownersOf('ghost-1')).toEqual([null])
})
