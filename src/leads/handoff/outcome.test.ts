import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { recomputeIn } from '#leads/lifecycle/index.ts'
import type { Actor } from '#platform/operation/index.ts'
import { reportStage, withdrawStage } from '#records/people/index.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'
import { routeUnassigned } from './index.ts'

const database = await testDatabase()
const { begin, on, open, detail, stageOf, raise } = storiesIn(database)
let { company, ada, kim, mia, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, mia, olga } = await begin())
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
        campaignName: 'No campaign', offered: 2, open: 0, accepted: 2, recycled: 1, disqualified: 1, expired: 0,
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
    expect(await company.run(olga, contract.followUpBreaches)).toMatchObject({ items: [], others: 1 })
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

  it('has the reason that stands, not one that was withdrawn', async () => {
    const { personId, id } = await raise('Nora')
    const { workspaceId, clock } = company
    const said = (stage: string, time: string, reason: string | null) => ({
      ...{ personId, stage, occurredAt: on(time), source: 'HubSpot', reason, actorId: null },
    })
    const [lost, again] = [said('lost', '02T11:10', null), said('recycled', '02T11:20', 'no_budget')]
    clock.now = on('02T12:00')
    await company.insert(async (tx) => {
      for (const one of [said('recycled', '02T11:00', 'bad_timing'), lost, again])
        await reportStage(tx, workspaceId, one, clock.now)
      await recomputeIn(tx, workspaceId, [personId], clock.now)
      for (const one of [lost, again]) await withdrawStage(tx, workspaceId, one, clock.now)
    })
    await company.happens(personId, 'page_view')
    const { state, reason } = await detail(id)
    expect([state, reason?.key]).toEqual(['recycled', 'bad_timing'])
  })
})

describe('a cycle that ended elsewhere', () => {
  it('gives way to the next: who raises a hand meanwhile is offered at once', async () => {
    const { personId, id } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    company.clock.now = on('20T10:00')
    // the CRM has had her as recycled for two weeks, and says so only now
    await company.reported(personId, '2026-11-05T10:00:00Z', 'recycled')
    await company.happens(personId, 'demo_request')
    expect((await detail(id)).state).toBe('recycled')
    expect(await open()).toMatchObject([{ personId, cycle: 2, sequence: 1, handRaise: true }])
  })

  it('never leaves anybody out for good: who was not offered is, a minute later', async () => {
    const personId = await company.person({ firstName: 'Otto' })
    await company.touch(personId, '2026-11-02T10:00:00Z', 'demo_request')
    company.clock.now = on('02T10:00')
    await company.insert((tx) => recomputeIn(tx, company.workspaceId, [personId], company.clock.now))
    expect(await open()).toEqual([])
    company.clock.now = on('02T10:01')
    const again = () => routeUnassigned(database, company.workspaceId, company.clock.now)
    expect(await again()).toBe(1)
    expect(await open()).toMatchObject([{ personId, dueAt: on('02T12:01') }])
    expect(await again()).toBe(0)
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
      kind: { code: 'list.cursor' },
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

  it('of other sellers say whose a hand-off is or how it stands, never both, in the file as well', async () => {
    const { id } = await raise('Nora')
    const [owner, other] = (await detail(id)).sellerId === ada.id ? [ada, kim] : [kim, ada]
    company.clock.now = on('02T13:00')
    const seen = async (actor: Actor, query = {}) =>
      (await company.run(actor, contract.listHandOffs, { view: 'all', ...query })).items
    const whole = {
      sellerId: owner.id,
      sellerName: owner.actor.name,
      sellerWithheld: false,
      standing: 'overdue',
    }
    for (const actor of [owner.actor, mia]) expect(await seen(actor)).toMatchObject([whole])
    for (const actor of [other.actor, olga]) {
      const unnamed = { sellerId: null, sellerName: null, sellerWithheld: true, standing: 'overdue' }
      expect(await seen(actor)).toMatchObject([unnamed])
      const unclocked = { sellerId: owner.id, standing: null, dueAt: null, attemptedAt: null }
      expect(await seen(actor, { seller: [owner.id] })).toMatchObject([unclocked])
      for (const overdue of [true, false])
        expect(await seen(actor, { seller: [owner.id], overdue })).toEqual([])
    }
    expect(await seen(mia, { seller: [owner.id], overdue: true })).toMatchObject([whole])
    const { body } = await company.run(olga, contract.exportHandOffs, { view: 'all', overdue: true })
    expect(body).toContain(',assigned,offered,')
    expect(body).not.toContain(owner.actor.name)
    // one hand-off says all of itself: what happened is for both teams
    expect(await detail(id, other.actor)).toMatchObject({ sellerName: owner.actor.name, standing: 'overdue' })
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
