import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'
import { passOn, rebuildHandOffs } from './index.ts'

const database = await testDatabase()
const { begin, on, open, detail, stageOf, raise } = storiesIn(database)
type Seller = Cast['ada']
let { company, ada, kim, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, olga } = await begin())
})

const access = async ({ actor }: Seller, revokedAt: string | null) =>
  void (await database.workspace(company.workspaceId, (tx) =>
    tx.execute(sql`update member set revoked_at = ${revokedAt}::timestamptz
      where workspace_id = ${company.workspaceId} and user_id = ${actor.id}`),
  ))
/** No access any more, with what follows in the flow. */
const leave = async (seller: Seller) => {
  await access(seller, new Date(company.clock.now).toISOString())
  return database.workspace(company.workspaceId, (tx) =>
    passOn(tx, company.workspaceId, seller.actor.id, company.clock.now),
  )
}
const agreement = (change: (yaml: string) => string) =>
  database.workspace(company.workspaceId, (tx) =>
    adopt(tx, company.workspaceId, {
      yaml: change(defaultAgreementYaml),
      ...{ author: { id: null, name: 'Test' }, note: null, now: on('02T08:00') },
    }),
  )
/** A lead, whose it is, and the other seller. */
const raisedWith = async (name: string, time?: string) => {
  const raised = await raise(name, time)
  const owner = (await detail(raised.id)).sellerId === ada.id ? ada : kim
  return { ...raised, owner, other: owner === ada ? kim : ada }
}

describe('an owner who leaves', () => {
  it('what they had accepted goes to the pool that the agreement names, on the lead clock that has run all along', async () => {
    const { id, personId, owner, other } = await raisedWith('Nora')
    await company.run(owner.actor, contract.acceptHandOff, { handOffId: id })
    company.clock.now = on('02T11:00')
    expect(await leave(owner)).toEqual([personId])
    const [now] = await open()
    expect(now).toMatchObject({ sellerId: other.id, state: 'offered', sequence: 2, dueAt: on('02T13:00') })
    const names = { [ada.id]: 'Ada', [kim.id]: 'Kim' }
    expect(await detail(now.id)).toMatchObject({
      whyMe: `${names[owner.id]} has left; ${names[other.id]} is next in Inbound team (the only one who can).`,
      leadClock: { dueAt: on('02T12:00') },
    })
    const before = await detail(id)
    expect(before).toMatchObject({ state: 'reassigned', note: `${names[owner.id]} has left` })
    expect(before.events[0]).toMatchObject({ kind: 'reassigned', actorName: null })
    expect((await stageOf(personId)).seller_id).toBe(other.id)
    expect(await leave(owner)).toEqual([])
    expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])
  })

  it('gets nothing more: not by turn, not as the owner of an account, not as who had the person before, not by hand', async () => {
    const first = await raisedWith('Nora')
    await company.run(first.owner.actor, contract.rejectHandOff, {
      handOffId: first.id,
      reason: 'bad_data',
    })
    await leave(first.owner)
    const accountId = await company.account({ sellerId: first.owner.id })
    const second = await raisedWith('Otto', '02T11:00')
    expect(second.owner).toBe(first.other)
    const third = await company.person({ firstName: 'Pia', accountId })
    await company.happens(third, 'demo_request')
    // seven days after the rejection she may come back
    company.clock.now = on('10T10:00')
    await company.happens(first.personId, 'demo_request')
    const owners = (await open()).map((item: { sellerId: string }) => item.sellerId)
    expect(owners).toEqual([first.other.id, first.other.id, first.other.id])
    const given = { handOffIds: [second.id], sellerId: first.owner.id }
    await expect(company.run(olga, contract.reassignHandOffs, given)).rejects.toThrow('handoff.seller')
  })

  it('with access again before it is carried out, keeps everything; and is in turn again', async () => {
    const { id, owner } = await raisedWith('Nora')
    await access(owner, '2026-11-02T10:30:00Z')
    await access(owner, null)
    await database.workspace(company.workspaceId, (tx) =>
      passOn(tx, company.workspaceId, owner.actor.id, company.clock.now),
    )
    expect(await detail(id)).toMatchObject({ sellerId: owner.id, state: 'offered' })
    const turns = [await raisedWith('Otto'), await raisedWith('Pia')]
    expect(new Set(turns.map((turn) => turn.owner))).toEqual(new Set([ada, kim]))
  })

  it('people they own go along by their stage: to the manager who sells, to the owner of the account, or to nobody', async () => {
    // Kim's manager is Ada here; where no stage is named, the owner stays
    await agreement((yaml) =>
      yaml.replace('{ stage: sql, to: manager }', '{ stage: sql, to: account_owner }'),
    )
    await database.workspace(company.workspaceId, (tx) =>
      tx.execute(sql`update seller set manager = 'ada@company.test'
        where workspace_id = ${company.workspaceId} and id = ${kim.id}`),
    )
    const accountId = await company.account({ sellerId: ada.id })
    const owned = async (stage: string, values = {}) => {
      const personId = await company.person({ sellerId: kim.id, ...values })
      await company.reported(personId, '2026-10-20', stage)
      await company.happens(personId, 'page_view')
      return personId
    }
    const atDeal = await owned('opportunity')
    const atSql = await owned('sql', { accountId })
    const without = await owned('sql')
    const early = await owned('inquiry')
    expect((await leave(kim)).sort()).toEqual([atDeal, atSql, without].sort())
    const owners = await Promise.all([atDeal, atSql, without, early].map(stageOf))
    expect(owners.map((one) => one.seller_id)).toEqual([ada.id, ada.id, null, kim.id])
  })

  it('a lead at a stage the agreement says nothing of waits for a manager', async () => {
    await agreement((yaml) => yaml.replace('    - { stage: mql, to: pool, pool: inbound }\n', ''))
    const { id, personId, owner } = await raisedWith('Nora')
    await leave(owner)
    const [now] = await open()
    expect(now).toMatchObject({ sellerId: null, state: 'offered' })
    expect((await detail(now.id)).whyMe).toContain('has left. A manager has to choose.')
    expect((await stageOf(personId)).seller_id).toBeNull()
    expect((await detail(id)).state).toBe('reassigned')
  })
})
