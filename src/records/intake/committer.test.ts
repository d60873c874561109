import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { Problem, unavailable } from '#platform/operation/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import type { NewEvent } from './append-store.ts'
import { createCommitter, type Submission } from './committer.ts'
import { addKey } from './keys-store.ts'

const NOON = Date.UTC(2026, 5, 15, 12)

const eventOf = (messageId: string): NewEvent => ({
  id: newId(NOON),
  messageId,
  type: 'page',
  name: null,
  anonymousId: 'v',
  userId: null,
  payload: { properties: {}, traits: {}, context: {} },
  kind: null,
  source: 'web',
  proven: false,
  machine: null,
  warning: null,
  writeKeyId: null,
  occurredAt: NOON,
  recordedAt: NOON,
  dueAt: NOON,
})

async function prepared() {
  const database = await testDatabase()
  const { workspaceId } = await testWorkspace(database)
  const keyId = newId(NOON)
  await database.workspace(workspaceId, (tx) =>
    addKey(tx, {
      ...{
        workspaceId,
        id: keyId,
        name: 'Site',
        kind: 'public',
        tokenHash: 'hash',
        token: null,
        prefix: 'accord',
      },
      ...{ consent: 'none', honourSignals: true, createdBy: newId(), createdAt: NOON, changedAt: NOON },
    }),
  )
  const submission = (events: NewEvent[], more: Partial<Submission> = {}): Submission => ({
    ...{ workspaceId, keyId, keyChangedAt: NOON, bytes: 100, events, counts: [], refusals: [] },
    ...more,
  })
  const stored = async () =>
    (
      await database.workspace(workspaceId, (tx) =>
        tx.execute<{ id: string }>(
          sql`select message_id as id from intake_event where workspace_id = ${workspaceId} order by 1`,
        ),
      )
    ).rows.map(({ id }) => id)
  return { database, workspaceId, submission, stored }
}

/** The database, with a door that can be held shut and that counts who goes through. */
function slow(database: Database) {
  const state = { open: Promise.resolve(), transactions: 0, fails: 0 }
  const workspace: Database['workspace'] = async (workspaceId, work) => {
    state.transactions += 1
    await state.open
    if (state.fails > 0) {
      state.fails -= 1
      throw new Problem(unavailable, 'Gone.')
    }
    return database.workspace(workspaceId, work)
  }
  return { state, database: { ...database, workspace } }
}

describe('storing what many requests bring', () => {
  it('takes few transactions, and answers each request only when its events are stored', async () => {
    const { database, submission, stored } = await prepared()
    const door = slow(database)
    let openDoor = () => {}
    door.state.open = new Promise((resolve) => {
      openDoor = resolve
    })
    const committer = createCommitter({ database: door.database, clock: () => NOON })
    const answers: string[] = []
    const all = Array.from({ length: 200 }, async (_, n) => {
      answers.push((await committer.submit(submission([eventOf(`m${n}`)])))!)
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(answers).toEqual([])
    openDoor()
    await Promise.all(all)
    expect(answers).toEqual(Array.from({ length: 200 }, () => 'stored'))
    expect(await stored()).toHaveLength(200)
    expect(door.state.transactions).toBeLessThanOrEqual(3)
    await committer.close()
  })

  it('takes no more than may wait, and goes on when there is room', async () => {
    const { database, submission } = await prepared()
    const door = slow(database)
    let openDoor = () => {}
    door.state.open = new Promise((resolve) => {
      openDoor = resolve
    })
    const committer = createCommitter({ database: door.database, clock: () => NOON, mostWaiting: 10 })
    const first = committer.submit(submission(Array.from({ length: 10 }, (_, n) => eventOf(`a${n}`))))
    expect(committer.submit(submission([eventOf('b')]))).toBeNull()
    openDoor()
    expect(await first).toBe('stored')
    expect(await committer.submit(submission([eventOf('b')], { bytes: 18_000 }))).toBe('stored')
    await committer.close()
  })

  it('tells every request of an outage, and stores nothing twice when they come again', async () => {
    const { database, submission, stored } = await prepared()
    const door = slow(database)
    door.state.fails = 1
    const committer = createCommitter({ database: door.database, clock: () => NOON })
    const send = (id: string) => committer.submit(submission([eventOf(id)]))!
    const outcomes = await Promise.allSettled([send('a'), send('b')])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await Promise.all([send('a'), send('b'), send('a')])).toEqual(['stored', 'stored', 'stored'])
    expect(await stored()).toEqual(['a', 'b'])
    await committer.close()
  })

  it('lets one request that cannot be stored fail alone', async () => {
    const { database, submission, stored } = await prepared()
    const committer = createCommitter({ database, clock: () => NOON })
    const bad = { ...eventOf('bad'), id: 'not an id' }
    const answers = await Promise.allSettled([
      committer.submit(submission([eventOf('a')])),
      committer.submit(submission([bad])),
      committer.submit(submission([eventOf('c')])),
    ])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await stored()).toEqual(['a', 'c'])
    await committer.close()
  })

  it('stores nothing for a key that was changed meanwhile', async () => {
    const { database, submission, stored } = await prepared()
    const committer = createCommitter({ database, clock: () => NOON })
    expect(await committer.submit(submission([eventOf('a')], { keyChangedAt: NOON - 1 }))).toBe('stale')
    expect(await stored()).toEqual([])
    await committer.close()
  })

  it('writes figures of what was refused without a look before it stops', async () => {
    const { database, workspaceId } = await prepared()
    const committer = createCommitter({ database, clock: () => NOON })
    for (let n = 0; n < 7; n += 1) committer.note(workspaceId, 'limited', 'rate_key', 10)
    await committer.close()
    const { rows } = await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`select outcome, reason, events from intake_count where workspace_id = ${workspaceId}`),
    )
    expect(rows).toEqual([{ outcome: 'limited', reason: 'rate_key', events: 70 }])
  })
})
