import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import type { Actor } from '#platform/operation/index.ts'
import { testDatabase } from '#test/database.ts'
import { type HandOffs, handOffsIn } from '#test/factories/hand-offs.ts'
import { at } from '#test/factories/lead-records.ts'
import * as contract from './contract.ts'
import { rebuildHandOffs, sweepHandoffs } from './index.ts'

const database: Database = await testDatabase()
let company: HandOffs
let ada: { id: string; actor: Actor }
let kim: { id: string; actor: Actor }
let mia: Actor
let olga: Actor

const on = (time: string) => at(`2026-11-${time}:00Z`)
const sweep = () => sweepHandoffs(database, company.workspaceId, company.clock.now)
const open = async (actor: Actor = olga) =>
  (await company.run(actor, contract.listHandOffs, { view: 'all' })).items
const detail = (handOffId: string, actor: Actor = olga) =>
  company.run(actor, contract.readHandOff, { handOffId })
const stageOf = async (personId: string) =>
  (
    await database.workspace(company.workspaceId, (tx) =>
      tx.execute<{ stage: string; cycle: number; seller_id: string | null }>(sql`
        select l.stage, l.cycle, p.seller_id from lead l
        join person p on p.workspace_id = ${company.workspaceId} and p.id = l.person_id
        where l.workspace_id = ${company.workspaceId} and l.person_id = ${personId}`),
    )
  ).rows[0]!
const announced = async () =>
  (
    await database.workspace(company.workspaceId, (tx) =>
      tx.execute<{ event: string }>(sql`
        select j.payload ->> 'event' as event from job j
        where j.workspace_id = ${company.workspaceId} and j.kind = 'outbox.deliver' order by j.id`),
    )
  ).rows.map((row) => row.event)

async function raise(name: string, time = '02T10:00'): Promise<{ personId: string; id: string }> {
  company.clock.now = on(time)
  const personId = await company.person({
    firstName: name,
    lastName: 'Doe',
    email: `${name.toLowerCase()}@acme.example`,
  })
  await company.happens(personId, 'demo_request')
  const found = (await open()).find((item: { personId: string }) => item.personId === personId)
  return { personId, id: found?.id }
}

beforeEach(async () => {
  company = await handOffsIn(database)
  ada = await company.seller('Ada', 'Mia')
  kim = await company.seller('Kim', 'mia@company.test')
  mia = await company.member('Mia', 'sales')
  olga = await company.member('Olga', 'operations')
})

describe('a lead that raises a hand', () => {
  it('is offered at once, with both clocks, their reasons and an owner', async () => {
    const { personId, id } = await raise('Nora')
    const whole = await detail(id)
    // a hand-raise: 2 hours of open time; Monday 10:00 + 2 h
    expect(whole).toMatchObject({
      state: 'offered',
      handRaise: true,
      why: 'Asked for a demo',
      responseTime: { key: 'hand_raise', name: 'Hand-raise' },
      dueAt: on('02T12:00'),
      standing: 'running',
      cycle: 1,
      sequence: 1,
      leadClock: { startedAt: on('02T10:00'), dueAt: on('02T12:00'), standing: 'running', usedMs: 0 },
      time: { systemMs: 0, peopleMs: 0, customerMs: 0 },
    })
    expect(whole.whyMe).not.toBe('')
    expect([ada.id, kim.id]).toContain(whole.sellerId)
    expect((await stageOf(personId)).seller_id).toBe(whole.sellerId)
    expect(await announced()).toEqual(['handoff.offered'])
  })

  it('is offered once, however often it is looked at', async () => {
    const { personId } = await raise('Nora')
    await company.happens(personId, 'demo_request')
    await company.happens(personId, 'page_view')
    expect(await open()).toHaveLength(1)
  })

  it('before the workspace was live is history, until it raises a hand again', async () => {
    const personId = await company.person({ firstName: 'Old' })
    company.clock.now = on('02T10:00')
    await company.happens(personId, 'demo_request', { at: at('2026-10-01T10:00:00Z') })
    expect(await open()).toEqual([])
    await company.happens(personId, 'contact_request')
    expect(await open()).toMatchObject([{ personId, handRaise: true, dueAt: on('02T12:00') }])
  })

  it('out of hours is due in open hours: Saturday 16:00, by Monday 11:00', async () => {
    const { id } = await raise('Nora', '07T16:00')
    expect((await detail(id)).dueAt).toBe(on('09T11:00'))
  })

  it('and is called on Sunday took zero business time: met, and marked as such', async () => {
    const { id, personId } = await raise('Nora', '07T16:00')
    company.clock.now = on('08T11:00')
    await company.happens(personId, 'call', { side: 'sales' })
    expect(await detail(id)).toMatchObject({
      standing: 'met',
      outsideHours: true,
      ownerClock: { usedMs: 0, metAt: on('08T11:00') },
    })
  })
})

describe('accepting', () => {
  it('moves the lead to the stage of the agreement, and the clock runs on until somebody was tried', async () => {
    const { personId, id } = await raise('Nora')
    company.clock.now = on('02T10:30')
    const owner = (await detail(id)).sellerId === ada.id ? ada : kim
    expect(await company.run(owner.actor, contract.acceptHandOff, { handOffId: id })).toMatchObject({
      state: 'accepted',
      mine: true,
      attemptedAt: null,
      standing: 'running',
    })
    expect((await stageOf(personId)).stage).toBe('sal')
    company.clock.now = on('02T11:00')
    const logged = await company.run(owner.actor, contract.logAttempt, {
      handOffId: id,
      kind: 'call',
      note: 'No answer',
    })
    expect(logged).toMatchObject({
      state: 'working',
      standing: 'met',
      attemptedAt: on('02T11:00'),
      attempts: 1,
      leadClock: { standing: 'met', usedMs: HOUR, metAt: on('02T11:00') },
      time: { systemMs: 0, peopleMs: HOUR, customerMs: 0 },
    })
    company.clock.now = on('03T16:00')
    expect(await sweep()).toBe(0)
  })

  it('is for the owner, their manager and keepers; others are told whose it is', async () => {
    const { id } = await raise('Nora')
    const isAdas = (await detail(id)).sellerId === ada.id
    const [owner, other] = isAdas ? [ada, kim] : [kim, ada]
    await expect(company.run(other.actor, contract.acceptHandOff, { handOffId: id })).rejects.toMatchObject({
      kind: { code: 'handoff.not_yours' },
      detail: expect.stringContaining(owner.actor.name),
    })
    expect(await company.run(mia, contract.acceptHandOff, { handOffId: id })).toMatchObject({
      state: 'accepted',
    })
    await expect(company.run(owner.actor, contract.acceptHandOff, { handOffId: id })).rejects.toMatchObject({
      kind: { code: 'handoff.state', status: 409 },
      detail: 'Mia accepted it on 2026-11-02 10:00 UTC. Nothing is left to accept.',
    })
  })

  it('can be taken back for ten minutes, by who did it, while nothing followed', async () => {
    const { personId, id } = await raise('Nora')
    const { undoable } = await company.run(olga, contract.acceptHandOff, { handOffId: id })
    await expect(
      company.run(mia, contract.undoHandOff, { handOffId: id, eventId: undoable }),
    ).rejects.toMatchObject({
      kind: { code: 'handoff.undo' },
    })
    company.clock.now += 10 * MINUTE
    expect(await company.run(olga, contract.undoHandOff, { handOffId: id, eventId: undoable })).toMatchObject(
      {
        state: 'offered',
        undoable: null,
      },
    )
    expect((await stageOf(personId)).stage).toBe('mql')
    const again = await company.run(olga, contract.acceptHandOff, { handOffId: id })
    expect((await stageOf(personId)).stage).toBe('sal')
    company.clock.now += 10 * MINUTE + 1
    await expect(
      company.run(olga, contract.undoHandOff, { handOffId: id, eventId: again.undoable }),
    ).rejects.toMatchObject({ detail: 'It can be taken back for ten minutes only.' })
  })
})

describe('rejecting', () => {
  it('needs a reason of the agreement, ends the cycle, and the next one comes back to the same seller', async () => {
    const { personId, id } = await raise('Nora')
    const { sellerId } = await detail(id)
    await expect(
      company.run(olga, contract.rejectHandOff, { handOffId: id, reason: 'mood' }),
    ).rejects.toMatchObject({
      kind: { code: 'handoff.reason' },
    })
    expect(
      await company.run(olga, contract.rejectHandOff, {
        handOffId: id,
        reason: 'wrong_person',
        note: 'Left',
      }),
    ).toMatchObject({
      state: 'rejected',
      reason: { key: 'wrong_person' },
      note: 'Left',
      standing: 'answered',
    })
    expect(await stageOf(personId)).toMatchObject({ stage: 'recycled', cycle: 1 })
    company.clock.now = on('16T10:00')
    await company.happens(personId, 'demo_request')
    expect(await open()).toMatchObject([{ personId, cycle: 2, sequence: 1, sellerId, handRaise: true }])
    expect((await detail((await open())[0].id)).whyMe).toContain('Had this person before')
  })

  it('is contested by marketing once, and offered again when it is overturned', async () => {
    const { personId, id } = await raise('Nora')
    await company.run(olga, contract.rejectHandOff, { handOffId: id, reason: 'no_context' })
    const dispute = await company.run(olga, contract.disputeRejection, {
      handOffId: id,
      note: 'She asked us',
    })
    await expect(
      company.run(olga, contract.disputeRejection, { handOffId: id, note: 'Again' }),
    ).rejects.toMatchObject({ kind: { code: 'handoff.state' } })
    company.clock.now = on('03T10:00')
    const answer = { disputeId: dispute.id, outcome: 'overturned', answer: 'A good lead' }
    expect(await company.run(olga, contract.settleDispute, answer)).toMatchObject({ outcome: 'overturned' })
    await expect(company.run(olga, contract.settleDispute, answer)).rejects.toMatchObject({
      kind: { code: 'handoff.state' },
    })
    expect(await stageOf(personId)).toMatchObject({ stage: 'mql', cycle: 1 })
    expect(await open()).toMatchObject([{ personId, cycle: 1, sequence: 2, dueAt: on('03T12:00') }])
  })
})

describe('waiting for the customer', () => {
  it('stops the clock, and what was left is left when it ends by itself', async () => {
    const { id } = await raise('Nora')
    company.clock.now = on('02T11:00')
    await company.run(olga, contract.pauseHandOff, {
      handOffId: id,
      until: '2026-11-03T10:00:00Z',
      reason: 'Back tomorrow',
    })
    company.clock.now = on('02T16:00')
    expect(await sweep()).toBe(0)
    expect(await detail(id)).toMatchObject({ standing: 'paused', pauseReason: 'Back tomorrow' })
    company.clock.now = on('03T10:05')
    expect(await sweep()).toBe(1)
    // an hour was left: Tuesday 10:00 + 1 h
    expect(await detail(id)).toMatchObject({
      standing: 'running',
      pausedUntil: null,
      dueAt: on('03T11:00'),
      leadClock: { dueAt: on('03T11:00'), usedMs: HOUR + 5 * MINUTE },
      time: { systemMs: 0, customerMs: 23 * HOUR, peopleMs: HOUR + 5 * MINUTE },
    })
  })
})

describe('nobody answers', () => {
  it('the owner is reminded, then told, then the manager, then it goes to another seller', async () => {
    const { personId, id } = await raise('Nora')
    const first = (await detail(id)).sellerId
    for (const time of ['02T11:30', '02T12:00', '02T14:00', '03T12:00', '04T12:00']) {
      company.clock.now = on(time)
      await sweep()
    }
    const whole = await detail(id)
    expect(whole).toMatchObject({ state: 'expired', standing: 'missed' })
    const kinds = whole.events.map((event: { kind: string; occurredAt: number }) => [
      event.kind,
      event.occurredAt,
    ])
    expect(kinds.reverse()).toEqual([
      ['offered', on('02T10:00')],
      ['reminded', on('02T11:30')],
      ['escalated', on('02T12:00')],
      ['escalated', on('02T14:00')],
      ['escalated', on('03T12:00')],
      ['expired', on('04T12:00')],
    ])
    const [next] = await open()
    expect(next).toMatchObject({ personId, sequence: 2, dueAt: on('04T14:00') })
    expect(next.sellerId).not.toBe(first)
    // the lead clock never restarts
    expect((await detail(next.id)).leadClock).toMatchObject({
      startedAt: on('02T10:00'),
      standing: 'overdue',
    })
    // the second seller lets it expire as well; nobody is left
    company.clock.now = on('12T10:00')
    await sweep()
    expect(await open()).toMatchObject([{ personId, sequence: 3, sellerId: null, sellerName: null }])
    expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])
  })

  it('after three hours of downtime each reminder and escalation comes once, with how late it was', async () => {
    const { id } = await raise('Nora')
    company.clock.now = on('02T14:30')
    await Promise.all([sweep(), sweep(), sweep()])
    await sweep()
    const { rows } = await database.workspace(company.workspaceId, (tx) =>
      tx.execute(sql`
        select e.kind, (e.detail ->> 'level')::int as level, (e.detail ->> 'latenessMs')::bigint as late, e.detail -> 'overdue' as overdue
        from hand_off_event e where e.workspace_id = ${company.workspaceId} and e.hand_off_id = ${id} and e.kind <> 'offered'
        order by e.number`),
    )
    expect(rows).toEqual([
      { kind: 'reminded', level: 0, late: 3 * HOUR, overdue: true },
      { kind: 'escalated', level: 0, late: 2.5 * HOUR, overdue: true },
      { kind: 'escalated', level: 1, late: 0.5 * HOUR, overdue: true },
    ])
  })
})

describe('what becomes of an accepted lead', () => {
  const accepted = async (name: string) => {
    const lead = await raise(name)
    await company.run(olga, contract.acceptHandOff, { handOffId: lead.id })
    return lead
  }

  it('a new opportunity, in the currency of the agreement, with the part of the person', async () => {
    const { personId, id } = await accepted('Nora')
    const whole = await company.run(olga, contract.convertHandOff, {
      handOffId: id,
      name: 'Acme',
      amountMinor: 500_000,
      role: 'Champion',
    })
    expect(whole).toMatchObject({ state: 'qualified' })
    const { rows } = await database.workspace(company.workspaceId, (tx) =>
      tx.execute(sql`select o.name, o.amount_minor, o.currency, o.status, c.role, c.person_id from opportunity o
        join opportunity_contact c on c.workspace_id = ${company.workspaceId} and c.opportunity_id = o.id
        where o.workspace_id = ${company.workspaceId}`),
    )
    expect(rows).toEqual([
      {
        name: 'Acme',
        amount_minor: 500_000,
        currency: 'USD',
        status: 'open',
        role: 'Champion',
        person_id: personId,
      },
    ])
    expect((await stageOf(personId)).stage).toBe('opportunity')
    const undone = await company.run(olga, contract.undoHandOff, { handOffId: id, eventId: whole.undoable })
    expect(undone).toMatchObject({ state: 'accepted', opportunityId: null })
    expect((await stageOf(personId)).stage).toBe('sal')
  })

  it('recycled into the track for its reason, or disqualified; nothing more can be done then', async () => {
    const first = await accepted('Nora')
    await company.run(olga, contract.recycleHandOff, { handOffId: first.id, reason: 'bad_timing' })
    expect(await stageOf(first.personId)).toMatchObject({ stage: 'recycled' })
    const second = await accepted('Otto')
    await company.run(olga, contract.disqualifyHandOff, { handOffId: second.id, reason: 'too_small' })
    expect(await stageOf(second.personId)).toMatchObject({ stage: 'disqualified' })
    await expect(
      company.run(olga, contract.logAttempt, { handOffId: second.id, kind: 'call' }),
    ).rejects.toMatchObject({
      kind: { code: 'handoff.state' },
    })
    const { rows } = await database.workspace(company.workspaceId, (tx) =>
      tx.execute(sql`select j.payload -> 'payload' ->> 'track' as track from job j
        where j.workspace_id = ${company.workspaceId} and j.payload ->> 'event' = 'handoff.recycled'`),
    )
    expect(rows).toEqual([{ track: 'long_term' }])
    expect((await company.run(olga, contract.campaignOutcomes)).items).toMatchObject([
      {
        campaignName: 'No campaign', offered: 2, open: 0, accepted: 2, recycled: 1, disqualified: 1,
        reasons: [{ key: 'bad_timing', count: 1 }, { key: 'too_small', count: 1 }],
      },
    ]) // biome-ignore format: one look
  })

  it('is followed up as agreed: six attempts over fifteen days, the first with the response', async () => {
    const { id } = await accepted('Nora')
    company.clock.now = on('02T11:00')
    await company.run(olga, contract.logAttempt, { handOffId: id, kind: 'call' })
    const whole = await detail(id)
    expect(whole.followUp.steps.map((step: { dueAt: number }) => step.dueAt)).toEqual([
      on('02T12:00'), on('05T10:00'), on('08T10:00'), on('11T10:00'), on('14T10:00'), on('17T10:00'),
    ]) // biome-ignore format: one look
    expect(whole.followUpDueAt).toBe(on('05T10:00'))
    company.clock.now = on('08T12:00')
    const { sellerId } = whole
    const owner = sellerId === ada.id ? ada : kim
    expect((await company.run(owner.actor, contract.followUpBreaches)).items).toMatchObject([
      { id, missing: 2 },
    ])
    expect((await company.run(mia, contract.followUpBreaches)).items).toHaveLength(1)
    expect(await company.run(olga, contract.followUpBreaches)).toEqual({ items: [], others: 1 })
    await company.run(owner.actor, contract.logAttempt, { handOffId: id, kind: 'call', reached: true })
    expect((await detail(id)).followUp.resolved).toBe(true)
    expect((await company.run(owner.actor, contract.followUpBreaches)).items).toEqual([])
  })
})

describe('what happens elsewhere', () => {
  it('an opportunity in the CRM that names the person ends the hand-off as qualified', async () => {
    const { personId, id } = await raise('Nora')
    company.clock.now = on('02T11:00')
    const opportunityId = await company.opportunity({ occurredAt: on('02T10:30') }, [personId])
    await company.happens(personId, 'page_view')
    expect(await detail(id)).toMatchObject({ state: 'qualified', opportunityId, stateAt: on('02T10:30') })
  })

  it('an exit that another system reports ends it, too', async () => {
    const { personId, id } = await raise('Nora')
    await company.reported(personId, '2026-11-02T11:00:00Z', 'disqualified')
    company.clock.now = on('02T12:00')
    await company.happens(personId, 'page_view')
    expect(await detail(id)).toMatchObject({ state: 'disqualified', stateAt: on('02T11:00') })
  })

  it('a merge takes the hand-off along, with its clocks', async () => {
    const { personId, id } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    company.clock.now = on('02T11:00')
    const survivorId = await company.person({ firstName: 'Eleonora' })
    const { workspaceId } = company
    await database.system(async (tx) => {
      for (const moved of ['touch', 'reported_stage'])
        await tx.execute(sql`update ${sql.identifier(moved)} set person_id = ${survivorId}
          where workspace_id = ${workspaceId} and person_id = ${personId}`)
      await tx.execute(sql`update person set merged_into_id = ${survivorId}
        where workspace_id = ${workspaceId} and id = ${personId}`)
    })
    await company.happens(survivorId, 'page_view')
    expect(await open()).toMatchObject([
      { personId: survivorId, state: 'accepted', dueAt: on('02T12:00'), sequence: 1 },
    ])
    expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])
  })
})

describe('reassigning', () => {
  it('restarts the owner clock, keeps the lead clock, and is for managers of both sellers and keepers', async () => {
    const { id } = await raise('Nora')
    const [owner, other] = (await detail(id)).sellerId === ada.id ? [ada, kim] : [kim, ada]
    const ned = await company.seller('Ned')
    company.clock.now = on('02T11:00')
    const give = (actor: Actor, sellerId?: string) =>
      company.run(actor, contract.reassignHandOffs, { handOffIds: [id], sellerId })
    await expect(give(owner.actor, other.id)).rejects.toMatchObject({ kind: { code: 'handoff.not_yours' } })
    await expect(give(mia, ned.id)).rejects.toMatchObject({ kind: { code: 'handoff.not_yours' } })
    expect(await give(mia, other.id)).toEqual({ reassigned: 1, unchanged: 0 })
    const [next] = await open()
    expect(next).toMatchObject({ sellerId: other.id, sequence: 2, dueAt: on('02T13:00') })
    expect((await detail(next.id)).leadClock).toMatchObject({
      startedAt: on('02T10:00'),
      dueAt: on('02T12:00'),
    })
    expect(await give(olga)).toEqual({ reassigned: 0, unchanged: 1 })
  })
})

describe('lists', () => {
  it('show the most urgent first, page by page, and only what the view is about', async () => {
    const late = await raise('Late', '02T10:00')
    const later = await raise('Later', '02T11:00')
    const called = await raise('Called', '02T09:00')
    company.clock.now = on('02T12:30')
    await company.happens(called.personId, 'call', { side: 'sales' })
    const expected = [late.id, later.id, called.id]
    expect((await open()).map((item: { id: string }) => item.id)).toEqual(expected)
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await company.run(olga, contract.listHandOffs, { view: 'all', limit: 1, cursor })
      paged.push(...page.items.map((item: { id: string }) => item.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(paged).toEqual(expected)
    const mine = (await company.run(ada.actor, contract.listHandOffs)).items
    expect(mine.every((item: { sellerId: string }) => item.sellerId === ada.id)).toBe(true)
    expect((await company.run(mia, contract.listHandOffs, { view: 'team' })).items).toHaveLength(3)
    expect(
      (await company.run(olga, contract.listHandOffs, { view: 'all', overdue: true })).items,
    ).toHaveLength(1)
    expect(
      (await company.run(olga, contract.listHandOffs, { view: 'all', search: 'LATER' })).items,
    ).toHaveLength(1)
    expect(await company.run(mia, contract.handOffCounts, { view: 'all' })).toMatchObject({
      offered: 3, working: 0, paused: 0, overdue: 1, closed: 0, unassigned: 0, sellerId: null, manages: 2,
    }) // biome-ignore format: one look
    await expect(company.run(olga, contract.listHandOffs, { cursor: 'nonsense' })).rejects.toMatchObject({
      kind: { code: 'handoff.cursor' },
    })
    const csv = (await company.run(olga, contract.exportHandOffs, { view: 'all' })).body.trim().split('\r\n')
    expect(csv).toHaveLength(4)
  })

  it('tell how late a seller is to nobody but the seller and their manager', async () => {
    await raise('Nora')
    const lateness = async (actor: Actor) =>
      (await company.run(actor, contract.sellerLoads)).items.map(
        (item: { name: string; lateness: unknown }) => [item.name, item.lateness !== null],
      )
    expect(await lateness(ada.actor)).toEqual([
      ['Ada', true],
      ['Kim', false],
    ])
    expect(await lateness(mia)).toEqual([
      ['Ada', true],
      ['Kim', true],
    ])
    expect(await lateness(olga)).toEqual([
      ['Ada', false],
      ['Kim', false],
    ])
  })
})

describe('logging an activity', () => {
  it('with any person is a touch, and stops the clock when it is an attempt', async () => {
    const { personId, id } = await raise('Nora')
    const log = (kind: string) => company.run(ada.actor, contract.logActivity, { personId, kind })
    expect(await log('note')).toMatchObject({ stoppedClock: false })
    expect(await log('email_sent')).toMatchObject({ stoppedClock: true })
    expect(await log('call')).toMatchObject({ stoppedClock: false })
    expect(await detail(id)).toMatchObject({ state: 'offered', attempts: 2, standing: 'met' })
    const later = { personId, kind: 'call', occurredAt: '2026-11-03T10:00:00Z' }
    await expect(company.run(ada.actor, contract.logActivity, later)).rejects.toMatchObject({
      kind: { code: 'handoff.when' },
    })
  })
})
