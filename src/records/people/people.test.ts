import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recomputeLeads } from '#leads/lifecycle/index.ts'
import { leadsOf, transitionsOf } from '#leads/lifecycle/ledger-store.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at, type Records, recordsIn } from '#test/factories/lead-records.ts'
import { liftSuppression, reportStage, suppress, suppressedAmong, withdrawStage } from './index.ts'

const NOW = at('2026-11-01')
let database: Database
let records: Records
let clock = NOW

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  records = await recordsIn(database, (await testWorkspace(database)).workspaceId)
})

const within = <Result>(work: (tx: Tx) => Promise<Result>) =>
  database.workspace(records.workspaceId, work) as Promise<Result>
const movesOf = async (id: string) => {
  clock += 1_000
  await recomputeLeads(database, records.workspaceId, [id], clock)
  return within((tx) => transitionsOf(tx, records.workspaceId, [id]))
}

describe('a stage said by one of us', () => {
  const said = (personId: string, more = {}) => ({
    personId,
    stage: 'recycled',
    occurredAt: at('2026-10-05'),
    source: 'handoff',
    reason: 'no_answer',
    actorId: ACTOR,
    ...more,
  })
  const ACTOR = newId()

  it('moves the person with its reason and in the name of who said it', async () => {
    const id = await records.person()
    await records.touch(id, '2026-10-01', 'demo_request')
    await within((tx) => reportStage(tx, records.workspaceId, said(id), NOW))
    expect((await movesOf(id)).at(-1)).toMatchObject({
      toStage: 'recycled',
      reason: 'no_answer',
      actorKind: 'user',
      actor: ACTOR,
    })
  })

  it('counts no more when it is withdrawn, and again when it is said again at the same instant', async () => {
    const id = await records.person()
    await records.touch(id, '2026-10-01', 'demo_request')
    const report = () => within((tx) => reportStage(tx, records.workspaceId, said(id), NOW))
    const withdraw = () => within((tx) => withdrawStage(tx, records.workspaceId, said(id), NOW))
    const last = async () => (await movesOf(id)).at(-1)?.toStage
    await report()
    await report()
    expect(await last()).toBe('recycled')
    expect(await withdraw()).toBe(true)
    expect(await withdraw()).toBe(false)
    expect(await last()).toBe('mql')
    await report()
    expect(await last()).toBe('recycled')
    expect(await withdraw()).toBe(true)
    expect(await last()).toBe('mql')
  })

  it('withdrawing what nobody said does nothing', async () => {
    const id = await records.person()
    expect(await within((tx) => withdrawStage(tx, records.workspaceId, said(id), NOW))).toBe(false)
  })
})

describe('addresses nothing is sent to', () => {
  const entry = (email: string) => ({
    email,
    reason: 'unsubscribed' as const,
    detail: 'mail 7',
    actorId: null,
  })

  it('are found in any spelling, with those whom a source calls unsubscribed', async () => {
    await records.person({
      email: 'Out@a.example',
      emailNorm: 'out@a.example',
      attributes: { unsubscribed: true },
    })
    await within((tx) => suppress(tx, records.workspaceId, [entry(' Ann@A.example ')], NOW))
    const asked = ['ann@a.example', 'OUT@a.example', 'bob@a.example']
    const found = await within((tx) => suppressedAmong(tx, records.workspaceId, asked))
    expect([...found].sort()).toEqual(['ann@a.example', 'out@a.example'])
  })

  it('are written to again once somebody takes them off by hand, also where a source had said so', async () => {
    const id = await records.person({
      email: 'out@a.example',
      emailNorm: 'out@a.example',
      attributes: { unsubscribed: true },
    })
    expect(await within((tx) => liftSuppression(tx, records.workspaceId, 'Out@a.example'))).toEqual([id])
    expect(await within((tx) => suppressedAmong(tx, records.workspaceId, ['out@a.example']))).toEqual(
      new Set(),
    )
  })

  it('exclude the person from qualifying until they are taken off the list', async () => {
    const id = await records.person({ email: 'ann@a.example', emailNorm: 'ann@a.example' })
    await records.touch(id, '2026-10-01', 'demo_request')
    const people = await within((tx) => suppress(tx, records.workspaceId, [entry('ann@a.example')], NOW))
    expect(people).toEqual([id])
    expect(await within((tx) => suppress(tx, records.workspaceId, [entry('ann@a.example')], NOW))).toEqual([])
    expect((await movesOf(id)).at(-1)?.toStage).toBe('inquiry')
    const [lead] = await within((tx) => leadsOf(tx, records.workspaceId, [id]))
    expect(lead?.excludedBy).toBe('suppressed')
    expect(await within((tx) => liftSuppression(tx, records.workspaceId, 'ann@a.example'))).toEqual([id])
    expect((await movesOf(id)).at(-1)?.toStage).toBe('mql')
  })
})
