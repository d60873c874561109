import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { recomputeIn } from '#leads/lifecycle/index.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'
import { followHandOffs, rebuildHandOffs } from './index.ts'

const database = await testDatabase()
const { begin, on, sweep, open, detail, raise } = storiesIn(database)
let { company, olga, ada, kim }: Cast = await begin()
beforeEach(async () => {
  ;({ company, olga, ada, kim } = await begin())
})

/** Two records become one, or two again, with everything that follows from it. */
async function mergeInto(personId: string, survivorId: string | null, other = survivorId) {
  const { workspaceId, clock } = company
  const [from, to] = survivorId === null ? [other, personId] : [personId, survivorId]
  await database.system(async (tx) => {
    await tx.execute(sql`update person set merged_into_id = ${survivorId}::uuid
      where workspace_id = ${workspaceId} and id = ${personId}`)
    // only what the folded record came with moves
    for (const moved of ['touch', 'reported_stage'])
      await tx.execute(sql`update ${sql.identifier(moved)} set person_id = ${to}
        where workspace_id = ${workspaceId} and person_id = ${from} and occurred_at < ${new Date(on('02T11:00')).toISOString()}::timestamptz`)
  })
  await database.workspace(workspaceId, async (tx) => {
    const both = [personId, other!]
    await recomputeIn(tx, workspaceId, both, clock.now)
    await followHandOffs(tx, workspaceId, both, clock.now)
  })
}

const faithful = async () =>
  expect((await rebuildHandOffs(database, company.workspaceId)).examples).toEqual([])

describe('a person with an open hand-off who is merged into another record', () => {
  it('is there with the same hand-off: its clocks, what was tried, and what can be taken back', async () => {
    const { personId, id } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    company.clock.now = on('02T10:05')
    const survivorId = await company.person({ firstName: 'Eleonora' })
    await mergeInto(personId, survivorId)
    expect(await open()).toMatchObject([
      { id, personId: survivorId, state: 'accepted', dueAt: on('02T12:00'), sequence: 1 },
    ])
    const { undoable, events } = await detail(id)
    expect(events[0]).toMatchObject({ kind: 'moved', summary: 'Went along to the record that was kept' })
    expect(events.find((event: { kind: string }) => event.kind === 'accepted').id).toBe(undoable)
    await faithful()
  })

  it('is not reminded of what was tried before', async () => {
    const { personId, id } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    await company.run(olga, contract.logAttempt, { handOffId: id, kind: 'call', reached: false })
    await mergeInto(personId, await company.person({ firstName: 'Eleonora' }))
    company.clock.now = on('04T10:00')
    await sweep()
    const { events, state } = await detail(id)
    expect(state).toBe('working')
    expect(events.map(({ kind }: { kind: string }) => kind)).not.toContain('escalated')
  })

  it('has it under the own record again when the merge is taken back, with what was done meanwhile', async () => {
    const { personId, id } = await raise('Nora')
    const survivorId = await company.person({ firstName: 'Eleonora' })
    await mergeInto(personId, survivorId)
    company.clock.now = on('02T11:30')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    await mergeInto(personId, null, survivorId)
    expect(await open()).toMatchObject([{ id, personId, state: 'accepted', dueAt: on('02T12:00') }])
    await mergeInto(personId, survivorId)
    expect(await open()).toMatchObject([{ id, personId: survivorId, state: 'accepted' }])
    await faithful()
  })

  it('goes from record to record, and back the way it came', async () => {
    const { personId, id } = await raise('Nora')
    const second = await company.person({ firstName: 'Eleonora' })
    const third = await company.person({ firstName: 'Ella' })
    await mergeInto(personId, second)
    await mergeInto(second, third)
    expect(await open()).toMatchObject([{ id, personId: third }])
    await mergeInto(second, null, third)
    expect(await open()).toMatchObject([{ id, personId: second }])
    await mergeInto(personId, null, second)
    expect(await open()).toMatchObject([{ id, personId }])
    await faithful()
  })

  it('rests while the survivor has one of their own, and runs again when the merge is taken back', async () => {
    const nora = await raise('Nora')
    const ella = await raise('Ella', '02T10:30')
    await mergeInto(nora.personId, ella.personId)
    expect(await open()).toMatchObject([{ id: ella.id }])
    company.clock.now = on('02T11:00')
    await mergeInto(nora.personId, null, ella.personId)
    expect((await open()).map(({ id }: { id: string }) => id).sort()).toEqual([nora.id, ella.id].sort())
    expect(await detail(nora.id)).toMatchObject({ state: 'offered', dueAt: on('02T12:00') })
    company.clock.now = on('02T12:30')
    await sweep()
    const { events } = await detail(nora.id)
    expect(events[0]).toMatchObject({ kind: 'escalated' })
    await faithful()
  })

  it('is offered anew when it ended under the survivor: nobody falls through', async () => {
    const { personId, id } = await raise('Nora')
    const survivorId = await company.person({ firstName: 'Eleonora' })
    await mergeInto(personId, survivorId)
    company.clock.now = on('02T11:30')
    await company.run(olga, contract.rejectHandOff, { handOffId: id, reason: 'other', note: 'Not the one' })
    await mergeInto(personId, null, survivorId)
    expect(await detail(id)).toMatchObject({ state: 'rejected', personId: survivorId })
    const [anew] = await open()
    expect(anew).toMatchObject({ personId, state: 'offered', sequence: 1 })
    expect([ada.id, kim.id]).toContain(anew.sellerId)
    expect((await detail(anew.id)).leadClock.startedAt).toBe(on('02T10:00'))
    await faithful()
  })
})
