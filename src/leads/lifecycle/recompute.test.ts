import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { opportunityStageChange } from '#records/deals/tables.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at, type Records, recordsIn } from '#test/factories/lead-records.ts'
import { rebuild, recomputeLeads, refreshFadedLeads } from './index.ts'
import { leadsOf, transitionsOf } from './ledger-store.ts'

const NOW = at('2026-11-01')
let database: Database
let records: Records

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  records = await recordsIn(database, (await testWorkspace(database)).workspaceId)
})

const recompute = (who: string[] | 'all' = 'all', now = NOW) =>
  recomputeLeads(database, records.workspaceId, who, now)
const ledger = (id: string) =>
  database.workspace(records.workspaceId, (tx) => transitionsOf(tx, records.workspaceId, [id]))
const lead = async (id: string) =>
  (await database.workspace(records.workspaceId, (tx) => leadsOf(tx, records.workspaceId, [id])))[0]
const stages = async (id: string) =>
  (await ledger(id)).map((move) => `${move.cycle} ${move.inferred ? '~' : ''}${move.toStage}`)
const countRows = async () => {
  const { rows } = await database.workspace(records.workspaceId, (tx) =>
    tx.execute(
      sql`select count(*) as n from stage_transition t where t.workspace_id = ${records.workspaceId}`,
    ),
  )
  return (rows[0] as { n: number }).n
}

describe('stages and scores from the records', () => {
  it('a person who asks for a demo and is called stands at SAL, with the moves that led there', async () => {
    const id = await records.person({ jobTitle: 'Head of Marketing' })
    await records.touch(id, '2026-10-01', 'page_view')
    await records.touch(id, '2026-10-02', 'demo_request')
    await records.touch(id, '2026-10-03', 'call')
    expect(await recompute()).toMatchObject({
      people: 1,
      transitionsAdded: 3,
      transitionsTakenBack: 0,
      leadsWritten: 1,
    })
    expect(await stages(id)).toEqual(['1 inquiry', '1 mql', '1 sal'])
    // fit: Decides 25 + Marketing 15 - No company known 15; engagement at the move: visit 2 + demo 50
    expect((await ledger(id))[1]).toMatchObject({
      fit: 25,
      engagement: 52,
      actor: 'qualification.handRaise',
      occurredAt: at('2026-10-02'),
    })
    expect(await lead(id)).toMatchObject({
      stage: 'sal',
      cycle: 1,
      stageEnteredAt: at('2026-10-03'),
      lastTouchAt: at('2026-10-03'),
      handRaiseAt: at('2026-10-02'),
      qualifiedCount: 1,
      scoredAt: NOW,
      fit: 25,
      // 50 × 2^(-30/60) = 35.355; the visit of 1 October is 31 days old and its window of 30 days is over
      engagement: 35.355,
      grade: 'C3',
      countedEvents: 1,
    })
  })

  it('a second run writes nothing', async () => {
    const id = await records.person()
    await records.touch(id, '2026-10-02', 'demo_request')
    await recompute()
    expect(await recompute()).toEqual({
      people: 1,
      transitionsAdded: 0,
      transitionsTakenBack: 0,
      leadsWritten: 0,
    })
  })

  it('history that arrives later takes the old moves back and adds the new ones; nothing is changed or removed', async () => {
    const id = await records.person()
    await records.touch(id, '2026-10-02', 'demo_request')
    await recompute()
    const before = await countRows()
    await records.touch(id, '2026-09-01', 'contact_request')
    await recompute([id], NOW + 1_000)
    expect((await ledger(id)).map((move) => [move.toStage, move.occurredAt])).toEqual([
      ['inquiry', at('2026-09-01')],
      ['mql', at('2026-09-01')],
    ])
    // two moves stand, two rows take the old ones back, the old ones are still there
    expect(await countRows()).toBe(before + 4)
    expect(await rebuild(database, records.workspaceId)).toMatchObject({
      people: 1,
      transitions: 2,
      differences: 0,
    })
  })

  it('a deal counts for its contacts, and for the whole account only when it names none', async () => {
    const accountId = await records.account()
    const [named, colleague] = [await records.person({ accountId }), await records.person({ accountId })]
    await records.opportunity({ accountId, occurredAt: at('2026-09-01') }, [named])
    await recompute()
    expect((await lead(named))?.stage).toBe('opportunity')
    expect((await lead(colleague))?.stage).toBeNull()
    await records.opportunity({
      accountId,
      status: 'won',
      occurredAt: at('2026-09-02'),
      closedAt: at('2026-10-02'),
    })
    await recompute()
    expect((await lead(colleague))?.stage).toBe('customer')
    expect((await ledger(colleague)).at(-1)?.actor).toBe('opportunity.account')
    expect((await ledger(named)).find((move) => move.toStage === 'opportunity')?.actor).toBe(
      'opportunity.contact',
    )
    expect((await lead(named))?.openOpportunities).toBe(1)
  })

  it('a deal that one import finds open and the next one lost ends its cycle, and lives again when it is opened again', async () => {
    const id = await records.person()
    const [first, second] = [
      await records.opportunity({ occurredAt: at('2026-08-01') }, [id]),
      await records.opportunity({ occurredAt: at('2026-08-02') }, [id]),
    ]
    await recompute()
    // as an import notes it: the deal closes at its date, its move is recorded later than the deal itself
    const close = (deal: string, day: string) =>
      records.insert(async (tx) => {
        await tx.insert(opportunityStageChange).values({
          workspaceId: records.workspaceId,
          opportunityId: deal,
          toStage: 'Closed lost',
          occurredAt: at(day),
          recordedAt: at('2026-10-15'),
        })
        await tx.execute(sql`update opportunity o set status = 'lost', closed_at = ${new Date(at(day)).toISOString()}
          where o.workspace_id = ${records.workspaceId} and o.id = ${deal}`)
      })
    await close(first, '2026-09-01')
    await recompute()
    expect((await lead(id))?.stage).toBe('opportunity')
    await close(second, '2026-09-02')
    await recompute()
    expect(await lead(id)).toMatchObject({ stage: 'lost', cycle: 1, openOpportunities: 0 })
    expect(await rebuild(database, records.workspaceId)).toMatchObject({ differences: 0 })
    await records.insert((tx) =>
      tx.execute(sql`update opportunity o set status = 'open', closed_at = null
        where o.workspace_id = ${records.workspaceId} and o.id = ${second}`),
    )
    await recompute()
    expect(await lead(id)).toMatchObject({ stage: 'opportunity', cycle: 1, openOpportunities: 1 })
    expect(await rebuild(database, records.workspaceId)).toMatchObject({ differences: 0 })
  })

  it('a stage that another system reports keeps its name as the actor', async () => {
    const id = await records.person()
    await records.reported(id, '2026-09-01', 'sql')
    await recompute()
    expect((await ledger(id)).at(-1)).toMatchObject({
      toStage: 'sql',
      actorKind: 'source',
      actor: 'HubSpot',
      inferred: false,
    })
  })

  it('what is dated in the future waits until then', async () => {
    const id = await records.person()
    await records.touch(id, '2026-11-05', 'demo_request')
    await recompute()
    expect(await lead(id)).toMatchObject({ stage: null, nextDecayAt: at('2026-11-05') })
    await refreshFadedLeads(database, records.workspaceId, at('2026-11-05'))
    expect((await lead(id))?.stage).toBe('mql')
  })

  it('ids keep the order in which moves were recorded, also of several recomputations at one instant', async () => {
    const id = await records.person()
    const kinds = ['page_view', 'demo_request', 'call', 'meeting'] as const
    for (const [day, kind] of kinds.entries()) {
      await records.touch(id, `2026-10-0${day + 1}`, kind)
      await recompute()
    }
    for (const stage of ['opportunity', 'customer', 'onboarded', 'renewed']) {
      await records.reported(id, '2026-10-10', stage)
      await recompute()
    }
    expect((await ledger(id)).map(({ toStage }) => toStage)).toEqual([
      ...['inquiry', 'mql', 'sal', 'sql'],
      ...['opportunity', 'customer', 'onboarded', 'renewed'],
    ])
  })

  it('someone who was merged into another leaves the list, and their moves are taken back', async () => {
    const [kept, folded] = [await records.person(), await records.person()]
    await records.touch(folded, '2026-10-02', 'demo_request')
    await recompute()
    await records.insert((tx) =>
      tx.execute(
        sql`update person p set merged_into_id = ${kept} where p.workspace_id = ${records.workspaceId} and p.id = ${folded}`,
      ),
    )
    await recompute([kept, folded])
    expect(await lead(folded)).toBeUndefined()
    expect(await ledger(folded)).toEqual([])
  })

  it('another workspace is neither read nor written', async () => {
    const id = await records.person()
    await records.touch(id, '2026-10-02', 'demo_request')
    const other = await recordsIn(database, (await testWorkspace(database)).workspaceId)
    expect(await recomputeLeads(database, other.workspaceId, [id], NOW)).toMatchObject({
      people: 0,
      transitionsAdded: 0,
    })
    expect(await ledger(id)).toEqual([])
  })
})

describe('a cache that fades', () => {
  it('is computed again when its day has come, and not before', async () => {
    const id = await records.person()
    await records.touch(id, '2026-10-20', 'webinar_attended')
    await recompute()
    // 15 × 2^(-12/45)
    expect((await lead(id))?.engagement).toBe(12.469)
    expect(await refreshFadedLeads(database, records.workspaceId, NOW + 3_600_000)).toBe(0)
    expect(await recompute('all', NOW + 3_600_000)).toMatchObject({ people: 1, leadsWritten: 0 })
    expect(await refreshFadedLeads(database, records.workspaceId, NOW + 24 * 3_600_000)).toBe(1)
    // 15 × 2^(-13/45)
    expect((await lead(id))?.engagement).toBe(12.278)
    expect(await rebuild(database, records.workspaceId)).toMatchObject({ differences: 0 })
  })
})

describe('a grade that falls because points fade', () => {
  it('is stored for the very millisecond at which it falls, and no stage is moved by it', async () => {
    const id = await records.person()
    // 50 points, halved in 60 days: below the cut point of 40, in steps of a thousandth, after 60 × log2(50 / 39.9995) days
    await records.touch(id, '2026-10-20T00:00:00Z', 'demo_request')
    const falls = at('2026-10-20T00:00:00Z') + Math.round(60 * Math.log2(50 / 39.9995) * 24 * 3_600_000)
    await recompute('all', falls - 3_600_000)
    const before = await lead(id)
    const moves = await ledger(id)
    expect(before?.grade.at(-1)).toBe('2')
    expect(Math.abs(before!.nextDecayAt! - falls)).toBeLessThan(3)
    expect(await refreshFadedLeads(database, records.workspaceId, before!.nextDecayAt! - 1)).toBe(0)
    expect(await refreshFadedLeads(database, records.workspaceId, before!.nextDecayAt! + 50_000)).toBe(1)
    expect(await lead(id)).toMatchObject({ scoredAt: before!.nextDecayAt, stage: 'mql' })
    expect((await lead(id))?.grade.at(-1)).toBe('3')
    expect(await ledger(id)).toEqual(moves)
    expect(await rebuild(database, records.workspaceId)).toMatchObject({ differences: 0 })
  })
})

describe('a rebuild', () => {
  it('reproduces ledger and cache bit for bit', async () => {
    for (let index = 0; index < 20; index++) {
      const id = await records.person({ jobTitle: index % 2 ? 'VP Sales' : 'Student' })
      await records.touch(id, `2026-09-${10 + index}`, index % 3 ? 'content_download' : 'contact_request')
      await records.touch(id, `2026-10-0${1 + (index % 9)}`, 'webinar_attended')
      if (index % 4 === 0) await records.reported(id, '2026-10-20', 'recycled')
    }
    await recompute()
    expect(await rebuild(database, records.workspaceId)).toMatchObject({
      people: 20,
      differences: 0,
      examples: [],
    })
  })

  it('names every field that does not say what the records give', async () => {
    const id = await records.person()
    await records.touch(id, '2026-10-02', 'demo_request')
    await recompute()
    await records.insert((tx) =>
      tx.execute(
        sql`update lead l set engagement = 99 where l.workspace_id = ${records.workspaceId} and l.person_id = ${id}`,
      ),
    )
    const { differences, examples } = await rebuild(database, records.workspaceId)
    expect(differences).toBe(1)
    expect(examples[0]).toMatchObject({ personId: id, what: 'engagement', stored: '99', rebuilt: '35.355' })
  })
})
