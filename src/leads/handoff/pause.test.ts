import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import { HOUR } from '#platform/kernel/instant.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'
import { rebuildHandOffs, routeUnassigned } from './index.ts'

const database = await testDatabase()
const { begin, on, sweep, open, detail, raise } = storiesIn(database)
let { company, ada, kim, mia, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, mia, olga } = await begin())
})

/** Raised on Monday at 10:00, due at 12:00; waits from 11:00 on. */
async function waiting(until: string) {
  const { id } = await raise('Nora')
  company.clock.now = on('02T11:00')
  await company.run(olga, contract.pauseHandOff, { handOffId: id, until, reason: 'On holiday' })
  return id
}
const giveToOther = async (id: string) => {
  const other = (await detail(id)).sellerId === ada.id ? kim : ada
  await company.run(mia, contract.reassignHandOffs, { handOffIds: [id], sellerId: other.id })
  return { other, id: (await open())[0].id as string }
}
const faithful = async () =>
  expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])

describe('a lead that waited for the customer and is given on', () => {
  it('keeps the open time that was left of its clock', async () => {
    const first = await waiting('2026-11-05T10:00:00Z')
    company.clock.now = on('05T10:00')
    await sweep()
    // an hour was left on Monday at 11:00
    expect((await detail(first)).leadClock.dueAt).toBe(on('05T11:00'))
    const { other, id } = await giveToOther(first)
    company.clock.now = on('05T10:15')
    await company.run(other.actor, contract.logAttempt, { handOffId: id, kind: 'call' })
    expect(await detail(id)).toMatchObject({
      leadClock: { dueAt: on('05T11:00'), standing: 'met', usedMs: 1.25 * HOUR },
      ownerClock: { dueAt: on('05T12:00'), standing: 'met', usedMs: 0.25 * HOUR },
    })
    await faithful()
  })

  it('goes on waiting when it waits still', async () => {
    const { other, id } = await giveToOther(
      await waiting('2026-11-06T10:00:00Z').then((one) => {
        company.clock.now = on('03T10:00')
        return one
      }),
    )
    company.clock.now = on('05T12:00')
    expect(await sweep()).toBe(0)
    expect(await detail(id)).toMatchObject({
      sellerId: other.id,
      standing: 'paused',
      pauseReason: 'On holiday',
      pausedUntil: on('06T10:00'),
      leadClock: { standing: 'paused', usedMs: HOUR },
    })
    company.clock.now = on('06T10:00')
    expect(await sweep()).toBe(1)
    expect(await detail(id)).toMatchObject({
      standing: 'running',
      leadClock: { dueAt: on('06T11:00') },
      ownerClock: { dueAt: on('06T12:00'), usedMs: 0 },
    })
    await faithful()
  })

  it('has what its pause moved also when the end of the pause was not carried out yet', async () => {
    const first = await waiting('2026-11-05T10:00:00Z')
    company.clock.now = on('05T10:30')
    const { id } = await giveToOther(first)
    expect(await detail(id)).toMatchObject({
      standing: 'running',
      leadClock: { dueAt: on('05T11:00'), usedMs: 1.5 * HOUR },
      ownerClock: { dueAt: on('05T12:30') },
    })
  })
})

describe('a lead without a seller that a manager takes on', () => {
  it('is not taken away again when a seller could have it', async () => {
    const yaml = defaultAgreementYaml.replace(
      'members: []',
      'members: [{ seller: Ada, dailyCap: 1 }, { seller: Kim, dailyCap: 1 }]',
    )
    const author = { id: null, name: 'Test' }
    await database.workspace(company.workspaceId, (tx) =>
      adopt(tx, company.workspaceId, { yaml, author, note: null, now: on('02T08:00') }),
    )
    await raise('Nora')
    await raise('Omar')
    const accepted = await raise('Pia')
    await company.run(mia, contract.acceptHandOff, { handOffId: accepted.id })
    const paused = await raise('Quinn')
    const until = '2026-11-09T10:00:00Z'
    await company.run(mia, contract.pauseHandOff, { handOffId: paused.id, until, reason: 'On holiday' })
    company.clock.now = on('03T09:00')
    expect(await routeUnassigned(database, company.workspaceId, company.clock.now)).toBe(0)
    expect(await detail(accepted.id)).toMatchObject({ state: 'accepted', sellerId: null })
    expect(await detail(paused.id)).toMatchObject({ standing: 'paused', sellerId: null })
  })
})
