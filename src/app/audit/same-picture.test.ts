import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultAgreement, startUnderDefault } from '#agreement/document/index.ts'
import { recomputeLeads } from '#leads/lifecycle/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Context } from '#platform/operation/index.ts'
import { importSources, sourcesIn } from '#records/imports/index.ts'
import { refreshFacts, operations as reports } from '#reports/kpi/index.ts'
import type { Dashboard } from '#reports/kpi/schema.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { audit } from './audit.ts'

const NOW = Date.UTC(2026, 6, 1)
const DEALS = 20

const database = await testDatabase()
let dir = ''

/**
 * Twenty companies with a deal of 1,000 each. Activities have a day and no time, and name people who are in no list of contacts: a
 * form and a call on one day, the form first at every second company.
 */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'accord-same-'))
  const companies = Array.from({ length: DEALS }, (_, index) => index)
  await write('companies/accounts.csv', [
    'Company Name,Website',
    ...companies.map((n) => `Company ${n},company${n}.example`),
  ])
  await write('companies/deals.csv', [
    'Deal ID,Deal Name,Account Name,Stage,Amount,Currency,Create Date,Close Date',
    ...companies.map((n) => `d${n},Deal ${n},Company ${n},Closed Won,1000,USD,2025-03-05,2025-05-10`),
  ])
  await write('companies/activities.csv', [
    'Email,Activity Type,Date',
    ...companies.flatMap((n) => {
      const both = ['form submission', 'call'].map((kind) => `ann@company${n}.example,${kind},2025-02-01`)
      return n % 2 === 0 ? both : both.reverse()
    }),
  ])
})
afterAll(() => rm(dir, { recursive: true }))

async function write(file: string, lines: readonly string[]): Promise<void> {
  const path = join(dir, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${lines.join('\n')}\n`)
}

async function imported(folder: string): Promise<Dashboard> {
  const { workspaceId } = await testWorkspace(database)
  await database.workspace(workspaceId, (tx) => startUnderDefault(tx, workspaceId, NOW))
  await importSources(database, workspaceId, await sourcesIn(join(dir, folder)), {
    importId: newId(NOW),
    now: NOW,
  })
  await recomputeLeads(database, workspaceId, 'all', NOW)
  await refreshFacts(database, workspaceId, 'all', NOW)
  const show = reports.find(({ operation }) => operation.id === 'report.dashboard')!
  if (!('run' in show)) throw new Error('The dashboard runs inside a workspace')
  return database.workspace(workspaceId, (tx) => {
    const query = show.operation.input.parse({ from: '2025-01-01', to: '2025-12-31' })
    return show.run({ tx, workspaceId, now: NOW } as Context, query) as Promise<Dashboard>
  })
}

const audited = (folder: string) =>
  audit(join(dir, folder), { agreements: [{ document: defaultAgreement(), file: null }], now: NOW })

describe('files imported and audited', () => {
  const sourced = ({ pipeline }: Pick<Dashboard, 'pipeline'>) =>
    [pipeline.created, pipeline.firstTouch, pipeline.beforeSales, pipeline.influenced].map(
      ({ value }) => value,
    )
  // 20 deals of 1,000; at ten companies the form was recorded before the call of the same day
  const expected = [20_000_00, 10_000_00, 10_000_00, 20_000_00]

  it('give the same sourced pipeline however often they are imported, by the order of their rows', async () => {
    expect(sourced(await imported('companies'))).toEqual(expected)
    expect(sourced(await imported('companies'))).toEqual(expected)
  })

  it('give the same in the audit, and reach to the same day', async () => {
    const report = await audited('companies')
    expect(sourced({ pipeline: report.pipeline! })).toEqual(expected)
    expect(report.range?.to).toBe('2025-05-10')
    expect(new Date((await imported('companies')).knownUntil!).toISOString().slice(0, 10)).toBe('2025-05-10')
  })

  it('qualify nobody who must not be written to', async () => {
    await write('people/contacts.csv', [
      'Record ID,Email,Create Date,Unsubscribed from all email',
      '1,ann@company0.example,2025-02-01,false',
      '2,ben@company0.example,2025-02-01,true',
    ])
    await write('people/activities.csv', [
      'Email,Activity Type,Date',
      'ann@company0.example,demo request,2025-02-01',
      'ben@company0.example,demo request,2025-02-01',
    ])
    const entered = (funnel: Dashboard['funnel']) =>
      funnel.slice(0, 2).map(({ stage, entered }) => [stage.key, entered.value])
    const expected = [
      ['inquiry', 2],
      ['mql', 1],
    ]
    expect(entered((await imported('people')).funnel)).toEqual(expected)
    expect(entered((await audited('people')).funnel!.stages)).toEqual(expected)
  })
})
