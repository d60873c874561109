import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import { DAY, HOUR } from '#platform/kernel/instant.ts'
import { type NurtureWorld, nurtureWorld } from '#test/factories/nurture.ts'
import { enrol, leaveTrack, leaveTracks } from './index.ts'

const open: NurtureWorld[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world.close()
})

const note = (key: string) => ({ key, email: { subject: key, body: 'Hello' } })

/** Two records of one person, the first of them on a track. */
async function twice(options: Parameters<typeof nurtureWorld>[1] = {}) {
  const made = await nurtureWorld({ steps: [note('first'), { wait: 'P1D' }, note('second')] }, options)
  open.push(made)
  const { inside, workspaceId, clock } = made
  const folded = await made.recycled({ email: 'old@customer.test' })
  const survivor = await made.recycled({ email: 'new@customer.test' })
  await inside((tx) => leaveTrack(tx, workspaceId, [survivor], 'stopped', clock.now))
  const mergeInto = (into: string | null) =>
    inside((tx) =>
      tx.execute(
        sql`update person set merged_into_id = ${into}::uuid where workspace_id = ${workspaceId} and id = ${folded}`,
      ),
    )
  const present = async () =>
    (await made.rows<{ person_id: string; ended_because: string | null }>('enrolment'))
      .filter((row) => row.ended_because === null)
      .map((row) => row.person_id)
  const told = () => inside((tx) => leaveTracks(tx, workspaceId, [folded, survivor], clock.now))
  return { ...made, folded, survivor, mergeInto, present, told }
}

describe('a person on a track who is merged into another record', () => {
  it('goes on there with the next step, at the address that holds now', async () => {
    const { mergeInto, survivor, present, told, run, later, peer } = await twice()
    await run()
    await mergeInto(survivor)
    await told()
    expect(await present()).toEqual([survivor])
    await later(DAY)
    await run()
    expect(peer.received.map((mail) => [mail.parsed.subject, mail.to[0]])).toEqual([
      ['first', 'old@customer.test'],
      ['second', 'new@customer.test'],
    ])
  })

  it('goes on there also when the next step comes before anybody said so', async () => {
    const { mergeInto, survivor, present, run, later, peer } = await twice()
    await run()
    await mergeInto(survivor)
    await later(DAY)
    await run()
    expect(await present()).toEqual([survivor])
    expect(peer.recipients).toEqual(['old@customer.test', 'new@customer.test'])
  })

  it('takes along what waits to be sent', async () => {
    let away = true
    const { mergeInto, survivor, rows, run, later, peer } = await twice({
      fault: (step) => (away && step === 'connect' ? { code: 421 } : 'none'),
    })
    await run()
    await mergeInto(survivor)
    away = false
    await later(HOUR)
    await run()
    expect(peer.recipients).toEqual(['new@customer.test'])
    expect(await rows('nurture_message')).toMatchObject([{ person_id: survivor, state: 'sent' }])
  })

  it('is not sent what waits when the survivor had it', async () => {
    let away = true
    const { mergeInto, survivor, rows, run, later, peer, inside, workspaceId, clock } = await twice({
      fault: (step, to) => (away && step === 'recipient' && to.startsWith('old') ? { code: 451 } : 'none'),
    })
    const entry = { personId: survivor, cycle: 1, trackKey: 'long_term', reason: null }
    await inside((tx) => enrol(tx, workspaceId, entry, clock.now))
    await run()
    await inside((tx) => leaveTrack(tx, workspaceId, [survivor], 'stopped', clock.now))
    await mergeInto(survivor)
    away = false
    await later(HOUR)
    await run()
    await later(DAY)
    await run()
    expect(peer.received.map((mail) => [mail.parsed.subject, mail.to[0]])).toEqual([
      ['first', 'new@customer.test'],
      ['second', 'new@customer.test'],
    ])
    expect((await rows<{ state: string }>('nurture_message')).map((row) => row.state).sort()).toEqual([
      ...['sent', 'sent', 'stopped'],
    ])
  })

  it('is on the track under the own record again when the merge is taken back', async () => {
    const { mergeInto, folded, survivor, present, told } = await twice()
    await mergeInto(survivor)
    await told()
    await mergeInto(null)
    await told()
    expect(await present()).toEqual([folded])
  })

  it('leaves it when the survivor is on a track of their own', async () => {
    const { mergeInto, survivor, present, told, inside, workspaceId, clock, rows } = await twice()
    const entry = { personId: survivor, cycle: 1, trackKey: 'long_term', reason: null }
    await inside((tx) => enrol(tx, workspaceId, entry, clock.now))
    await mergeInto(survivor)
    await told()
    expect(await present()).toEqual([survivor])
    const ended = await rows<{ ended_because: string | null }>('enrolment')
    expect(ended.map((row) => row.ended_because).sort()).toEqual(['gone', null, 'stopped'])
  })
})
