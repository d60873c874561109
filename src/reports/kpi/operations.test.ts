import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { startUnderDefault } from '#agreement/document/index.ts'
import type { Database } from '#platform/db/index.ts'
import { type Context, Problem } from '#platform/operation/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at } from '#test/factories/kpi.ts'
import { writeCompany } from '#test/factories/kpi-database.ts'
import { randomCompany } from '#test/factories/kpi-records.ts'
import {
  explainFigure,
  exportReport,
  FigureRecord,
  listFilters,
  listRecords,
  ReportQuery,
  showDashboard,
} from './contract.ts'
import { operations, refreshFacts } from './index.ts'
import { figuresOf } from './rules/figures.ts'
import { dashboardLines } from './rules/lines.ts'
import type { Dashboard } from './schema.ts'

const NOW = at('2026-12-31')
const YEAR = { from: '2026-01-01', to: '2026-12-31' }
const WITHOUT_RECORDS = ['rows_refused', 'duplicates_under_review']
const company = randomCompany({ seed: 21, people: 150, touches: 2_500, opportunities: 150 })

let database: Database
let workspaceId: string

beforeAll(async () => {
  database = await testDatabase()
  workspaceId = (await testWorkspace(database)).workspaceId
  await database.workspace(workspaceId, (tx) => startUnderDefault(tx, workspaceId, NOW))
  await writeCompany(database, workspaceId, company)
  await refreshFacts(database, workspaceId, 'all', NOW)
})

async function run<T = unknown>(operation: { id: string }, input: Record<string, unknown>): Promise<T> {
  const found = operations.find((one) => one.operation.id === operation.id)!
  if (!('run' in found)) throw new Error(`${operation.id} does not run inside a workspace`)
  return database.workspace(workspaceId, (tx) => {
    const context = { tx, workspaceId, now: NOW, audit: () => {} } as unknown as Context
    return found.run(context, found.operation.input.parse(input)) as Promise<T>
  })
}

type List = { items: FigureRecord[]; nextCursor: string | null }

async function countRecords(input: Record<string, unknown>): Promise<number> {
  let cursor: string | undefined
  const seen = new Set<string>()
  do {
    const page: List = await run(listRecords, { ...input, cursor, limit: 37 })
    for (const item of page.items) seen.add(item.key)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return seen.size
}

describe('the records behind a figure', () => {
  it.each([{ basis: 'cohort', withinDays: 90 }, { basis: 'period' }, { basis: 'period', team: 'EMEA' }])(
    'are exactly as many as its numerator and denominator say: %o',
    async (query) => {
      const shown = await run<Dashboard>(showDashboard, { ...YEAR, ...query })
      for (const figure of figuresOf(shown)) {
        if (WITHOUT_RECORDS.includes(figure.key)) continue
        const asked = { ...YEAR, ...query, figure: figure.key, stage: figure.recordSelector.stage }
        const name = `${figure.key} ${figure.recordSelector.stage ?? ''}`
        expect([name, await countRecords({ ...asked, part: 'denominator' })]).toEqual([
          name,
          figure.cases.denominator,
        ])
        expect([name, await countRecords({ ...asked, part: 'numerator' })]).toEqual([
          name,
          figure.cases.numerator,
        ])
      }
    },
  )

  it('come newest first, with their name and what they add', async () => {
    const { items } = await run<List>(listRecords, {
      ...YEAR,
      basis: 'period',
      figure: 'cycle_length',
      limit: 10,
    })
    expect(items).toHaveLength(10)
    expect(items[0]).toMatchObject({ kind: 'opportunity', unit: 'days', counted: true })
    expect(items.map((item) => item.at)).toEqual([...items].map((item) => item.at).sort((a, b) => b! - a!))
    for (const item of items) expect(FigureRecord.encode(item)).toBeTruthy()
  })

  it('name the currency of every amount, that of the workspace where the deal names none', async () => {
    const { currency } = await run<Dashboard>(showDashboard, YEAR)
    const { items } = await run<List>(listRecords, { ...YEAR, figure: 'pipeline_created', limit: 200 })
    expect(items.length).toBeGreaterThan(30)
    expect(new Set(items.map((item) => item.currency))).toEqual(new Set([currency]))
  })

  it('refuse a place in the list that was made up', async () => {
    const refused = run(listRecords, { ...YEAR, figure: 'win_rate', cursor: 'nonsense' })
    await expect(refused).rejects.toMatchObject({ kind: { code: 'list.cursor' } })
  })
})

describe('the dashboard operation', () => {
  it('answers what its contract declares, with the period before when asked', async () => {
    const shown = await run<z.output<typeof showDashboard.output>>(showDashboard, { ...YEAR, compare: true })
    const { output } = showDashboard
    expect(output.decode(output.encode(shown))).toEqual(shown)
    expect(shown.previous).toEqual({ from: '2025-01-01', to: '2025-12-31' })
    expect(shown.winRate.previous).not.toBeNull()
  })

  it('shows the twelve months that the data reach to when no range is given', async () => {
    const shown = await run<Dashboard>(showDashboard, {})
    expect(shown.range.to.slice(0, 7)).toBe(new Date(shown.knownUntil!).toISOString().slice(0, 7))
    expect(shown.funnel[0]!.entered.value).toBeGreaterThan(0)
  })

  it('tells apart that there is nothing and that nothing is counted yet', async () => {
    const mine = workspaceId
    workspaceId = (await testWorkspace(database)).workspaceId
    await database.workspace(workspaceId, (tx) => startUnderDefault(tx, workspaceId, NOW))
    const isCounting = async () => (await run<{ isCounting: boolean }>(showDashboard, {})).isCounting
    expect(await isCounting()).toBe(false)
    await writeCompany(database, workspaceId, company)
    expect(await isCounting()).toBe(true)
    await refreshFacts(database, workspaceId, 'all', NOW)
    expect(await isCounting()).toBe(false)
    workspaceId = mine
  })

  it('says what to do about a range that ends before it begins', async () => {
    const refused = run(showDashboard, { from: '2026-02-01', to: '2026-01-01' })
    await expect(refused).rejects.toBeInstanceOf(Problem)
    await expect(refused).rejects.toThrow(/Swap the two days/)
  })

  it('takes only windows that facts are kept for', () => {
    expect(ReportQuery.safeParse({ withinDays: 45 }).success).toBe(false)
  })

  it('shows what arrived as soon as its facts are up to date', async () => {
    const query = { ...YEAR, basis: 'period' }
    const before = await run<Dashboard>(showDashboard, query)
    const late = { ...company.opportunities[0]!, id: '06000000-0000-7000-8000-00000000ffff', contacts: [] }
    const more = { ...late, status: 'won' as const, createdAt: at('2026-03-01'), closedAt: at('2026-04-01') }
    await writeCompany(database, workspaceId, { ...company, opportunities: [more] })
    expect((await run<Dashboard>(showDashboard, query)).winRate.numerator).toBe(before.winRate.numerator)
    await refreshFacts(database, workspaceId, { opportunityIds: [more.id] }, NOW)
    expect((await run<Dashboard>(showDashboard, query)).winRate.numerator).toBe(before.winRate.numerator! + 1)
  })

  it('lists what it can be narrowed to', async () => {
    const filters = await run<{ teams: string[]; sources: string[]; campaigns: unknown[] }>(listFilters, {})
    expect(filters.teams).toEqual(['Americas', 'EMEA'])
    expect(filters.sources).toContain('Referral')
    expect(filters.campaigns).toHaveLength(3)
  })
})

describe('an explanation', () => {
  it('carries definition, formula, agreement version, figure and what it rests on', async () => {
    const said = await run<Record<string, unknown>>(explainFigure, { ...YEAR, figure: 'sales_velocity' })
    expect(said).toMatchObject({
      name: 'Sales velocity',
      formula: 'decided deals × average won amount × win rate / median cycle days',
      agreementVersion: 1,
      figures: [{ key: 'sales_velocity' }],
      completeness: [{ field: 'closedAt' }, { field: 'amount' }, { field: 'createdAt' }],
    })
  })
})

describe('an export', () => {
  it('holds every figure of the dashboard', async () => {
    const shown = await run<Dashboard>(showDashboard, YEAR)
    const { body } = await run<{ body: string }>(exportReport, YEAR)
    for (const figure of figuresOf(shown)) expect(body).toContain(figure.key)
    const winRate = body.split('\r\n').find((line) => line.startsWith('win_rate,'))!
    expect(winRate).toContain(String(shown.winRate.value))
    expect(winRate).toContain(`,${shown.winRate.numerator},${shown.winRate.denominator},`)
  })

  it('writes amounts of other currencies in their own units', async () => {
    const shown = await run<Dashboard>(showDashboard, YEAR)
    const money = (amountMinor: number) => ({ deals: 1, amountMinor })
    const lines = dashboardLines(
      {
        ...shown,
        otherCurrencies: [
          { currency: 'JPY', created: money(1_000_000), decided: money(5) },
          { currency: 'KWD', created: money(1_500), decided: money(0) },
        ],
      },
      2,
      String,
    )
    const others = lines.filter(([, name]) => String(name).endsWith('in another currency'))
    // A yen has no smaller unit, a dinar a thousand fils.
    expect(others.map(([, , , value, unit, currency]) => [value, unit, currency])).toEqual([
      [1_000_000, 'JPY', 'JPY'],
      [5, 'JPY', 'JPY'],
      [1.5, 'KWD', 'KWD'],
      [0, 'KWD', 'KWD'],
    ])
  })

  it('holds the records behind a figure', async () => {
    const { body, filename } = await run<{ body: string; filename: string }>(exportReport, {
      ...YEAR,
      basis: 'period',
      figure: 'win_rate',
      part: 'numerator',
    })
    const shown = await run<Dashboard>(showDashboard, { ...YEAR, basis: 'period' })
    expect(body.trim().split('\r\n')).toHaveLength(1 + shown.winRate.numerator!)
    expect(filename).toBe('win_rate-numerator.csv')
  })
})
