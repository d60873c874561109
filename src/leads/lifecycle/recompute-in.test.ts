import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at, type Records, recordsIn } from '#test/factories/lead-records.ts'
import { rebuild, recomputeIn } from './index.ts'

const NOW = at('2026-11-01')
let database: Database
let records: Records

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  records = await recordsIn(database, (await testWorkspace(database)).workspaceId)
})

const inside = <T>(work: (tx: Tx) => Promise<T>) => database.workspace(records.workspaceId, work)
const recompute = (ids: string[], now = NOW) => inside((tx) => recomputeIn(tx, records.workspaceId, ids, now))

/** Runs a recomputation and counts what it asks the database. */
function statementsFor(ids: string[]): Promise<number> {
  return inside(async (tx) => {
    let asked = 0
    const counting = new Proxy(tx, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (name !== 'execute' && name !== 'select') return value
        return (...given: unknown[]) => {
          asked += 1
          return (value as (...given: unknown[]) => unknown).apply(target, given)
        }
      },
    })
    await recomputeIn(counting, records.workspaceId, ids, NOW)
    return asked
  })
}

describe('people computed anew inside a transaction', () => {
  it('the moves that are new are told, in the order made', async () => {
    const id = await records.person()
    const visit = await records.touch(id, '2026-10-01', 'page_view')
    const demo = await records.touch(id, '2026-10-02', 'demo_request')
    expect(await recompute([id])).toEqual([
      {
        personId: id,
        cycle: 1,
        fromStage: null,
        toStage: 'inquiry',
        occurredAt: at('2026-10-01'),
        causeId: visit,
        actor: 'stages.inquiry.entry',
      },
      {
        personId: id,
        cycle: 1,
        fromStage: 'inquiry',
        toStage: 'mql',
        occurredAt: at('2026-10-02'),
        causeId: demo,
        actor: 'qualification.handRaise',
      },
    ])
    expect(await recompute([id, id])).toEqual([])
  })

  it('nothing stays when the transaction of the cause fails', async () => {
    const id = await records.person()
    await records.touch(id, '2026-10-02', 'demo_request')
    const cause = inside(async (tx) => {
      await recomputeIn(tx, records.workspaceId, [id], NOW)
      throw new Error('the cause failed')
    })
    await expect(cause).rejects.toThrow('the cause failed')
    expect((await recompute([id])).map((move) => move.toStage)).toEqual(['inquiry', 'mql'])
  })

  it('asks the database as often for a hundred people as for one', async () => {
    const ids = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const id = await records.person()
        await records.touch(id, '2026-10-02', 'demo_request')
        return id
      }),
    )
    await statementsFor(ids.slice(0, 2))
    const [one, many] = [await statementsFor(ids.slice(2, 3)), await statementsFor(ids.slice(3))]
    expect(many).toBe(one)
    expect(one).toBeLessThanOrEqual(12)
  })

  it('an agreement adopted a moment ago holds for the next event', async () => {
    const id = await records.person()
    await recompute([id])
    await inside((tx) =>
      adopt(tx, records.workspaceId, {
        yaml: defaultAgreementYaml.replace(/handRaise: .*/, 'handRaise: event.kind == "contact_request"'),
        author: { id: null, name: 'Test' },
        note: null,
        now: at('2026-10-15'),
      }),
    )
    await records.touch(id, '2026-10-14', 'demo_request')
    expect((await recompute([id])).map((move) => move.toStage)).toEqual(['inquiry', 'mql'])
    const later = await records.person()
    await records.touch(later, '2026-10-16', 'demo_request')
    expect((await recompute([later])).map((move) => move.toStage)).toEqual(['inquiry'])
    expect(await rebuild(database, records.workspaceId)).toMatchObject({ differences: 0 })
  })
})
