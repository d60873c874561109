import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import type { Context } from '#platform/operation/index.ts'
import type { RecordRow } from '#records/imports/index.ts'
import { operations } from '#reports/kpi/index.ts'
import type { Dashboard } from '#reports/kpi/schema.ts'
import { audit } from '../../src/app/audit/index.ts'
import type { AuditReport } from '../../src/app/audit/report.ts'
import { sampleAgreements } from '../../src/app/demo/agreements.ts'
import { generate, loadSampleCompany, REFUSED_ROWS, writeSampleFolder } from '../../src/app/demo/index.ts'
import { testDatabase } from '../database.ts'

const NOW = Date.UTC(2026, 6, 1, 9)
const STORY = { endsOn: '2026-07-01', scale: 0.15 }
const SEED = 7

/** The same company three ways: as it was told, as exports under `accord audit`, and in the database behind the dashboard. */
describe('the sample company tells one story everywhere', () => {
  const told = [...generate(SEED, STORY)]
  const of = <Kind extends RecordRow['kind']>(kind: Kind) =>
    told.filter((row): row is Extract<RecordRow, { kind: Kind }> => row.kind === kind)
  let dir = ''
  let report: AuditReport
  let database: Database
  let board: Dashboard

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'accord-journey-'))
    await writeSampleFolder(dir, SEED, STORY)
    const agreements = sampleAgreements(STORY.endsOn).map((document) => ({
      document,
      file: 'agreement.yaml',
    }))
    report = await audit(dir, { agreements, now: NOW })
    database = await testDatabase()
    const { workspaceId } = await loadSampleCompany(database, {
      seed: SEED,
      scale: STORY.scale,
      userIds: [],
      now: NOW,
      // what sellers do in the product during the last weeks stands in no export
      isLive: false,
    })
    const show = operations.find(({ operation }) => operation.id === 'report.dashboard')
    if (!show || !('run' in show)) throw new Error('The dashboard is no operation of a workspace any more')
    const ask = (query: Record<string, unknown>) =>
      database.workspace(workspaceId, (tx) =>
        show.run({ tx, workspaceId, now: NOW } as Context, show.operation.input.parse(query)),
      ) as Promise<Dashboard>
    const range = { from: report.range!.from, to: report.range!.to }
    board = {
      ...(await ask({ ...range, basis: 'period' })),
      funnel: (await ask({ ...range, basis: 'cohort' })).funnel,
    }
  }, 300_000)
  afterAll(() => rm(dir, { recursive: true, force: true }))

  it('audit: deals, value and touches are those that were told', () => {
    const deals = of('opportunity')
    const won = deals.filter(({ status }) => status === 'won')
    expect(report.deals).toMatchObject({
      won: won.length,
      lost: deals.filter(({ status }) => status === 'lost').length,
      open: deals.filter(({ status }) => status === 'open').length,
      wonAmountMinor: won.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0),
    })
    const { marketingTouches, salesTouches, machineTouches } = report.records
    expect(marketingTouches + salesTouches + machineTouches).toBe(of('touch').length)
    expect(report.understood.refusedRows).toBe(REFUSED_ROWS)
    expect(report.absent).toEqual([])
  })

  it('audit: gaps are counted as they were made', () => {
    const open = of('opportunity').filter(({ status }) => status === 'open')
    const leak = (key: string) => report.leaks.find((each) => each.key === key)?.count
    expect(leak('deal_without_account')).toBe(open.filter(({ account }) => !account).length)
    expect(leak('deal_without_owner')).toBe(open.filter(({ seller }) => !seller).length)
  })

  it('the dashboard shows the same deals, rates and cycle as the audit', () => {
    expect(board.winRate.value).toBe(report.deals?.winRate.value)
    expect(board.winRateAmount.value).toBe(report.deals?.winRateAmount?.value)
    expect(board.cycleLength.value).toBe(report.deals?.cycleMedian.value)
    expect(board.openAge.value).toBe(report.deals?.openAge.value)
    expect(board.velocity.value).toBe(report.deals?.velocity.value)
  })

  it('the dashboard shows the same funnel, stage by stage', () => {
    const line = ({ stage, entered, conversion, exits }: Dashboard['funnel'][number]) => [
      stage.key,
      entered.value,
      conversion?.numerator ?? null,
      exits.value,
    ]
    expect(board.funnel.map(line)).toEqual(report.funnel?.stages.map(line))
    expect([board.salRate.numerator, board.salRate.denominator]).toEqual([
      report.funnel?.salRate.numerator,
      report.funnel?.salRate.denominator,
    ])
  })

  it('the dashboard shows the same response times and the same three meanings of sourced', () => {
    expect(board.response.attempt.p50.value).toBe(report.response?.attempt.p50.value)
    expect(board.response.contact.p50.value).toBe(report.response?.contact.p50.value)
    for (const meaning of ['created', 'origin', 'firstTouch', 'beforeSales', 'influenced'] as const)
      expect([meaning, board.pipeline[meaning].value]).toEqual([meaning, report.pipeline?.[meaning].value])
  })
})
