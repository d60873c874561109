import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { rebuildHandOffs, sweepHandoffs } from '#leads/handoff/index.ts'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { testDatabase } from '../database.ts'
import { handOffsIn } from '../factories/hand-offs.ts'
import { at } from '../factories/lead-records.ts'

/** T-31: clocks that jump, and two processes whose clocks are five minutes apart. */

const database = await testDatabase()
const TEN = at('2026-11-02T10:00:00Z')
const LEADS = 12

async function company() {
  const made = await handOffsIn(database)
  for (const name of ['Ada', 'Kim', 'Ned']) await made.seller(name)
  for (let index = 0; index < LEADS; index += 1) {
    made.clock.now = TEN + index * MINUTE
    await made.happens(await made.person({ firstName: `Lead ${index}` }), 'demo_request')
  }
  return made
}

/** Reminders and escalations by hand-off, kind and level, with how often each came. */
async function told(workspaceId: string) {
  const { rows } = await database.workspace(workspaceId, (tx) =>
    tx.execute<{ kind: string; level: number; times: number; least: number }>(sql`
      select e.kind, (e.detail ->> 'level')::int as level, count(*) as times, min((e.detail ->> 'latenessMs')::bigint) as least
      from hand_off_event e
      join hand_off h on h.workspace_id = ${workspaceId} and h.id = e.hand_off_id and h.sequence = 1
      where e.workspace_id = ${workspaceId} and e.kind in ('reminded', 'escalated', 'expired')
      group by e.hand_off_id, e.kind, e.detail ->> 'level' order by 1, 2`),
  )
  return rows
}

const expected = [
  ...Array.from({ length: LEADS }, () => ['escalated', 0, 1]),
  ...Array.from({ length: LEADS }, () => ['escalated', 1, 1]),
  ...Array.from({ length: LEADS }, () => ['escalated', 2, 1]),
  ...Array.from({ length: LEADS }, () => ['expired', null, 1]),
  ...Array.from({ length: LEADS }, () => ['reminded', 0, 1]),
]

describe('clocks that are wrong', () => {
  it('two processes five minutes apart, sweeping at the same time, lose and double nothing', async () => {
    const { workspaceId } = await company()
    for (let now = TEN; now <= TEN + 3 * 24 * HOUR; now += 3 * HOUR) {
      await Promise.all([
        sweepHandoffs(database, workspaceId, now),
        sweepHandoffs(database, workspaceId, now + 5 * MINUTE),
        sweepHandoffs(database, workspaceId, now - 5 * MINUTE),
      ])
    }
    const rows = await told(workspaceId)
    expect(rows.map((row) => [row.kind, row.level, row.times])).toEqual(expected)
    expect((await rebuildHandOffs(database, workspaceId)).examples).toEqual([])
  }, 120_000)

  it('a clock that jumps an hour ahead and back lets nothing happen twice, and lateness is never less than nothing', async () => {
    const { workspaceId } = await company()
    const jumps = [0, HOUR, -HOUR, 2 * HOUR, HOUR, -2 * HOUR]
    for (let step = 0; step < 30; step += 1) {
      await sweepHandoffs(database, workspaceId, TEN + step * 3 * HOUR + jumps[step % jumps.length]!)
    }
    const rows = await told(workspaceId)
    expect(rows.map((row) => [row.kind, row.level, row.times])).toEqual(expected)
    for (const { least } of rows) expect(least).toBeGreaterThanOrEqual(0)
    expect((await rebuildHandOffs(database, workspaceId)).examples).toEqual([])
  }, 120_000)

  it('after a stop over 500 due timers all are carried out within a minute, each once', async () => {
    const made = await handOffsIn(database)
    for (const name of ['Ada', 'Kim']) await made.seller(name)
    const { workspaceId } = made
    for (let index = 0; index < 130; index += 1) {
      made.clock.now = TEN
      await made.happens(await made.person({ firstName: `Lead ${index}` }), 'demo_request')
    }
    const began = performance.now()
    // reminder, two escalations and one more: 130 × 4
    const fired = await sweepHandoffs(database, workspaceId, at('2026-11-03T13:00:00Z'))
    const took = performance.now() - began
    console.info(`sweep: ${fired} overdue timers in ${Math.round(took)} ms`)
    expect(fired).toBe(520)
    expect(took).toBeLessThan(60_000)
    expect(await sweepHandoffs(database, workspaceId, at('2026-11-03T13:00:00Z'))).toBe(0)
  }, 180_000)
})
