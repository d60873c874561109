import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { attemptCondition, contactCondition, isAttempt, isContact, recordTouches } from './index.ts'
import type { NewTouch } from './store.ts'
import { TOUCH_KINDS } from './tables.ts'

const NOON = Date.UTC(2026, 5, 15, 12)
const SAID = [
  {},
  { automatic: true },
  { auto_reply: 'true' },
  { bulk: true },
  { bulk: false, reached: true },
  { out_of_office: true, reached: true },
  { autoReply: 'yes' },
  { reached: 'true' },
  { auto_submitted: null },
] as const

/** Every kind, side and direction, made by a machine or not, with everything a source may say about it. */
function everyTouch(): NewTouch[] {
  const touches: NewTouch[] = []
  for (const kind of TOUCH_KINDS)
    for (const side of ['marketing', 'sales'] as const)
      for (const direction of ['inbound', 'outbound'] as const)
        for (const machine of [true, false])
          for (const attributes of SAID) {
            const id = newId(NOON)
            touches.push({
              ...{
                id,
                personId: newId(NOON),
                campaignId: null,
                sellerId: null,
                channel: null,
                subject: null,
              },
              ...{
                kind,
                side,
                direction,
                machine,
                attributes,
                occurredAt: NOON,
                source: 'test',
                dedupeKey: id,
              },
            })
          }
  return touches
}

it.each([[['call', 'email', 'meeting', 'social']], [['call', 'email']]])(
  'the database takes the same touches for attempts and contacts as the rules, on the channels %j',
  async (channels) => {
    const database = await testDatabase()
    const { workspaceId } = await testWorkspace(database)
    const touches = everyTouch()
    const { rows } = await database.workspace(workspaceId, async (tx) => {
      await recordTouches(tx, workspaceId, touches, NOON)
      return tx.execute<{ id: string; attempt: boolean; contact: boolean }>(sql`
        select t.id, ${attemptCondition(channels)} as attempt, ${contactCondition} as contact
        from touch t where t.workspace_id = ${workspaceId}`)
    })
    const found = new Map(rows.map(({ id, ...said }) => [id, said]))
    for (const { id, kind, side, direction, machine, attributes } of touches) {
      const touch = { kind, side, direction, machine, attributes }
      const said = { attempt: isAttempt(touch, channels), contact: isContact(touch) }
      expect([touch, found.get(id)]).toEqual([touch, said])
    }
    expect(rows.filter(({ attempt }) => attempt).length).toBeGreaterThan(20)
    expect(rows.filter(({ contact }) => contact).length).toBeGreaterThan(20)
  },
)
