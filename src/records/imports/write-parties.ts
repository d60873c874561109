import type { Tx } from '#platform/db/index.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { BatchWork, type Moved } from './batch-work.ts'
import { columnsOf, type PartyRow } from './columns-of.ts'
import { candidateIds, countingKey, keyOf, keysOf, learnMatches, matchRow, rememberRow } from './match-row.ts'
import {
  findSystems,
  insertChanges,
  insertExternalIds,
  insertRecords,
  loadStates,
  updateRecords,
} from './records-store.ts'
import type { Resolver } from './resolve.ts'
import type { KindCounts } from './rules/counts.ts'
import { noteSeen } from './seen-store.ts'
import type { WriteSession } from './write-session.ts'

/** What an upsert of one batch found. `ids` stand in the order of the rows. */
export interface Upserted {
  ids: string[]
  counts: KindCounts
  /** records whose stage changed, with the stage before */
  moved: Moved[]
}

/** Creates or updates the records of one kind: matches them, compares them, and writes only what differs. */
export async function upsertParties(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  kind: PartyRow['kind'],
  rows: readonly PartyRow[],
): Promise<Upserted> {
  const { workspaceId, options } = session
  const keys = rows.map((row) => keyOf(session, row))
  const allKeys = rows.map((row, index) => keysOf(session, resolver, row, keys[index]))
  await learnMatches(tx, session, resolver, kind, rows, allKeys)
  const given = rows.map((row) => columnsOf(row, resolver, session))
  const candidates = new Set(
    rows.flatMap((row, index) => candidateIds(session, resolver, row, allKeys[index]!, given[index]!)),
  )
  const work = new BatchWork(kind, await loadStates(tx, workspaceId, kind, [...candidates]), options.now)
  if (kind === 'account' || kind === 'seller' || kind === 'campaign') {
    for (const { record_id, system } of await findSystems(tx, workspaceId, kind, [...candidates]))
      work.noteKey(record_id, system)
  }
  const ids = rows.map((row, index) => {
    const key = countingKey(session, resolver, work, row, keys[index], given[index]!)
    const matched = matchRow(session, resolver, work, row, key, given[index]!)
    const closedAt = row.kind === 'opportunity' ? row.closedAt : undefined
    const isAgain = matched !== undefined && session.isDescribed(matched)
    const id = work.take(matched, given[index]!, { closedAt, isAgain })
    session.noteDescribed(id)
    rememberRow(session, resolver, work, row, key, given[index]!, id)
    if (kind === 'person') session.notePerson(id)
    return id
  })
  if (!options.isDryRun) {
    await insertRecords(tx, workspaceId, kind, work.created(), options.now, options.importId)
    await updateRecords(tx, workspaceId, kind, work.updated())
    await insertExternalIds(tx, workspaceId, work.externalIds, options.now, options.importId)
    if (options.importId) await insertChanges(tx, workspaceId, options.importId, work.changes(), options.now)
    await noteSeen(tx, workspaceId, kind, work.unchanged(), options)
  }
  return { ids, counts: work.counts, moved: work.moved }
}

/** When a move happened, as text for the database. */
export const instantText = (at: number): string => toIso(at)
