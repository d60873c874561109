import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { DAY } from '#platform/kernel/instant.ts'
import { type Context, Problem } from '#platform/operation/index.ts'
import { seller } from '#records/people/tables.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at, type Records, recordsIn } from '#test/factories/lead-records.ts'
import * as contract from './contract.ts'
import { operations, recomputeLeads } from './index.ts'
import { LeadItem, LeadMove, LeadScore, TimelineItem } from './schema.ts'

const NOW = at('2026-11-01')
let database: Database
let records: Records
const ids: Record<string, string> = {}

async function run<T = never>(
  operation: { id: string },
  input: Record<string, unknown> = {},
  workspaceId = records.workspaceId,
  now = NOW,
): Promise<T> {
  const found = operations.find((one) => one.operation.id === operation.id)!
  if (!('run' in found)) throw new Error(`${operation.id} does not run inside a workspace`)
  return database.workspace(workspaceId, (tx) => {
    const context = { tx, workspaceId, now, audit: () => {} } as unknown as Context
    return found.run(context, found.operation.input.parse(input)) as Promise<T>
  })
}

type List = { items: LeadItem[]; nextCursor: string | null; total: number | null }
const names = async (input: Record<string, unknown>) =>
  (await run<List>(contract.listLeads, input)).items.map((item) => item.name)

beforeAll(async () => {
  database = await testDatabase()
  records = await recordsIn(database, (await testWorkspace(database)).workspaceId)
  const { workspaceId } = records
  ids.seller = newId()
  await records.insert((tx) =>
    tx
      .insert(seller)
      .values({ workspaceId, id: ids.seller!, name: 'Kim Seller', nameNorm: 'kim seller', recordedAt: NOW }),
  )
  ids.account = await records.account({ name: 'Acme Ltd', nameNorm: 'acme', domain: 'acme.example' })
  const accountId = ids.account
  ids.ada = await records.person({
    firstName: 'Ada',
    lastName: 'Byron',
    email: 'ada@acme.example',
    emailNorm: 'ada@acme.example',
    jobTitle: 'VP Marketing',
    accountId,
    sellerId: ids.seller,
    source: 'Organic search',
  })
  ids.bob = await records.person({ firstName: 'Bob', lastName: '100%_Fun', accountId, source: 'Paid search' })
  ids.eve = await records.person({ firstName: '=Eve', lastName: 'Formula', jobTitle: 'Student' })
  ids.nemo = await records.person({})
  ids.page = await records.touch(ids.ada, '2026-10-20', 'page_view', { subject: '/pricing' })
  await records.touch(ids.ada, '2026-10-20T15:00:00Z', 'page_view', { subject: '/pricing' })
  await records.touch(ids.ada, '2026-10-21', 'email_click', { machine: true })
  ids.demo = await records.touch(ids.ada, '2026-10-22', 'demo_request')
  await records.touch(ids.ada, '2026-10-23', 'call', { sellerId: ids.seller })
  await records.touch(ids.bob, '2026-10-30', 'content_download')
  await records.touch(ids.eve, '2026-10-30T13:00:00Z', 'demo_request')
  await records.opportunity(
    { name: 'Acme rollout', accountId, occurredAt: at('2026-10-25'), amountMinor: 120_000, currency: 'EUR' },
    [ids.ada],
  )
  await recomputeLeads(database, workspaceId, 'all', NOW)
})

describe('the lead list', () => {
  it('is sorted by engagement, the most engaged first, and says how many there are', async () => {
    const list = await run<List>(contract.listLeads)
    expect(list.items.map((item) => item.name)).toEqual([
      'Ada Byron',
      '=Eve Formula',
      'Bob 100%_Fun',
      'No name',
    ])
    expect(list.total).toBe(4)
    expect(list.items[0]).toMatchObject({
      stage: 'opportunity',
      stageName: 'Opportunity',
      accountName: 'Acme Ltd',
      sellerName: 'Kim Seller',
      openOpportunities: 1,
      cycle: 1,
    })
    for (const item of list.items) expect(LeadItem.safeEncode(item).success).toBe(true)
  })

  it.each(contract.LEAD_SORTS)(
    'goes on page by page in the order of %s, both ways, without a gap or a repetition',
    async (sort) => {
      for (const ascending of [false, true]) {
        const whole = (await run<List>(contract.listLeads, { sort, ascending })).items.map(
          (item) => item.personId,
        )
        const paged: string[] = []
        let cursor: string | undefined
        do {
          const page: List = await run(contract.listLeads, { sort, ascending, limit: 1, cursor })
          paged.push(...page.items.map((item) => item.personId))
          cursor = page.nextCursor ?? undefined
        } while (cursor)
        expect(paged).toEqual(whole)
        expect(new Set(paged).size).toBe(4)
      }
    },
  )

  it.each([
    [{ search: 'BYRON' }, ['Ada Byron']],
    [{ search: '@acme' }, ['Ada Byron']],
    [{ search: 'acme ltd' }, ['Ada Byron', 'Bob 100%_Fun']],
    [{ search: '100%_f' }, ['Bob 100%_Fun']],
    [{ search: '100x' }, []],
    [{ search: "'; drop table lead; --" }, []],
    [{ stage: ['opportunity'] }, ['Ada Byron']],
    [{ stage: ['none', 'opportunity'] }, ['Ada Byron', 'No name']],
    [{ seller: ['none'] }, ['=Eve Formula', 'Bob 100%_Fun', 'No name']],
    [{ source: ['Paid search'] }, ['Bob 100%_Fun']],
    [{ openOpportunity: true }, ['Ada Byron']],
    [{ openOpportunity: false, excluded: false }, ['Bob 100%_Fun', 'No name']],
    [{ excluded: true }, ['=Eve Formula']],
    [{ grade: ['Z9'] }, []],
  ])('filtered by %o shows %o', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected)
    expect((await run<List>(contract.listLeads, filter)).total).toBe(expected.length)
  })

  it('marks and filters who is past the time limit of a clocked stage', async () => {
    // Ada entered Opportunity on 25 October; 180 days later is 23 April
    const limit = at('2026-10-25') + 180 * DAY
    const asked = (stale: boolean, now: number) =>
      run<List>(contract.listLeads, { stale }, records.workspaceId, now)
    expect((await asked(true, limit)).items).toEqual([])
    const { items, total } = await asked(true, limit + 1)
    expect(items).toMatchObject([{ name: 'Ada Byron', staleSince: limit }])
    expect(total).toBe(1)
    const others = await asked(false, limit + 1)
    expect(others.items.map(({ name }) => name)).not.toContain('Ada Byron')
    expect(others.items).toHaveLength(3)
    const lead = await run<contract.Lead>(
      contract.readLead,
      { personId: ids.ada },
      records.workspaceId,
      limit + 1,
    )
    expect(lead.staleSince).toBe(limit)
  })

  it('filtered by its owner', async () => {
    expect(await names({ seller: [ids.seller] })).toEqual(['Ada Byron'])
  })

  it('refuses a place that was not made by it, or by another order', async () => {
    const { nextCursor } = await run<List>(contract.listLeads, { limit: 1 })
    for (const input of [
      { cursor: 'nonsense' },
      { cursor: 'bnVsbA' },
      { sort: 'name', cursor: nextCursor },
    ]) {
      await expect(run(contract.listLeads, input)).rejects.toMatchObject({ kind: { code: 'list.cursor' } })
    }
  })

  it('as CSV has the same rows in the same order, and no cell that starts a formula', async () => {
    const file = await run<{ body: string }>(contract.exportLeads, { sort: 'name', ascending: true })
    const lines = file.body.trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[1]).toContain("'=Eve Formula")
    expect(await names({ sort: 'name', ascending: true })).toEqual([
      '=Eve Formula',
      'Ada Byron',
      'Bob 100%_Fun',
      'No name',
    ])
  })

  it('offers the stages of the agreement with their numbers, and the owners and sources that occur', async () => {
    const choices = await run<{
      stages: { key: string; leads: number }[]
      sellers: unknown[]
      sources: string[]
      leads: number
    }>(contract.leadFilters)
    expect(choices.stages.find((stage) => stage.key === 'opportunity')?.leads).toBe(1)
    expect(choices.stages.find((stage) => stage.key === 'inquiry')?.leads).toBe(2)
    expect(choices.sellers).toEqual([{ id: ids.seller, name: 'Kim Seller' }])
    expect(choices.sources).toEqual(['Organic search', 'Paid search'])
    expect(choices.leads).toBe(4)
  })
})

describe('one lead', () => {
  it('comes with its account, the other people there and the opportunities', async () => {
    const lead = await run<contract.Lead>(contract.readLead, { personId: ids.ada })
    expect(lead).toMatchObject({
      name: 'Ada Byron',
      stageName: 'Opportunity',
      account: { name: 'Acme Ltd', domain: 'acme.example' },
    })
    expect(lead.colleagues.map((one) => [one.name, one.stageName])).toEqual([['Bob 100%_Fun', 'Inquiry']])
    expect(lead.opportunities).toMatchObject([
      { name: 'Acme rollout', status: 'open', isContact: true, amountMinor: 120_000 },
    ])
    expect(
      (await run<contract.Lead>(contract.readLead, { personId: ids.bob })).opportunities[0]?.isContact,
    ).toBe(false)
    expect((await run<contract.Lead>(contract.readLead, { personId: ids.eve })).excludedName).toBe('Students')
  })

  it('shows both teams on one timeline, newest first, page by page', async () => {
    const whole = (await run<{ items: TimelineItem[] }>(contract.leadTimeline, { personId: ids.ada })).items
    expect(whole.map((item) => [item.type, item.kind, item.stageName])).toEqual([
      ['opportunity', 'created', null],
      ['stage', 'source', 'Opportunity'],
      ['stage', 'source', 'SQL'],
      ['stage', 'rule', 'SAL'],
      ['touch', 'call', null],
      ['stage', 'rule', 'MQL'],
      ['touch', 'demo_request', null],
      ['touch', 'email_click', null],
      ['touch', 'page_view', null],
      ['stage', 'rule', 'Inquiry'],
      ['touch', 'page_view', null],
    ])
    for (const item of whole) expect(TimelineItem.safeEncode(item).success).toBe(true)
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page: { items: TimelineItem[]; nextCursor: string | null } = await run(contract.leadTimeline, {
        personId: ids.ada,
        limit: 2,
        cursor,
      })
      paged.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(paged).toEqual(whole.map((item) => item.id))
  })

  it('can be narrowed to one team, and to what humans did', async () => {
    const kinds = async (input: Record<string, unknown>) =>
      (
        await run<{ items: TimelineItem[] }>(contract.leadTimeline, { personId: ids.ada, ...input })
      ).items.map((item) => item.kind)
    expect(await kinds({ side: 'sales' })).toEqual(['call'])
    expect(await kinds({ side: 'marketing', machine: false })).toEqual([
      'demo_request',
      'page_view',
      'page_view',
    ])
    expect(await kinds({ type: ['opportunity'] })).toEqual(['created'])
  })

  it('explains every point: the lines add up to the score that the list shows', async () => {
    const score = await run<LeadScore>(contract.explainScore, { personId: ids.ada })
    const lead = await run<contract.Lead>(contract.readLead, { personId: ids.ada })
    const sum = (lines: { points: number }[]) =>
      lines.reduce((total, line) => total + Math.round(line.points * 1000), 0) / 1000
    expect(sum(score.engagementPoints)).toBe(score.engagement)
    expect(sum(score.fitPoints)).toBe(score.fit)
    expect([score.engagement, score.fit, score.grade]).toEqual([lead.engagement, lead.fit, lead.grade])
    expect(score.engagementPoints.map((line) => [line.eventId, line.rule])).toContainEqual([
      ids.demo,
      'demo_request',
    ])
    // the second look at the prices of one day matches its rule and gives nothing
    expect(
      score.engagementPoints.filter((line) => line.rule === 'pricing').map((line) => line.afterFrequency),
    ).toEqual([0, 10])
    expect(LeadScore.safeEncode(score).success).toBe(true)
  })

  it('explains the score of an earlier instant', async () => {
    const before = await run<LeadScore>(contract.explainScore, {
      personId: ids.ada,
      at: '2026-10-20T12:00:00Z',
    })
    // a visit to the prices: 10, and a visit: 2
    expect(before.engagement).toBe(12)
    expect(
      (await run<LeadScore>(contract.explainScore, { personId: ids.ada, at: '2026-01-01T00:00:00Z' }))
        .engagement,
    ).toBe(0)
  })

  it('keeps the moves that were taken back, marked as such', async () => {
    const id = await records.person({ firstName: 'Late' })
    await records.touch(id, '2026-10-20', 'demo_request')
    await recomputeLeads(database, records.workspaceId, [id], NOW)
    await records.touch(id, '2026-10-10', 'page_view')
    await recomputeLeads(database, records.workspaceId, [id], NOW + 5_000)
    const { items } = await run<{ items: LeadMove[] }>(contract.leadHistory, { personId: id })
    // the visit that came to light later makes the inquiry earlier; the qualification keeps the score it was made at
    expect(items.map((item) => [item.toStage, item.occurredAt, item.engagement, item.voidedAt])).toEqual([
      ['inquiry', at('2026-10-10'), 2, null],
      ['inquiry', at('2026-10-20'), 50, NOW + 5_000],
      ['mql', at('2026-10-20'), 50, null],
    ])
    for (const item of items) expect(LeadMove.safeEncode(item).success).toBe(true)
  })

  it('of another workspace answers exactly as an unknown one', async () => {
    const other = (await recordsIn(database, (await testWorkspace(database)).workspaceId)).workspaceId
    for (const operation of [
      contract.readLead,
      contract.leadTimeline,
      contract.explainScore,
      contract.leadHistory,
    ]) {
      const answers = await Promise.all(
        [ids.ada!, newId()].map((personId) =>
          run(operation, { personId }, other).catch((error: Problem) => error),
        ),
      )
      expect(answers[0]).toBeInstanceOf(Problem)
      expect((answers[0] as Problem).message).toBe((answers[1] as Problem).message)
    }
    expect((await run<List>(contract.listLeads, {}, other)).items).toEqual([])
  })
})
