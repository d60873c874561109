import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import { HOUR } from '#platform/kernel/instant.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'
import { rebuildHandOffs, routeUnassigned } from './index.ts'

const database = await testDatabase()
const { begin, on, sweep, open, detail, raise } = storiesIn(database)
let { company, ada, kim, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, olga } = await begin())
})

describe('a seller who is away', () => {
  const give = async (id: string, to: { id: string }) => {
    await company.run(olga, contract.reassignHandOffs, { handOffIds: [id], sellerId: to.id })
    return (await open())[0]
  }

  it("stops their own clock as long as they are away; the lead's runs on", async () => {
    const raised = await raise('Nora')
    const other = (await detail(raised.id)).sellerId === ada.id ? kim : ada
    await company.away(other.id, on('02T10:30'), on('02T13:00'))
    const { id, dueAt } = await give(raised.id, other)
    // half an hour until 10:30, the other hour and a half from 13:00 on
    expect(dueAt).toBe(on('02T14:30'))
    company.clock.now = on('02T13:30')
    expect(await detail(id)).toMatchObject({
      standing: 'running',
      ownerClock: { dueAt: on('02T14:30'), usedMs: HOUR },
      leadClock: { dueAt: on('02T12:00'), usedMs: 3.5 * HOUR, standing: 'overdue' },
    })
    company.clock.now = on('02T14:00')
    // reminded half an hour before it is due
    expect(await sweep()).toBe(1)
  })

  it('is not late for what was entered later: what an offer froze stays', async () => {
    const { id } = await raise('Nora')
    const { sellerId } = await detail(id)
    await company.away(sellerId, on('02T10:30'), on('06T17:00'))
    expect((await detail(id)).dueAt).toBe(on('02T12:00'))
    expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])
  })

  it('called while away: met in no time of their own, and marked as such', async () => {
    const { id, personId } = await raise('Nora')
    const other = (await detail(id)).sellerId === ada.id ? kim : ada
    await company.away(other.id, on('02T10:00'), on('02T13:00'))
    const given = await give(id, other)
    company.clock.now = on('02T11:00')
    await company.happens(personId, 'call', { side: 'sales' })
    expect(await detail(given.id)).toMatchObject({
      outsideHours: true,
      ownerClock: { usedMs: 0, standing: 'met' },
      leadClock: { usedMs: HOUR, standing: 'met' },
    })
    expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])
  })

  it('waits for the customer until they are back themselves', async () => {
    const { id } = await raise('Nora')
    const other = (await detail(id)).sellerId === ada.id ? kim : ada
    await company.away(other.id, on('02T13:00'), on('03T12:00'))
    const given = await give(id, other)
    company.clock.now = on('02T11:00')
    await company.run(olga, contract.pauseHandOff, {
      handOffId: given.id,
      until: '2026-11-02T14:00:00Z',
      reason: 'Back at two',
    })
    company.clock.now = on('02T14:00')
    await sweep()
    // an hour was left of the seller's own time: from Tuesday 12:00 on
    expect((await detail(given.id)).dueAt).toBe(on('03T13:00'))
  })
})

describe('a lead that nobody could take', () => {
  const again = () => routeUnassigned(database, company.workspaceId, company.clock.now)
  /** Nobody takes more than one lead a day. */
  const capped = async () => {
    const yaml = defaultAgreementYaml.replace(
      /members: \[\]/g,
      'members: [{ seller: Ada, dailyCap: 1 }, { seller: Kim, dailyCap: 1 }]',
    )
    const adopted = { yaml, author: { id: null, name: 'Test' }, note: null, now: on('02T08:00') }
    await database.workspace(company.workspaceId, (tx) => adopt(tx, company.workspaceId, adopted))
  }

  it('goes to somebody by itself once they can take it, on the lead clock that has run all along', async () => {
    await capped()
    const taken = [await raise('Nora'), await raise('Omar')]
    const { personId, id } = await raise('Pia')
    expect(await detail(id)).toMatchObject({ sellerId: null, skipped: [{ name: 'Ada' }, { name: 'Kim' }] })
    expect(await again()).toBe(0)
    expect((await detail(id)).events).toHaveLength(1)
    company.clock.now = on('03T09:00')
    expect(await again()).toBe(1)
    expect(await again()).toBe(0)
    const mine = (await open()).find((item: { personId: string }) => item.personId === personId)
    expect(mine).toMatchObject({ sequence: 2, state: 'offered', dueAt: on('03T11:00') })
    expect([ada.id, kim.id]).toContain(mine.sellerId)
    expect((await detail(mine.id)).leadClock).toMatchObject({
      startedAt: on('02T10:00'),
      dueAt: on('02T12:00'),
    })
    expect((await detail(id)).state).toBe('reassigned')
    expect(taken).toHaveLength(2)
    expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])
  })

  it.each(['openCap', 'dailyCap'])('%s holds when many come at the same moment', async (cap) => {
    const members = ['Ada', 'Kim'].map((seller) => `{ seller: ${seller}, ${cap}: 2 }`).join(', ')
    const yaml = defaultAgreementYaml.replace('members: []', `members: [${members}]`)
    const author = { id: null, name: 'Test' }
    await database.workspace(company.workspaceId, (tx) =>
      adopt(tx, company.workspaceId, { yaml, author, note: null, now: on('02T08:00') }),
    )
    company.clock.now = on('02T10:00')
    const people: string[] = []
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      people.push(await company.person({ email: `p${number}@x${number}.example` }))
    await Promise.all(people.map((personId) => company.happens(personId, 'demo_request')))
    const owners = (await open()).map((item: { sellerId: string | null }) => item.sellerId)
    expect(owners).toHaveLength(10)
    const count = (id: string | null) => owners.filter((owner: string | null) => owner === id).length
    expect([ada.id, kim.id, null].map(count)).toEqual([2, 2, 6])
  })

  it('never goes back to those who let it expire', async () => {
    const { personId } = await raise('Nora')
    company.clock.now = on('04T12:00')
    await sweep()
    company.clock.now = on('12T10:00')
    await sweep()
    const left = async () => (await open()).find((item: { personId: string }) => item.personId === personId)
    expect(await left()).toMatchObject({ sequence: 3, sellerId: null, sellerWithheld: false })
    expect(await again()).toBe(0)
    const ned = await company.seller('Ned', 'Mia')
    expect(await again()).toBe(1)
    expect(await left()).toMatchObject({ sequence: 4, sellerId: ned.id })
  })

  it('stays with the leader to whom the agreement leaves what nobody answered', async () => {
    const yaml = defaultAgreementYaml.replace('action: reassign', 'action: escalate')
    const adopted = { yaml, author: { id: null, name: 'Test' }, note: null, now: on('02T08:00') }
    await database.workspace(company.workspaceId, (tx) => adopt(tx, company.workspaceId, adopted))
    await raise('Nora')
    company.clock.now = on('04T12:00')
    await sweep()
    expect(await open()).toMatchObject([{ sequence: 2, sellerId: null }])
    expect(await again()).toBe(0)
  })
})
