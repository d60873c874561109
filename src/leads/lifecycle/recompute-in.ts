import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { lockPeople } from './evidence-store.ts'
import { type Gathered, gather, historyUntil } from './gather.ts'
import {
  appendTransitions,
  type LedgerEntry,
  type LedgerRow,
  leadsOf,
  removeLeads,
  transitionsOf,
  writeLeads,
} from './ledger-store.ts'
import type { Transition } from './rules/history.ts'
import { differences, type LeadRow, leadRow } from './rules/lead.ts'
import { ledgerChanges, withFrozenScores } from './rules/ledger.ts'
import { lifecycle } from './rules/lifecycle.ts'
import { type VersionInForce, versionAt } from './rules/version.ts'
import { versionsOf } from './versions.ts'

/** A move that was new to the ledger. */
export type Moved = Pick<
  Transition,
  'cycle' | 'fromStage' | 'toStage' | 'occurredAt' | 'causeId' | 'actor'
> & { personId: string }

/** What a recomputation did. */
export interface Recomputed {
  people: number
  /** rows added to the ledger, those that take others back included */
  transitionsAdded: number
  transitionsTakenBack: number
  leadsWritten: number
}

/**
 * Brings ledger and lead cache of some people in line with their records, inside the caller's transaction and in a fixed number of
 * statements. People who are gone (merged, undone) lose their row, and their moves are taken back. Running it again writes nothing.
 *
 * The people stay locked until the transaction ends, in the order of their ids, so that two changes of one person follow each other.
 *
 * @param now instant for which the cached scores hold; evidence dated later waits
 * @returns the moves that were new, in the order made per person
 * @example for (const { personId, toStage } of await recomputeIn(tx, workspaceId, ['0190…'], now)) …
 */
export async function recomputeIn(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<Moved[]> {
  return (await recomputePeople(tx, workspaceId, personIds, now)).moved
}

/**
 * As `recomputeIn`, with the numbers of what was done.
 *
 * @param afresh what the ledger froze on moves does not count: what it rested on was taken back as an error
 */
export async function recomputePeople(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
  afresh = false,
): Promise<{ moved: Moved[]; done: Recomputed }> {
  const ids = [...new Set(personIds)]
  const done: Recomputed = { people: 0, transitionsAdded: 0, transitionsTakenBack: 0, leadsWritten: 0 }
  if (ids.length === 0) return { moved: [], done }
  await lockPeople(tx, workspaceId, ids)
  // Only now: whoever waited for the lock must not go on under the versions of before.
  const versions = await versionsOf(tx, workspaceId)
  const { moves, leads } = await storedFor(tx, workspaceId, ids)
  const frozen: Stored['moves'] = afresh ? new Map() : moves
  const people = await gather(tx, workspaceId, ids, versions, frozen)
  const { entries, rows } = changesFor(people, { moves, leads, frozen }, versions, now)
  const gone = goneAmong(ids, people, { moves, leads })
  entries.push(...gone.flatMap((id) => takenBack(moves.get(id) ?? [])))
  await appendTransitions(tx, workspaceId, entries, now)
  await writeLeads(tx, workspaceId, rows)
  await removeLeads(tx, workspaceId, gone)
  const moved = entries.filter((entry) => entry.voidsId === null)
  done.people = people.length + gone.length
  done.transitionsAdded = entries.length
  done.transitionsTakenBack = entries.length - moved.length
  done.leadsWritten = rows.length
  return { moved: moved.map(movedOf), done }
}

interface Stored {
  moves: Map<string, LedgerRow[]>
  leads: Map<string, LeadRow>
}

function changesFor(
  people: readonly Gathered[],
  { moves, leads, frozen }: Stored & { frozen: Stored['moves'] },
  versions: readonly VersionInForce[],
  now: Instant,
): { entries: LedgerEntry[]; rows: LeadRow[] } {
  const entries: LedgerEntry[] = []
  const rows: LeadRow[] = []
  for (const gathered of people) {
    const { personId } = gathered
    const stored = leads.get(personId)
    const { transitions, row } = computeAnew(gathered, stored, versions, now)
    const computed = withFrozenScores(frozen.get(personId) ?? [], transitions)
    const { takeBack, add } = ledgerChanges(moves.get(personId) ?? [], computed)
    entries.push(...takenBack(takeBack), ...add.map((move) => ({ ...move, personId, voidsId: null })))
    if (!stored || differences(stored, row).length > 0) rows.push(row)
  }
  return { entries, rows }
}

/** Those who stand in the cache or the ledger but are no longer among the people. */
function goneAmong(ids: readonly string[], people: readonly Gathered[], { moves, leads }: Stored): string[] {
  const living = new Set(people.map(({ personId }) => personId))
  return ids.filter((id) => !living.has(id) && (moves.has(id) || leads.has(id)))
}

/** Entries that take moves back. */
export function takenBack(moves: readonly LedgerRow[]): LedgerEntry[] {
  return moves.map((move) => ({ ...move, voidsId: move.id }))
}

function movedOf({ personId, cycle, fromStage, toStage, occurredAt, causeId, actor }: LedgerEntry): Moved {
  return { personId, cycle, fromStage, toStage, occurredAt, causeId, actor }
}

/**
 * One person's moves and row now. A stored row that nothing has overtaken is compared at its own instant, so that scores
 * which only fade are written once a day and not at each run; one that has run out since is stored for the instant at which it did.
 */
function computeAnew(
  gathered: Gathered,
  stored: LeadRow | undefined,
  versions: readonly VersionInForce[],
  now: Instant,
) {
  if (!stored || !onlyFaded(stored, gathered, versions, now)) return compute(gathered, versions, now)
  const { scoredAt, nextDecayAt } = stored
  if (nextDecayAt === null || nextDecayAt > now) {
    const same = compute(gathered, versions, scoredAt)
    if (differences(stored, same.row).length === 0) return same
  } else {
    const run = compute(gathered, versions, nextDecayAt)
    if (run.row.nextDecayAt === null || run.row.nextDecayAt > now) return run
  }
  return compute(gathered, versions, now)
}

/** Nothing has happened to the person since the row was stored, and the same version holds. */
function onlyFaded(
  { scoredAt }: LeadRow,
  { evidence }: Gathered,
  versions: readonly VersionInForce[],
  now: Instant,
): boolean {
  return (
    scoredAt <= now &&
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
export async function storedFor(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Stored> {
  const moves = new Map<string, LedgerRow[]>()
  for (const row of await transitionsOf(tx, workspaceId, ids)) {
    const known = moves.get(row.personId)
    if (known) known.push(row)
    else moves.set(row.personId, [row])
  }
  const leads = new Map((await leadsOf(tx, workspaceId, ids)).map((row) => [row.personId, row]))
  return { moves, leads }
}
