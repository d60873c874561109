import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import { at } from '#test/factories/lead-records.ts'
import * as contract from './contract.ts'
import { keptBy, rebuildHandOffs } from './index.ts'

const database = await testDatabase()
const { begin, on, sweep, open, detail, stageOf, announced, raise } = storiesIn(database)
let { company, ada, kim, mia, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, mia, olga } = await begin())
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
    // a dry run says so before
    const response = { key: 'x', name: 'x', withinMs: 2 * HOUR, clock: 'business', calendar: null } as const
    const kept = () =>
      database.workspace(company.workspaceId, (tx) =>
        keptBy(tx, company.workspaceId, { personId, response }, company.clock.now),
      )
    expect(await kept()).toMatchObject({ id: sellerId })
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
    // one lead, still open; how often it changed hands is another number
    expect((await company.run(olga, contract.campaignOutcomes)).items).toMatchObject([
      { offered: 1, open: 1, expired: 2 },
    ])
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
