import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { MINUTE } from '#platform/kernel/instant.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'
import { handOffOf, insertHandOffs } from './store.ts'

const database = await testDatabase()
const { begin, on, detail, sweep, raise } = storiesIn(database)
let { company, ada, kim, mia, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, mia, olga } = await begin())
})

const outcomes = async () => (await company.run(olga, contract.campaignOutcomes)).items

/** The hand-off again and again, each of another person. */
async function copied(handOffId: string, times: number): Promise<void> {
  const { workspaceId } = company
  const row = await database.workspace(workspaceId, (tx) => handOffOf(tx, workspaceId, handOffId))
  for (let left = times; left > 0; left -= 500) {
    const copies = Array.from({ length: Math.min(left, 500) }, () => ({
      ...row!,
      id: newId(),
      personId: newId(),
    }))
    await database.workspace(workspaceId, (tx) => insertHandOffs(tx, copies))
  }
}

describe('what became of the leads', () => {
  it('counts those that came back without a reason, and what "other" and no reason are together', async () => {
    for (const [name, reason] of [
      ['Nora', 'other'],
      ['Otto', 'wrong_person'],
    ] as const) {
      const { id } = await raise(name)
      await company.run(olga, contract.rejectHandOff, { handOffId: id, reason })
    }
    const { personId } = await raise('Greta')
    await company.reported(personId, '2026-11-02T11:00:00Z', 'recycled')
    company.clock.now = on('02T12:00')
    await company.happens(personId, 'page_view')
    expect(await outcomes()).toMatchObject([
      {
        offered: 3, rejected: 2, recycled: 1, unexplained: 2,
        reasons: [
          { key: null, name: 'No reason given', list: 'recycle', count: 1 },
          { key: 'other', name: 'Other', list: 'reject', count: 1 },
          { key: 'wrong_person', list: 'reject', count: 1 },
        ],
      },
    ]) // biome-ignore format: one look
  })

  it('counts apart what was accepted by default', async () => {
    await database.workspace(company.workspaceId, (tx) =>
      adopt(tx, company.workspaceId, {
        yaml: defaultAgreementYaml.replace('action: reassign', 'action: accept_by_default'),
        ...{ author: { id: null, name: 'Test' }, note: null, now: company.clock.now },
      }),
    )
    const { id } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    await raise('Otto')
    // due Monday 12:00, expires 16 open hours later
    company.clock.now = on('04T12:00')
    await sweep()
    expect(await outcomes()).toMatchObject([{ offered: 2, accepted: 2, acceptedByDefault: 1 }])
  })
})

describe('numbers over many hand-offs', () => {
  it('how promptly a seller answers is over all of the 30 days', async () => {
    const { id } = await raise('Nora')
    const { sellerId } = await detail(id)
    const owner = sellerId === ada.id ? ada : kim
    company.clock.now += 30 * MINUTE
    await company.run(owner.actor, contract.logAttempt, { handOffId: id, kind: 'call' })
    await copied(id, 5_100)
    const { items } = await company.run(owner.actor, contract.sellerLoads)
    expect(items.find((one: { sellerId: string }) => one.sellerId === sellerId)).toMatchObject({
      lateness: { met: 5_101, missed: 0, medianUsedMs: 30 * MINUTE },
    })
  })

  it('follow-up that is behind is counted to the last', async () => {
    const { id } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    await copied(id, 2_100)
    company.clock.now = on('08T12:00')
    expect(await company.run(olga, contract.followUpBreaches)).toMatchObject({ items: [], others: 2_101 })
    expect((await company.run(mia, contract.followUpBreaches)).items).toHaveLength(2_101)
  })
})

describe('contested rejections', () => {
  it('are listed page by page, the open ones first, and each can be settled', async () => {
    const ids: string[] = []
    for (const name of ['Nora', 'Otto', 'Greta']) {
      const { id } = await raise(name)
      await company.run(olga, contract.rejectHandOff, { handOffId: id, reason: 'other' })
      company.clock.now += MINUTE
      ids.push((await company.run(olga, contract.disputeRejection, { handOffId: id, note: name })).id)
      company.clock.now += MINUTE
    }
    const upheld = { disputeId: ids[2], outcome: 'upheld', answer: 'It stands' }
    expect(await company.run(olga, contract.settleDispute, upheld)).toMatchObject({
      id: ids[2],
      outcome: 'upheld',
      personName: 'Greta Doe',
      reason: { key: 'other', name: 'Other' },
    })
    const first = await company.run(olga, contract.listDisputes, { limit: 2 })
    expect(first.items.map((one: { outcome: string }) => one.outcome)).toEqual(['open', 'open'])
    const rest = await company.run(olga, contract.listDisputes, { limit: 2, cursor: first.nextCursor })
    expect(rest).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null })
    await expect(company.run(olga, contract.listDisputes, { cursor: 'no place' })).rejects.toMatchObject({
      kind: { code: 'list.cursor' },
    })
  })
})
