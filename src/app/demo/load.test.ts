import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { agreementsInForce, defaultAgreement } from '#agreement/document/index.ts'
import { rebuild } from '#leads/lifecycle/index.ts'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { timers } from '../flow.ts'
import { generate } from './generate.ts'
import { TODAY } from './live.ts'
import { type LoadedSample, type LoadProgress, loadSampleCompany, removeSampleCompany } from './load.ts'

const NOW = Date.UTC(2026, 6, 1, 9)
const OPTIONS = { now: NOW, scale: 0.05, seed: 7 }

describe('the sample company in the database', () => {
  let database: Database
  let loaded: LoadedSample
  const progress: LoadProgress[] = []
  const userId = newId(NOW)
  const count = async (table: string, workspaceId: string) => {
    const found = await database.system((tx) =>
      tx.execute(sql`select count(*) as n from ${sql.identifier(table)} where workspace_id = ${workspaceId}`),
    )
    return (found.rows as { n: number }[])[0]!.n
  }

  beforeAll(async () => {
    database = await testDatabase()
    await database.system((tx) =>
      tx.execute(sql`insert into app_user (id, name, email, created_at, updated_at)
        values (${userId}, 'Ada', 'ada@tessaro.example', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')`),
    )
    loaded = await loadSampleCompany(database, {
      ...OPTIONS,
      userIds: [userId],
      onProgress: (step) => void progress.push(step),
    })
  })

  it('holds every touch and every deal of the story, and the people without those that are one', async () => {
    const rows = [...generate(7, { endsOn: '2026-07-01', scale: 0.05 })]
    const told = (kind: string) => rows.filter((row) => row.kind === kind).length
    expect(await count('touch', loaded.workspaceId)).toBe(told('touch') + TODAY)
    expect(await count('opportunity', loaded.workspaceId)).toBe(told('opportunity'))
    expect(loaded.records.person).toBe(told('person'))
    const people = await count('person', loaded.workspaceId)
    expect(people).toBeLessThanOrEqual(told('person'))
    expect(people).toBeGreaterThan(0.97 * told('person'))
  })

  it('stands under two agreement versions, the second from month nine', async () => {
    const versions = await database.workspace(loaded.workspaceId, (tx) =>
      agreementsInForce(tx, loaded.workspaceId),
    )
    expect(versions.map(({ version, effectiveFrom }) => [version, effectiveFrom])).toEqual([
      [1, Number.NEGATIVE_INFINITY],
      [2, Date.UTC(2025, 9, 1)],
    ])
  })

  it('has leads in stages, and figures', async () => {
    expect(await count('stage_transition', loaded.workspaceId)).toBeGreaterThan(200)
    expect(await count('member', loaded.workspaceId)).toBe(1)
  })

  it('says why whenever somebody was recycled or disqualified, by a key of the agreement', async () => {
    const moves = await database.system((tx) =>
      tx.execute<{ to_stage: string; reason: string | null }>(sql`
        select to_stage, reason from stage_transition
        where workspace_id = ${loaded.workspaceId} and to_stage in ('recycled', 'disqualified') and actor = 'CRM stage date'`),
    )
    expect(moves.rows.length).toBeGreaterThan(10)
    const { recycle, disqualify } = defaultAgreement().reasons
    const keys = [...recycle, ...disqualify].map(({ key }) => key)
    for (const { reason } of moves.rows) expect(keys).toContain(reason)
  })

  it('lives: leads of the last four weeks were offered at their instants, late or still open', async () => {
    const { rows } = await database.system((tx) =>
      tx.execute<Record<string, number>>(sql`
        select count(*) filter (where state in ('offered', 'accepted', 'working')) as open,
          count(distinct seller_id) as sellers,
          count(*) as "all"
        from hand_off where workspace_id = ${loaded.workspaceId}`),
    )
    expect(rows[0]!.all).toBeGreaterThan(3)
    expect(rows[0]!.open).toBeGreaterThanOrEqual(TODAY)
    expect(rows[0]!.sellers).toBeGreaterThan(1)
    expect(await count('routing_decision', loaded.workspaceId)).toBeGreaterThan(3)
    expect(await count('write_key', loaded.workspaceId)).toBe(1)
    expect(await count('form', loaded.workspaceId)).toBe(1)
    expect(await count('seller_absence', loaded.workspaceId)).toBe(1)
    expect((await rebuild(database, loaded.workspaceId)).examples).toEqual([])
  })

  it('sends nothing by the clock: steps on tracks, leaks and routing are for real workspaces only', async () => {
    const real = await testWorkspace(database)
    const chosen = timers({ database, clock: () => NOW, uploadDir: '' }).filter(({ among }) => among)
    const names = ['nurture tracks', 'fall through', 'nobody could take']
    for (const name of names) {
      const among = await chosen.find((timer) => timer.name.includes(name))!.among!()
      expect(among).toContain(real.workspaceId)
      expect(among).not.toContain(loaded.workspaceId)
    }
  })

  it('reports its progress up to the end', () => {
    expect(progress.at(-1)).toEqual({ doing: 'Ready', share: 1 })
    const shares = progress.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })

  it('is replaced when it is loaded again, and removed without a trace, while real data stay', async () => {
    const real = await testWorkspace(database)
    const again = await loadSampleCompany(database, { ...OPTIONS, userIds: [userId] })
    expect(await count('touch', loaded.workspaceId)).toBe(0)
    expect(await removeSampleCompany(database, again.workspaceId)).toBe(true)
    for (const table of ['touch', 'person', 'stage_transition', 'agreement_version', 'member'])
      expect([table, await count(table, again.workspaceId)]).toEqual([table, 0])
    expect(await removeSampleCompany(database, real.workspaceId)).toBe(false)
  })
})
