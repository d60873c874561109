import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { DAY } from '#platform/kernel/instant.ts'
import { type NurtureWorld, nurtureWorld } from '#test/factories/nurture.ts'
import { enrol, leaveTrack, messageBounced } from './index.ts'
import { decideUnknown, markSending } from './message-store.ts'

const open: NurtureWorld[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world.close()
})

interface Message {
  id: string
  state: string
  detail: string | null
}

/** Somebody whose first message was handed over without an answer, and what can become of it. */
async function unanswered() {
  const step = (key: string) => ({ key, email: { subject: key, body: 'Hello' } })
  const made = await nurtureWorld({ steps: [step('first'), { wait: 'P1D' }, step('second')] })
  open.push(made)
  const { peer, inside, workspaceId, clock, rows } = made
  const personId = await made.recycled({ email: 'ana@customer.test' })
  peer.fault = (at) => (at === 'accepted' ? 'drop' : 'none')
  await made.run()
  peer.fault = () => 'none'
  const message = async () => (await rows<Message>('nurture_message'))[0]!
  const { id, state } = await message()
  expect(state).toBe('unknown')
  return {
    ...made,
    id,
    personId,
    message,
    decide: (again: boolean) =>
      inside((tx) => decideUnknown(tx, workspaceId, id, { again, userId: newId() }, clock.now)),
    bounced: (permanent: boolean) =>
      inside((tx) =>
        messageBounced(
          made.deps.onTouches,
          tx,
          workspaceId,
          id,
          { permanent, detail: 'Mailbox full' },
          clock.now,
        ),
      ),
  }
}

describe('a message of unknown fate', () => {
  it('goes out again on request, once for each', async () => {
    const { decide, run, peer, message } = await unanswered()
    expect(await decide(true)).toBe(true)
    await run()
    await run()
    expect(peer.received).toHaveLength(2)
    expect((await message()).state).toBe('sent')
    expect(await decide(true)).toBe(false)
  })

  it('can be decided however often it was tried before', async () => {
    const { decide, inside, workspaceId, message } = await unanswered()
    await inside((tx) =>
      tx.execute(sql`update nurture_message set attempts = 25 where workspace_id = ${workspaceId}`),
    )
    expect(await decide(false)).toBe(true)
    expect(await message()).toMatchObject({ state: 'sent', detail: 'Counted as sent on request' })
  })

  it('stays so when the person has left the track, and no later track sends it', async () => {
    const { decide, run, peer, inside, workspaceId, personId, clock, message } = await unanswered()
    await inside((tx) => leaveTrack(tx, workspaceId, [personId], 'stopped', clock.now))
    await decide(true)
    await run()
    expect(await message()).toMatchObject({ state: 'unknown', detail: 'Left the track before' })
    for (const trackKey of ['long_term', 'wake_up']) {
      const entry = { personId, cycle: 1, trackKey, reason: null }
      await inside((tx) => enrol(tx, workspaceId, entry, clock.now))
      await run()
    }
    expect(peer.received).toHaveLength(1)
  })

  it('is not sent again to another address than the first copy, whose link to unsubscribe goes on to work', async () => {
    const { decide, run, peer, inside, workspaceId, personId, message, rows } = await unanswered()
    await inside((tx) =>
      tx.execute(sql`update person set email = 'ana@new.test', email_norm = 'ana@new.test'
        where workspace_id = ${workspaceId} and id = ${personId}`),
    )
    await decide(true)
    await run()
    expect(peer.received).toHaveLength(1)
    expect(await message()).toMatchObject({ state: 'unknown', detail: 'The address is another one by now' })
    expect(await rows('nurture_message')).toMatchObject([{ email_norm: 'ana@customer.test' }])
  })

  it('that comes back is refused, also while it waits to be sent again', async () => {
    const { decide, run, peer, bounced, message, rows } = await unanswered()
    await decide(true)
    await bounced(true)
    await run()
    expect(peer.received).toHaveLength(1)
    expect(await message()).toMatchObject({ state: 'refused', detail: 'Came back: Mailbox full' })
    expect(await rows('suppression')).toMatchObject([{ email_norm: 'ana@customer.test', reason: 'bounced' }])
  })
})

it('a message that comes back for now before the server’s answer is noted holds nobody on their track', async () => {
  const { inside, workspaceId, clock, bounced, message, run, later, peer, id } = await unanswered()
  const to = { email: 'ana@customer.test', emailNorm: 'ana@customer.test', subject: 'first', links: [] }
  await inside((tx) =>
    tx.execute(sql`update enrolment set step = 0, next_step_at = null where workspace_id = ${workspaceId}`),
  )
  await inside((tx) => markSending(tx, workspaceId, id, to, clock.now))
  await bounced(false)
  expect((await message()).state).toBe('refused')
  await later(DAY)
  await run()
  expect(peer.received.map((mail) => mail.parsed.subject)).toEqual(['first', 'second'])
})
