import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { rebuild } from '#leads/lifecycle/index.ts'
import { HOUR } from '#platform/kernel/instant.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'

const database = await testDatabase()
const { begin, on, open, detail, stageOf, announced, raise } = storiesIn(database)
let { company, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, olga } = await begin())
})

/** Nora asked for a demo on Monday and was disqualified the same day. */
async function disqualified() {
  const { personId, id } = await raise('Nora')
  const { sellerId } = await detail(id)
  await company.run(olga, contract.acceptHandOff, { handOffId: id })
  company.clock.now = on('02T11:00')
  await company.run(olga, contract.disqualifyHandOff, { handOffId: id, reason: 'no_need' })
  company.clock.now = on('03T10:00')
  return { personId, sellerId, handOffId: id }
}

const reopen = (personId: string, given: { reason?: string; note?: string } = {}) =>
  company.run(olga, contract.reopenLead, { personId, reason: 'mistake', ...given })

const isReplayed = async () => expect((await rebuild(database, company.workspaceId)).examples).toEqual([])

describe('reopening', () => {
  it('lets a disqualified person begin the next cycle, and who qualifies again goes to the same seller', async () => {
    const { personId, sellerId } = await disqualified()
    await company.happens(personId, 'page_view')
    expect(await stageOf(personId)).toMatchObject({ stage: 'disqualified', cycle: 1 })
    expect(await reopen(personId)).toEqual({ personId, stage: 'inquiry', stageName: 'Inquiry', cycle: 2 })
    expect(await stageOf(personId)).toMatchObject({ stage: 'inquiry', cycle: 2 })
    expect(await open()).toEqual([])
    expect(await announced()).toContain('lead.reopened')
    company.clock.now += HOUR
    await company.happens(personId, 'demo_request')
    expect(await stageOf(personId)).toMatchObject({ stage: 'mql', cycle: 2 })
    expect(await open()).toMatchObject([
      { personId, sellerId, cycle: 2, sequence: 1, state: 'offered', handRaise: true, dueAt: on('03T13:00') },
    ])
    await isReplayed()
  })

  it('offers at once who asked for a demo while they were disqualified', async () => {
    const { personId } = await disqualified()
    await company.happens(personId, 'demo_request')
    expect(await open()).toEqual([])
    company.clock.now += HOUR
    expect(await reopen(personId, { reason: 'new_facts' })).toMatchObject({ stage: 'mql', cycle: 2 })
    expect(await open()).toMatchObject([
      { personId, cycle: 2, state: 'offered', handRaise: true, dueAt: on('03T13:00') },
    ])
    await isReplayed()
  })

  it('keeps the note on the timeline', async () => {
    const { personId } = await disqualified()
    await reopen(personId, { note: 'She called back' })
    const { rows } = await database.workspace(company.workspaceId, (tx) =>
      tx.execute(sql`select t.kind, t.subject from touch t
        where t.workspace_id = ${company.workspaceId} and t.person_id = ${personId} order by t.occurred_at desc limit 1`),
    )
    expect(rows).toEqual([{ kind: 'note', subject: 'She called back' }])
  })

  it('needs a reason of the agreement, and something that has ended', async () => {
    const { personId } = await disqualified()
    await expect(reopen(personId, { reason: 'no_need' })).rejects.toMatchObject({
      kind: { code: 'handoff.reason', status: 422 },
      detail: 'Choose one of mistake, new_facts, new_contact.',
    })
    await reopen(personId)
    await expect(reopen(personId)).rejects.toMatchObject({
      kind: { code: 'lead.reopen', status: 409 },
      detail: 'It stands at Inquiry, which has not ended.',
    })
    const { personId: other } = await raise('Kim', '03T12:00')
    await expect(reopen(other)).rejects.toMatchObject({ detail: 'It stands at MQL, which has not ended.' })
    const nobody = await company.person({ firstName: 'Untouched' })
    await expect(reopen(nobody)).rejects.toMatchObject({ kind: { code: 'lead.reopen' } })
  })

  it('counts no more when the disqualification itself is taken back', async () => {
    const { personId, id } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    const { undoable } = await company.run(olga, contract.disqualifyHandOff, {
      handOffId: id,
      reason: 'no_need',
    })
    company.clock.now += 1_000
    await reopen(personId)
    await company.run(olga, contract.undoHandOff, { handOffId: id, eventId: undoable })
    expect(await stageOf(personId)).toMatchObject({ stage: 'sal', cycle: 1 })
    await isReplayed()
  })
})
