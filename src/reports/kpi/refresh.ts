import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import {
  clearCounts,
  clearFreshness,
  countRecords,
  forgetRecords,
  forgetTheGone,
  noteFreshness,
  writeAccounts,
  writeDays,
} from './counts-store.ts'
import { opportunitiesOf, writeOpportunities } from './deals-store.ts'
import { forgetDecisions, writeDecisions } from './decisions-store.ts'
import { forgetMoves, writeMoves, writePeople, writeResponses } from './people-store.ts'
import { type FactSettings, signatureOf } from './settings.ts'
import { accountsOf, analyzeTables, lockFacts, nextIds, noteRefresh } from './state-store.ts'

/** Records whose facts may have changed. */
export interface FactScope {
  personIds?: readonly string[]
  opportunityIds?: readonly string[]
  /** accounts of the people and opportunities are included without being named */
  accountIds?: readonly string[]
}

/** How many records one transaction takes, so that none holds the database for long; a sum is one statement over all facts. */
const CHUNK = 2_000

/** Tables that facts are made from, those made of them, and those summed from these: each is known to the planner before it is read. */
const SOURCES = [
  'touch',
  'person',
  'account',
  'seller',
  'stage_transition',
  'hand_off',
  'opportunity',
  'opportunity_contact',
]
const FACTS = ['fact_account', 'fact_stage', 'fact_opportunity', 'fact_response', 'fact_decision']
const SUMS = ['stage_daily', 'field_count', 'source_freshness']

interface Work {
  database: Database
  workspaceId: string
  settings: FactSettings
  now: Instant
}

/** Brings the facts of some records, or of all, up to date. Repeating it changes nothing. */
export async function refreshUnder(work: Work, scope: FactScope | 'all'): Promise<void> {
  const { database, workspaceId, settings, now } = work
  const size = scope === 'all' ? 0 : (scope.personIds?.length ?? 0) + (scope.opportunityIds?.length ?? 0)
  const isCurrent = await database.workspace(
    workspaceId,
    async (tx) => (await lockFacts(tx, workspaceId, now)) === signatureOf(settings),
  )
  if (scope === 'all' || !isCurrent || size > CHUNK) return refreshAll(work, isCurrent ? scope : 'all')
  await database.workspace(workspaceId, (tx) => refreshSome(tx, work, scope))
}

/** A few records: their facts, and the counts and days these belong to, in one transaction. */
async function refreshSome(tx: Tx, work: Work, scope: FactScope): Promise<void> {
  const { workspaceId, settings, now } = work
  const pass = { ...work, counted: true }
  await lockFacts(tx, workspaceId, now)
  const personIds = scope.personIds ?? []
  const before = await opportunitiesOf(tx, { workspaceId, personIds })
  const days = await refreshPeople(tx, pass, personIds)
  const after = await opportunitiesOf(tx, { workspaceId, personIds })
  const opportunityIds = [...new Set([...(scope.opportunityIds ?? []), ...before, ...after])]
  await refreshOpportunities(tx, pass, opportunityIds)
  const theirs = await accountsOf(tx, workspaceId, personIds, opportunityIds)
  const accountIds = [...new Set([...theirs, ...(scope.accountIds ?? [])])]
  await refreshAccounts(tx, pass, accountIds)
  if (days.length > 0) await writeDays(tx, workspaceId, days)
  await noteFreshness(tx, { workspaceId, personIds, opportunityIds, accountIds, now })
  await noteRefresh(tx, workspaceId, now, signatureOf(settings))
}

/** Many records: in chunks of one transaction each, then every sum at once. */
async function refreshAll(work: Work, scope: FactScope | 'all'): Promise<void> {
  const { database, workspaceId } = work
  const pass = { ...work, counted: false }
  await database.system((tx) => analyzeTables(tx, SOURCES))
  const opportunityIds = new Set(scope === 'all' ? [] : scope.opportunityIds)
  await inChunks(work, 'person', scope === 'all' ? 'all' : (scope.personIds ?? []), async (tx, ids) => {
    if (scope !== 'all')
      for (const id of await opportunitiesOf(tx, { workspaceId, personIds: ids })) opportunityIds.add(id)
    await refreshPeople(tx, pass, ids)
    if (scope !== 'all')
      for (const id of await opportunitiesOf(tx, { workspaceId, personIds: ids })) opportunityIds.add(id)
  })
  await database.system((tx) => analyzeTables(tx, ['fact_person']))
  await inChunks(work, 'opportunity', scope === 'all' ? 'all' : [...opportunityIds], (tx, ids) =>
    refreshOpportunities(tx, pass, ids),
  )
  await inChunks(work, 'account', 'all', (tx, ids) => refreshAccounts(tx, pass, ids))
  await database.system((tx) => analyzeTables(tx, FACTS))
  await sumUp(work)
  await database.system((tx) => analyzeTables(tx, SUMS))
}

/**
 * Makes every sum anew, each in a transaction of its own: whoever waits for the database gets it in between, and a reader meets each sum
 * either as it was or as it is.
 */
async function sumUp({ database, workspaceId, settings, now }: Work): Promise<void> {
  const step = (make: (tx: Tx) => Promise<void>, signature?: string) =>
    database.workspace(workspaceId, async (tx) => {
      await lockFacts(tx, workspaceId, now)
      await make(tx)
      await noteRefresh(tx, workspaceId, now, signature)
    })
  await step((tx) => forgetTheGone(tx, workspaceId))
  await step(async (tx) => {
    await clearCounts(tx, workspaceId)
    for (const kind of ['person', 'account', 'opportunity'] as const)
      await countRecords(tx, workspaceId, kind, 'all')
  })
  await step((tx) => writeDays(tx, workspaceId, 'all'))
  const everything = { personIds: 'all', opportunityIds: 'all', accountIds: 'all' } as const
  await step(async (tx) => {
    await clearFreshness(tx, workspaceId)
    await noteFreshness(tx, { workspaceId, ...everything, now })
  }, signatureOf(settings))
}

/** One pass over some records. */
interface Pass extends Work {
  /** keeps the counts of fields in step; off when all counts are made anew afterwards */
  counted: boolean
}

async function refreshPeople(tx: Tx, pass: Pass, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return []
  const scope = { workspaceId: pass.workspaceId, personIds }
  await forgetDecisions(tx, scope)
  const before = await forgetMoves(tx, scope)
  await replaceFacts(tx, pass, 'person', personIds, () => writePeople(tx, scope))
  const after = await writeMoves(tx, scope, pass.settings)
  await writeDecisions(tx, scope, pass.settings)
  await writeResponses(tx, scope, pass.settings)
  return [...new Set([...before, ...after])]
}

async function refreshOpportunities(tx: Tx, pass: Pass, opportunityIds: readonly string[]): Promise<void> {
  const scope = { workspaceId: pass.workspaceId, opportunityIds }
  await replaceFacts(tx, pass, 'opportunity', opportunityIds, () =>
    writeOpportunities(tx, scope, pass.settings),
  )
}

async function refreshAccounts(tx: Tx, pass: Pass, ids: readonly string[]): Promise<void> {
  await replaceFacts(tx, pass, 'account', ids, () => writeAccounts(tx, pass.workspaceId, ids))
}

async function replaceFacts(
  tx: Tx,
  { workspaceId, counted }: Pass,
  kind: 'person' | 'opportunity' | 'account',
  ids: readonly string[],
  write: () => Promise<void>,
): Promise<void> {
  if (ids.length === 0) return
  await forgetRecords(tx, workspaceId, kind, ids, counted)
  await write()
  if (counted) await countRecords(tx, workspaceId, kind, ids)
}

async function inChunks(
  { database, workspaceId, now }: Work,
  table: 'person' | 'account' | 'opportunity',
  ids: readonly string[] | 'all',
  refresh: (tx: Tx, ids: string[]) => Promise<void>,
): Promise<void> {
  let after: string | null = null
  for (let start = 0; ; start += CHUNK) {
    const done: string[] = await database.workspace(workspaceId, async (tx) => {
      await lockFacts(tx, workspaceId, now)
      const chunk =
        ids === 'all' ? await nextIds(tx, workspaceId, table, after, CHUNK) : ids.slice(start, start + CHUNK)
      if (chunk.length > 0) await refresh(tx, chunk)
      return chunk
    })
    if (done.length < CHUNK) return
    after = done.at(-1)!
  }
}
