import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { recomputeIn } from '#leads/lifecycle/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { createLog } from '#platform/log.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'
import { followHandOffs, handOffJobs, rebuildHandOffs } from './index.ts'

const database = await testDatabase()
const { begin, on, open, detail, announced, sweep, raise } = storiesIn(database)
let { company, ada, kim, mia }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, mia } = await begin())
})

/** Carries out what waits in the background; what follows from it is not looked at. */
async function background() {
  const clock = () => company.clock.now
  const handlers = handOffJobs({ database, clock }, async () => {})
  const jobs = startJobs({ database, handlers, log: createLog('silent'), clock, pollMs: 20 })
  await jobs.idle()
  await jobs.stop()
}
const logged = async () =>
  (
    await database.workspace(company.workspaceId, (tx) =>
      tx.execute(sql`select kind from touch where workspace_id = ${company.workspaceId} and side = 'sales'`),
    )
  ).rows

const faithful = async () =>
  expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])

describe('an attempt that was made while the lead was with somebody else', () => {
  it('is not the next seller’s to take back, and is not told again', async () => {
    const { id } = await raise('Nora')
    const [first, other] = (await detail(id)).sellerId === ada.id ? [ada, kim] : [kim, ada]
    company.clock.now = on('02T10:30')
    await company.run(first.actor, contract.logAttempt, { handOffId: id, kind: 'call', note: 'first call' })
    company.clock.now = on('02T11:00')
    await company.run(mia, contract.reassignHandOffs, { handOffIds: [id], sellerId: other.id })
    const [now] = await open()
    company.clock.now = on('02T11:05')
    const work = await company.run(other.actor, contract.logAttempt, {
      handOffId: now.id,
      kind: 'email_sent',
    })
    expect(work.events).toMatchObject([
      {
        kind: 'attempted',
        summary: 'Tried to reach the person: personal e-mail',
        actorName: other.actor.name,
      },
      { kind: 'attempted', summary: 'Tried to reach the person: call', actorName: null },
      { kind: 'offered' },
    ])
    expect((await announced()).filter((event) => event === 'handoff.attempted')).toHaveLength(2)
    const back = await company.run(other.actor, contract.undoHandOff, {
      handOffId: now.id,
      eventId: work.undoable,
    })
    expect(back.undoable).toBeNull()
    const call = back.events.find((event: { summary: string }) => event.summary.endsWith('call'))
    await expect(
      company.run(other.actor, contract.undoHandOff, { handOffId: now.id, eventId: call.id }),
    ).rejects.toMatchObject({ detail: 'Only who did it can take it back.' })
    await background()
    expect(await logged()).toEqual([{ kind: 'call' }])
  })
})

describe('evidence that is withdrawn', () => {
  const follow = (...people: string[]) =>
    database.workspace(company.workspaceId, async (tx) => {
      await recomputeIn(tx, company.workspaceId, people, company.clock.now)
      await followHandOffs(tx, company.workspaceId, people, company.clock.now)
    })

  it('leaves the clock running as if it had never been, with its reminders', async () => {
    const { personId, id } = await raise('Nora')
    await company.run(mia, contract.acceptHandOff, { handOffId: id })
    company.clock.now = on('02T10:30')
    const touchId = await company.happens(personId, 'call', { side: 'sales' })
    expect(await detail(id)).toMatchObject({ state: 'working', standing: 'met' })
    await database.system((tx) =>
      tx.execute(sql`delete from touch where workspace_id = ${company.workspaceId} and id = ${touchId}`),
    )
    company.clock.now = on('02T10:40')
    await follow(personId)
    await follow(personId)
    expect(await detail(id)).toMatchObject({
      state: 'accepted',
      standing: 'running',
      leadClock: { standing: 'running', metAt: null },
      attempts: 0,
    })
    // reminded half an hour before it is due
    company.clock.now = on('02T11:30')
    expect(await sweep()).toBe(1)
    await faithful()
  })

  it('goes with the merge that is undone, and counts again when it is made again', async () => {
    const { personId, id } = await raise('Nora')
    const other = await company.person({ firstName: 'Eleonora' })
    await company.touch(other, '2026-11-02T10:20:00Z', 'call')
    const merge = async (into: string | null) => {
      const [from, to] = into === null ? [personId, other] : [other, personId]
      await database.system(async (tx) => {
        await tx.execute(sql`update person set merged_into_id = ${into}::uuid
          where workspace_id = ${company.workspaceId} and id = ${other}`)
        await tx.execute(sql`update touch set person_id = ${to}
          where workspace_id = ${company.workspaceId} and person_id = ${from} and kind = 'call'`)
      })
      await follow(personId, other)
    }
    company.clock.now = on('02T10:30')
    await merge(personId)
    expect(await detail(id)).toMatchObject({ leadClock: { standing: 'met' }, attempts: 1 })
    await merge(null)
    expect(await detail(id)).toMatchObject({ leadClock: { standing: 'running' }, attempts: 0 })
    await merge(personId)
    expect(await detail(id)).toMatchObject({ leadClock: { standing: 'met' }, attempts: 1 })
    await faithful()
  })
})
