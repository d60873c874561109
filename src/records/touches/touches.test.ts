import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { type NewTouch, recordTouches } from './index.ts'

const NOON = Date.UTC(2026, 5, 15, 12)

function touchOf(personId: string, dedupeKey: string, values: Partial<NewTouch> = {}): NewTouch {
  return {
    id: newId(NOON),
    personId,
    campaignId: null,
    sellerId: null,
    kind: 'page_view',
    side: 'marketing',
    direction: 'inbound',
    channel: 'Direct',
    subject: 'Pricing – “für alle”',
    machine: false,
    attributes: { path: '/pricing', seconds: 12, first: true, none: null },
    occurredAt: NOON,
    source: 'web',
    dedupeKey,
    ...values,
  }
}

describe('recording touches', () => {
  it('names each person who got something new once, and nobody for what is known already', async () => {
    const database = await testDatabase()
    const { workspaceId } = await testWorkspace(database)
    const [ann, bob] = [newId(), newId()]
    const record = (touches: NewTouch[]) =>
      database.workspace(workspaceId, (tx) => recordTouches(tx, workspaceId, touches, NOON + 5))
    expect(await record([])).toEqual([])
    expect((await record([touchOf(ann, 'a'), touchOf(ann, 'b'), touchOf(bob, 'c')])).sort()).toEqual(
      [ann, bob].sort(),
    )
    expect(await record([touchOf(ann, 'a'), touchOf(bob, 'd'), touchOf(bob, 'd')])).toEqual([bob])
    expect(await record([touchOf(ann, 'a', { source: 'form' })])).toEqual([ann])
    const { rows } = await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`select attributes, subject, occurred_at, recorded_at, machine from touch
        where workspace_id = ${workspaceId} and dedupe_key = 'b'`),
    )
    expect(rows).toEqual([
      {
        attributes: { path: '/pricing', seconds: 12, first: true, none: null },
        subject: 'Pricing – “für alle”',
        occurred_at: NOON,
        recorded_at: NOON + 5,
        machine: false,
      },
    ])
  })
})
