import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import {
  clearCounts,
  countRecords,
  forgetRecords,
  forgetTheGone,
  noteFreshness,
  writeAccounts,
  writeDays,
} from './counts-store.ts'
import { opportunitiesOf, writeOpportunities } from './deals-store.ts'
import { forgetMoves, writeMoves, writePeople, writeResponses } from './people-store.ts'
import { type FactSettings, signatureOf } from './settings.ts'
import { accountsOf, lockFacts, nextIds, noteRefresh } from './state-store.ts'

/** Records whose facts may have changed. */
export interface FactScope {
  personIds?: readonly string[]
  opportunityIds?: readonly string[]
  /** accounts of the people and opportunities are included without being named */
  accountIds?: readonly string[]
}

/** How many records one transaction takes, so that none holds the database for long. */
const CHUNK = 2_000

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
  await lockFacts(tx, workspaceId, now)
  const personIds = scope.personIds ?? []
  const before = await opportunitiesOf(tx, { workspaceId, personIds })
  const days = await refreshPeople(tx, work, personIds)
  const after = await opportunitiesOf(tx, { workspaceId, personIds })
  const opportunityIds = [...new Set([...(scope.opportunityIds ?? []), ...before, ...after])]
  await refreshOpportunities(tx, work, opportunityIds)
  const accountIds = await accountsOf(tx, workspaceId, personIds, opportunityIds)
  await refreshAccounts(tx, workspaceId, [...new Set([...accountIds, ...(scope.accountIds ?? [])])])
  if (days.length > 0) await writeDays(tx, workspaceId, days)
  await noteFreshness(tx, { workspaceId, personIds, opportunityIds, now })
  await noteRefresh(tx, workspaceId, now, signatureOf(settings))
}

/** Many records: in chunks of one transaction each, then all counts and days at once. */
async function refreshAll(work: Work, scope: FactScope | 'all'): Promise<void> {
  const { database, workspaceId, settings, now } = work
  const opportunityIds = new Set(scope === 'all' ? [] : scope.opportunityIds)
  await inChunks(work, 'person', scope === 'all' ? 'all' : (scope.personIds ?? []), async (tx, ids) => {
    if (scope !== 'all')
      for (const id of await opportunitiesOf(tx, { workspaceId, personIds: ids })) opportunityIds.add(id)
    await refreshPeople(tx, work, ids)
    if (scope !== 'all')
      for (const id of await opportunitiesOf(tx, { workspaceId, personIds: ids })) opportunityIds.add(id)
  })
  await inChunks(work, 'opportunity', scope === 'all' ? 'all' : [...opportunityIds], (tx, ids) =>
    refreshOpportunities(tx, work, ids),
  )
  await inChunks(work, 'account', 'all', (tx, ids) => refreshAccounts(tx, workspaceId, ids))
  await database.workspace(workspaceId, async (tx) => {
    await lockFacts(tx, workspaceId, now)
    await forgetTheGone(tx, workspaceId)
    await clearCounts(tx, workspaceId)
    for (const kind of ['person', 'account', 'opportunity'] as const)
      await countRecords(tx, workspaceId, kind, 'all')
    await writeDays(tx, workspaceId, 'all')
    await noteFreshness(tx, { workspaceId, personIds: 'all', opportunityIds: 'all', now })
    await noteRefresh(tx, workspaceId, now, signatureOf(settings))
  })
}

async function refreshPeople(
  tx: Tx,
  { workspaceId, settings }: Work,
  personIds: readonly string[],
): Promise<string[]> {
  if (personIds.length === 0) return []
  const scope = { workspaceId, personIds }
  const before = await forgetMoves(tx, scope)
  await forgetRecords(tx, workspaceId, 'person', personIds)
  await writePeople(tx, scope)
  await countRecords(tx, workspaceId, 'person', personIds)
  const after = await writeMoves(tx, scope, settings)
  await writeResponses(tx, scope, settings)
  return [...new Set([...before, ...after])]
}

async function refreshOpportunities(
  tx: Tx,
  { workspaceId, settings }: Work,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await forgetRecords(tx, workspaceId, 'opportunity', ids)
  await writeOpportunities(tx, { workspaceId, opportunityIds: ids }, settings)
  await countRecords(tx, workspaceId, 'opportunity', ids)
}

async function refreshAccounts(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await forgetRecords(tx, workspaceId, 'account', ids)
  await writeAccounts(tx, workspaceId, ids)
  await countRecords(tx, workspaceId, 'account', ids)
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
