import { agreementsInForce } from '#agreement/document/index.ts'
import { zoneTable } from '#leads/scoring/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { batchesOf } from './batches.ts'
import { type Gathered, gather, historyUntil } from './gather.ts'
import {
  appendTransitions,
  dueForRescoring,
  type LedgerEntry,
  type LedgerRow,
  leadsOf,
  removeLeads,
  strayIds,
  transitionsOf,
  writeLeads,
} from './ledger-store.ts'
import { differences, type LeadRow, leadRow, saysTheSame } from './rules/lead.ts'
import { ledgerChanges } from './rules/ledger.ts'
import { lifecycle } from './rules/lifecycle.ts'
import { prepareVersion, type VersionInForce, versionAt } from './rules/version.ts'

/** Strays and faded rows looked at in one go. */
const BATCH = 1_000

/** What a recomputation did. */
interface Recomputed {
  people: number
  /** rows added to the ledger, those that take others back included */
  transitionsAdded: number
  transitionsTakenBack: number
  leadsWritten: number
}

interface Progress {
  done: number
  total: number
}

/**
 * Brings the ledger of stages and the lead cache in line with the records, under the agreement versions in force. Running it
 * again writes nothing.
 *
 * @param who ids of people, or everyone
 * @param now instant for which the cached scores hold; evidence dated later waits
 * @param onProgress called after each batch, which is a transaction of its own
 * @example await recomputeLeads(database, workspaceId, 'all', Date.now())
 */
export async function recomputeLeads(
  database: Database,
  workspaceId: string,
  who: readonly string[] | 'all',
  now: Instant,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Recomputed> {
  const versions = await database.workspace(workspaceId, (tx) => versionsOf(tx, workspaceId))
  const sum: Recomputed = { people: 0, transitionsAdded: 0, transitionsTakenBack: 0, leadsWritten: 0 }
  const add = (part: Recomputed) => {
    for (const key of Object.keys(sum) as (keyof Recomputed)[]) sum[key] += part[key]
  }
  for await (const { ids, total } of batchesOf(database, workspaceId, who)) {
    add(await database.workspace(workspaceId, (tx) => recomputeBatch(tx, workspaceId, ids, versions, now)))
    onProgress({ done: sum.people, total })
  }
  for (;;) {
    const gone = await database.workspace(workspaceId, (tx) => clearStrays(tx, workspaceId, who, now))
    add(gone)
    if (gone.people < BATCH) return sum
  }
}

/**
 * Computes the scores again that have faded since they were cached.
 *
 * @returns number of people looked at
 */
export async function refreshFadedLeads(
  database: Database,
  workspaceId: string,
  now: Instant,
): Promise<number> {
  let looked = 0
  for (;;) {
    const due = await database.workspace(workspaceId, (tx) => dueForRescoring(tx, workspaceId, now, BATCH))
    if (due.length > 0) await recomputeLeads(database, workspaceId, due, now)
    looked += due.length
    if (due.length < BATCH) return looked
  }
}

/** The agreement versions of a workspace, ready to run. */
export async function versionsOf(tx: Tx, workspaceId: string): Promise<VersionInForce[]> {
  const versions = await agreementsInForce(tx, workspaceId)
  return versions.map((inForce) => prepareVersion(inForce, zoneTable(inForce.document.timeZone)))
}

async function recomputeBatch(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  versions: readonly VersionInForce[],
  now: Instant,
): Promise<Recomputed> {
  const people = await gather(tx, workspaceId, ids, versions, { lock: true })
  const { moves, leads } = await storedFor(tx, workspaceId, ids)
  const entries: LedgerEntry[] = []
  const rows: LeadRow[] = []
  for (const gathered of people) {
    const stored = leads.get(gathered.personId)
    const { transitions, row } = computeAnew(gathered, stored, versions, now)
    const { takeBack, add } = ledgerChanges(moves.get(gathered.personId) ?? [], transitions)
    entries.push(...takeBack.map((move) => ({ ...move, voidsId: move.id })))
    entries.push(...add.map((move) => ({ ...move, personId: gathered.personId, voidsId: null })))
    if (!saysTheSame(stored, row)) rows.push(row)
  }
  await appendTransitions(tx, workspaceId, entries, now)
  await writeLeads(tx, workspaceId, rows)
  const transitionsTakenBack = entries.filter((entry) => entry.voidsId !== null).length
  return {
    people: people.length,
    transitionsAdded: entries.length,
    transitionsTakenBack,
    leadsWritten: rows.length,
  }
}

/**
 * One person's moves and row now. A stored row that nothing has overtaken is compared at its own instant, so that scores
 * which only fade are written once a day and not at each run.
 */
function computeAnew(
  gathered: Gathered,
  stored: LeadRow | undefined,
  versions: readonly VersionInForce[],
  now: Instant,
) {
  if (stored && holdsUntil(stored, gathered, versions, now)) {
    const same = compute(gathered, versions, stored.scoredAt)
    if (differences(stored, same.row).length === 0) return same
  }
  return compute(gathered, versions, now)
}

function holdsUntil(
  { scoredAt, nextDecayAt }: LeadRow,
  { evidence }: Gathered,
  versions: readonly VersionInForce[],
  now: Instant,
): boolean {
  return (
    scoredAt <= now &&
    (nextDecayAt === null || nextDecayAt > now) &&
    versionAt(versions, scoredAt) === versionAt(versions, now) &&
    !evidence.some((one) => one.occurredAt > scoredAt && one.occurredAt <= now)
  )
}

/** One person's moves and row at an instant, from the evidence alone. */
export function compute(gathered: Gathered, versions: readonly VersionInForce[], at: Instant) {
  const { history, facts } = historyUntil(gathered, at)
  const computed = lifecycle(history, versions)
  return { transitions: computed.transitions, row: leadRow(facts, history, computed, versions, at) }
}

/** What ledger and cache hold of some people. */
export async function storedFor(tx: Tx, workspaceId: string, ids: readonly string[]) {
  const moves = new Map<string, LedgerRow[]>()
  for (const row of await transitionsOf(tx, workspaceId, ids)) {
    const known = moves.get(row.personId)
    if (known) known.push(row)
    else moves.set(row.personId, [row])
  }
  const leads = new Map((await leadsOf(tx, workspaceId, ids)).map((row) => [row.personId, row]))
  return { moves, leads }
}

/** Takes back the moves of people who are no longer there, such as after a merge or an import that was undone. */
async function clearStrays(
  tx: Tx,
  workspaceId: string,
  who: readonly string[] | 'all',
  now: Instant,
): Promise<Recomputed> {
  const gone = await strayIds(tx, workspaceId, who, BATCH)
  const moves = gone.length > 0 ? await transitionsOf(tx, workspaceId, gone) : []
  await appendTransitions(
    tx,
    workspaceId,
    moves.map((move) => ({ ...move, voidsId: move.id })),
    now,
  )
  await removeLeads(tx, workspaceId, gone)
  return {
    people: gone.length,
    transitionsAdded: moves.length,
    transitionsTakenBack: moves.length,
    leadsWritten: 0,
  }
}
