import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import * as handOffs from '#leads/handoff/contract.ts'
import { leaveTrack } from '#leads/nurture/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import type { Actor, Context } from '#platform/operation/index.ts'
import { announce } from '#platform/outbox/index.ts'
import { reportStage, withdrawStage } from '#records/people/index.ts'
import { testDatabase } from '#test/database.ts'
import { type HandOffs, handOffsIn } from '#test/factories/hand-offs.ts'
import { at } from '#test/factories/lead-records.ts'
import { recomputeIn } from '../lifecycle/index.ts'
import { enrolLeak, type LeakCount, type LeakItem, leakItems, listLeaks, mendLeak } from './contract.ts'
import { announceLeaks, type LeakKind, operations } from './index.ts'

const database = await testDatabase()
let company: HandOffs
let ada: { id: string; actor: Actor }
let kim: { id: string; actor: Actor }
let mia: Actor
let olga: Actor

const on = (time: string) => at(`2026-11-${time}:00Z`)

function run(actor: Actor, operation: { id: string }, input: Record<string, unknown> = {}) {
  const found = operations.find((one) => one.operation.id === operation.id)!
  if (!('run' in found)) throw new Error('runs inside a workspace')
  const { workspaceId, clock } = company
  return database.workspace(workspaceId, async (tx) => {
    const context: Context = {
      ...{ tx, workspaceId, actor, now: clock.now, requestId: 'test', audit: () => {} },
      announce: (event, payload) => announce(tx, { workspaceId, event, payload, now: clock.now }),
    }
    const answer = await found.run(context, found.operation.input.parse(input))
    const encoded = found.operation.output.safeEncode(answer)
    if (!encoded.success) throw encoded.error
    return answer
  })
}

const leak = async (key: LeakKind): Promise<LeakCount> =>
  ((await run(olga, listLeaks)) as { items: LeakCount[] }).items.find((one) => one.key === key)!
const people = async (kind: LeakKind, actor = olga, more = {}) =>
  (await run(actor, leakItems, { kind, ...more })) as { items: LeakItem[]; nextCursor: string | null }
const names = async (kind: LeakKind) => (await people(kind)).items.map(({ personName }) => personName)
const mend = (kind: LeakKind, personIds: string[], more = {}, actor = olga) =>
  run(actor, mendLeak, { kind, personIds, ...more })

async function person(firstName: string, values = {}) {
  const email = `${firstName.toLowerCase()}@acme.example`
  return company.person({ firstName, lastName: 'Doe', email, emailNorm: email, ...values })
}

/** The open hand-offs, each with whose it is. */
async function open() {
  const { items } = await company.run(olga, handOffs.listHandOffs, { view: 'all' })
  const ids = items.map(({ id }: { id: string }) => id) as string[]
  return Promise.all(ids.map((handOffId) => company.run(olga, handOffs.readHandOff, { handOffId })))
}

/** Someone who asks for a demo, with the hand-off that follows. */
async function raised(name: string, time = '02T10:00', values = {}) {
  company.clock.now = on(time)
  const personId = await person(name, values)
  await company.happens(personId, 'demo_request')
  const mine = (await open()).find((item) => item.personId === personId)
  return { personId, id: mine?.id as string, sellerId: mine?.sellerId as string }
}

/** Somebody who qualified while nothing was handed over yet. */
async function ofBefore(name: string) {
  const personId = await person(name)
  await company.touch(personId, '2026-10-20', 'demo_request')
  await company.insert((tx) => recomputeIn(tx, company.workspaceId, [personId], company.clock.now))
  return personId
}

beforeEach(async () => {
  company = await handOffsIn(database)
  ada = await company.seller('Ada', 'Mia')
  kim = await company.seller('Kim', 'Nobody')
  mia = await company.member('Mia', 'sales')
  olga = await company.member('Olga', 'operations')
})

describe('where leads fall through', () => {
  it('nothing leaks in a company where nothing happened', async () => {
    const { items } = (await run(olga, listLeaks)) as { items: LeakCount[] }
    expect(items.map(({ count, oldestAt }) => [count, oldestAt])).toEqual(Array(6).fill([0, null]))
  })

  it('who qualified before the workspace was live is unrouted, and routed by one click', async () => {
    const personId = await ofBefore('Nora')
    expect(await leak('unrouted')).toMatchObject({ count: 1, withoutAmount: 1, amounts: [] })
    expect((await people('unrouted')).items[0]).toMatchObject({ personName: 'Nora Doe', beforeLive: true })
    const other = await person('Omar')
    expect(await mend('unrouted', [personId, other])).toEqual({ mended: 1, unchanged: 1 })
    await expect(mend('unrouted', [newId()])).rejects.toThrow('record.not_found')
    expect(await names('unrouted')).toEqual([])
    expect(await open()).toMatchObject([{ personId, state: 'offered' }])
    expect(await mend('unrouted', [personId])).toEqual({ mended: 0, unchanged: 1 })
  })

  it('a seller may be named instead of the rules', async () => {
    const first = await ofBefore('Nora')
    const second = await ofBefore('Omar')
    expect(await mend('unrouted', [first, second], { sellerId: kim.id })).toEqual({ mended: 2, unchanged: 0 })
    expect((await open()).map((item) => item.sellerId)).toEqual([kim.id, kim.id])
  })

  it('a lead that nobody has is in it wherever it stands by now, and routed by one click', async () => {
    const yaml = defaultAgreementYaml.replace('members: []', 'members: [{ seller: Ada, openCap: 1 }]')
    const author = { id: null, name: 'Test' }
    await company.insert((tx) =>
      adopt(tx, company.workspaceId, { yaml, author, note: null, now: on('02T08:00') }),
    )
    await raised('Nora')
    const { personId, id, sellerId } = await raised('Omar')
    expect(sellerId).toBeNull()
    // a call by somebody else: the lead is past MQL, and still nobody has it
    await company.happens(personId, 'call', { side: 'sales' })
    await company.run(mia, handOffs.acceptHandOff, { handOffId: id })
    expect(await names('unrouted')).toEqual(['Omar Doe'])
    await company.insert((tx) =>
      adopt(tx, company.workspaceId, {
        ...{ yaml: defaultAgreementYaml, author, note: null, now: company.clock.now },
      }),
    )
    expect(await mend('unrouted', [personId])).toEqual({ mended: 1, unchanged: 0 })
    expect(await names('unrouted')).toEqual([])
    expect((await open()).map((item) => item.sellerId)).not.toContain(null)
  })

  it('a hand-raise leaks once its response time has run out, until somebody has really tried', async () => {
    const { personId } = await raised('Nora')
    company.clock.now = on('02T11:59')
    expect(await names('hand_raises')).toEqual([])
    // two hours of open time: Monday 12:00
    company.clock.now = on('02T12:00')
    expect(await names('hand_raises')).toEqual(['Nora Doe'])
    await company.happens(personId, 'note', { side: 'sales' })
    expect(await names('hand_raises')).toEqual(['Nora Doe'])
    await company.happens(personId, 'call', { side: 'sales' })
    expect(await names('hand_raises')).toEqual([])
  })

  it('a hand-raise that was answered with a rejection is none any more when the person comes back', async () => {
    const { personId, id } = await raised('Nora')
    company.clock.now = on('02T10:30')
    await company.run(olga, handOffs.rejectHandOff, { handOffId: id, reason: 'wrong_person' })
    company.clock.now = on('22T10:00')
    await company.happens(personId, 'page_view')
    expect(await names('hand_raises')).toEqual([])
    await company.happens(personId, 'contact_request')
    company.clock.now = on('24T10:00')
    expect(await names('hand_raises')).toEqual(['Nora Doe'])
  })

  it('an overdue hand-off without an attempt is untouched; the rules find it another seller', async () => {
    const { personId, sellerId } = await raised('Nora')
    company.clock.now = on('02T12:01')
    expect(await names('untouched')).toEqual(['Nora Doe'])
    expect(await mend('untouched', [personId])).toEqual({ mended: 1, unchanged: 0 })
    expect(await names('untouched')).toEqual([])
    expect(await open()).toMatchObject([{ sellerId: sellerId === ada.id ? kim.id : ada.id }])
  })

  it('in work without an attempt for longer than the follow-up allows is silent; waiting for the customer is not', async () => {
    const { id, personId } = await raised('Nora')
    const actor = olga
    await company.run(actor, handOffs.acceptHandOff, { handOffId: id })
    await company.run(actor, handOffs.logAttempt, { handOffId: id, kind: 'call' })
    // neither a mail by a program nor a call from the customer is an attempt
    const by = { side: 'sales' as const }
    const automatic = { direction: 'outbound' as const, attributes: { auto_reply: 'true' } }
    await company.touch(personId, '2026-11-04T10:00:00Z', 'email_sent', { ...by, ...automatic })
    await company.touch(personId, '2026-11-04T11:00:00Z', 'call', { ...by, direction: 'inbound' })
    company.clock.now = on('05T10:00')
    expect(await names('silent')).toEqual([])
    // six attempts in fifteen days: three days between two of them
    company.clock.now = on('05T10:01')
    expect(await names('silent')).toEqual(['Nora Doe'])
    const until = new Date(on('09T09:00')).toISOString()
    await company.run(actor, handOffs.pauseHandOff, { handOffId: id, until, reason: 'On holiday' })
    expect(await names('silent')).toEqual([])
  })

  it('a recycled person without a track is enrolled into the one that the agreement names for the reason', async () => {
    const { personId, id } = await raised('Nora')
    await company.run(olga, handOffs.acceptHandOff, { handOffId: id })
    company.clock.now += HOUR
    await company.run(olga, handOffs.recycleHandOff, { handOffId: id, reason: 'no_answer' })
    expect((await people('trackless')).items).toMatchObject([
      { reason: { key: 'no_answer' }, track: { key: 'wake_up', name: 'Wake up' } },
    ])
    expect(await run(olga, enrolLeak, { personIds: [personId] })).toEqual({ mended: 1, unchanged: 0 })
    expect(await names('trackless')).toEqual([])
    expect(await run(olga, enrolLeak, { personIds: [personId] })).toEqual({ mended: 0, unchanged: 1 })
  })

  it('who has no track is listed with the reason that stands, not one that was withdrawn', async () => {
    const { personId, id } = await raised('Nora')
    await company.run(olga, handOffs.acceptHandOff, { handOffId: id })
    const { workspaceId, clock } = company
    clock.now += HOUR
    await company.run(olga, handOffs.recycleHandOff, { handOffId: id, reason: 'no_answer' })
    const said = (stage: string, minutes: number, reason: string | null) => ({
      ...{
        personId,
        stage,
        occurredAt: clock.now + minutes * MINUTE,
        source: 'HubSpot',
        reason,
        actorId: null,
      },
    })
    const withdrawn = [said('lost', 1, null), said('recycled', 2, 'bad_timing')]
    clock.now += HOUR
    await company.insert(async (tx) => {
      for (const one of withdrawn) await reportStage(tx, workspaceId, one, clock.now)
      await recomputeIn(tx, workspaceId, [personId], clock.now)
      for (const one of withdrawn) await withdrawStage(tx, workspaceId, one, clock.now)
      await recomputeIn(tx, workspaceId, [personId], clock.now)
    })
    expect((await people('trackless')).items).toMatchObject([{ reason: { key: 'no_answer' } }])
  })

  it('who was taken back from a track and is recycled again is listed until they are on one', async () => {
    const { personId, id } = await raised('Nora')
    await company.run(olga, handOffs.acceptHandOff, { handOffId: id })
    const recycle = async () => {
      company.clock.now += MINUTE
      return company.run(olga, handOffs.recycleHandOff, { handOffId: id, reason: 'no_answer' })
    }
    const { undoable } = await recycle()
    await run(olga, enrolLeak, { personIds: [personId] })
    await company.run(olga, handOffs.undoHandOff, { handOffId: id, eventId: undoable })
    const { workspaceId, clock } = company
    await company.insert((tx) => leaveTrack(tx, workspaceId, [personId], 'taken_back', clock.now))
    await recycle()
    expect(await names('trackless')).toEqual(['Nora Doe'])
  })

  it('a track that the agreement does not have is refused', async () => {
    const { personId, id } = await raised('Nora')
    await company.run(olga, handOffs.acceptHandOff, { handOffId: id })
    company.clock.now += HOUR
    await company.run(olga, handOffs.recycleHandOff, { handOffId: id, reason: 'bad_timing' })
    await expect(run(olga, enrolLeak, { personIds: [personId], track: 'none' })).rejects.toThrow('leak.track')
  })

  it('who is worked on and owned by nobody gets whoever worked on them last', async () => {
    company.clock.now = on('02T15:00')
    const personId = await person('Nora')
    await company.touch(personId, '2026-11-02', 'call', { sellerId: kim.id })
    await company.insert((tx) => recomputeIn(tx, company.workspaceId, [personId], company.clock.now))
    expect((await people('ownerless')).items).toMatchObject([
      { suggestedSeller: { id: kim.id, name: 'Kim' } },
    ])
    expect(await mend('ownerless', [personId])).toEqual({ mended: 1, unchanged: 0 })
    expect(await names('ownerless')).toEqual([])
  })

  it('whoever worked on them last and has left is not suggested, and gets nobody', async () => {
    company.clock.now = on('02T15:00')
    const personId = await person('Nora')
    await company.touch(personId, '2026-11-02', 'call', { sellerId: kim.id })
    await company.insert((tx) => recomputeIn(tx, company.workspaceId, [personId], company.clock.now))
    await company.insert((tx) =>
      tx.execute(sql`update member set revoked_at = '2026-11-02T14:00:00Z'
        where workspace_id = ${company.workspaceId} and user_id = ${kim.actor.id}`),
    )
    expect((await people('ownerless')).items).toMatchObject([{ suggestedSeller: null }])
    expect(await mend('ownerless', [personId])).toEqual({ mended: 0, unchanged: 1 })
    await expect(mend('ownerless', [personId], { sellerId: kim.id })).rejects.toThrow('leak.seller')
    expect(await mend('ownerless', [personId], { sellerId: ada.id })).toEqual({ mended: 1, unchanged: 0 })
  })
})

describe('what is at stake', () => {
  it('an open opportunity counts once, however many people of its account leak; nothing is invented', async () => {
    const accountId = await company.account()
    const deal = { accountId, name: 'Deal', status: 'open' as const, stage: 'Offer', currency: 'EUR' }
    await company.opportunity({ ...deal, amountMinor: 500_000 })
    await company.opportunity({ ...deal, amountMinor: null })
    await company.opportunity({ ...deal, amountMinor: 900_000, status: 'lost' })
    await raised('Nora', '02T10:00', { accountId })
    await raised('Omar', '02T10:00', { accountId })
    await raised('Pia', '02T10:00')
    company.clock.now = on('03T10:00')
    expect(await leak('untouched')).toMatchObject({
      count: 3,
      amounts: [{ currency: 'EUR', amountMinor: 500_000 }],
      withoutAmount: 1,
    })
  })

  it('a list goes on where it ended', async () => {
    for (const name of ['Nora', 'Omar', 'Pia']) await raised(name)
    company.clock.now = on('03T10:00')
    const first = await people('untouched', olga, { limit: 2 })
    const rest = await people('untouched', olga, { limit: 2, cursor: first.nextCursor })
    expect([...first.items, ...rest.items].map(({ personName }) => personName).sort()).toEqual([
      'Nora Doe',
      'Omar Doe',
      'Pia Doe',
    ])
    expect(rest.nextCursor).toBeNull()
    await expect(people('untouched', olga, { cursor: 'nowhere' })).rejects.toThrow('list.cursor')
  })
})

describe('who is late', () => {
  it('is named to the seller and their manager, to nobody else', async () => {
    const first = await raised('Nora')
    const { handOffIds } = { handOffIds: [first.id] }
    if (first.sellerId !== ada.id)
      await company.run(olga, handOffs.reassignHandOffs, { handOffIds, sellerId: ada.id })
    company.clock.now = on('04T10:00')
    const seller = async (actor: Actor) => (await people('untouched', actor)).items[0]?.sellerName
    expect(await seller(ada.actor)).toBe('Ada')
    expect(await seller(mia)).toBe('Ada')
    expect(await seller(kim.actor)).toBeNull()
    expect(await seller(olga)).toBeNull()
  })
})

describe('the daily list', () => {
  const list = (time: string) => announceLeaks(database, company.workspaceId, on(time))

  it('is announced once a day, not before six, and only with something on it', async () => {
    expect(await list('02T09:00')).toBeNull()
    await ofBefore('Nora')
    expect(await list('02T10:00')).toBeNull()
    expect(await list('03T05:59')).toBeNull()
    const found = await list('03T06:00')
    expect(found).toMatchObject({ day: '2026-11-03', counts: { unrouted: 1 } })
    expect(await list('03T06:05')).toBeNull()
    expect(await list('04T06:00')).toMatchObject({ day: '2026-11-04' })
    const { rows } = await database.workspace(company.workspaceId, (tx) =>
      tx.execute<{ event: string }>(sql`
        select j.payload ->> 'event' as event from job j
        where j.workspace_id = ${company.workspaceId} and j.kind = 'outbox.deliver'`),
    )
    expect(rows.filter(({ event }) => event === 'leaks.found')).toHaveLength(2)
  })

  it('two processes at once announce it once', async () => {
    await ofBefore('Nora')
    const both = await Promise.all([list('03T07:00'), list('03T07:00')])
    expect(both.filter((one) => one !== null)).toHaveLength(1)
  })
})
