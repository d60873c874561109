import { z } from 'zod'
import type { Database, Tx } from '#platform/db/index.ts'
import { enqueue, type JobHandler } from '#platform/jobs/index.ts'
import { Id, newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Context, Problem, pageOf, readCursor, writeCursor } from '#platform/operation/index.ts'
import { notFound } from '#platform/operation/problem.ts'
import { announce } from '#platform/outbox/index.ts'
import { mergeOverlaid, mergeUndone, pairDecided, type ReviewPair } from './contract.ts'
import { analyzeFor, endOfStretch, insertPairs } from './pairs-store.ts'
import { moveKeyed, moveKeyedBack, movePointers, movePointersBack, peopleAt } from './pointers-store.ts'
import {
  decidePair,
  describe,
  findMerge,
  foldInto,
  insertMerge,
  isLive,
  listMergeRows,
  listPairRows,
  lockPair,
  type MergeKind,
  markMoved,
  markUndone,
  type Titled,
  unfold,
} from './store.ts'

const MOVE = 'merge.move'

/** Announced when two records became one, or two again; payload `personIds`. */
export const RECORDS_MERGED = 'records.merged'

const MOST_PAIRS = 5_000
/** Records of one transaction of the search, so that none holds the database for long. */
const STRETCH = 2_000

/**
 * Remembers pairs that an import has made doubtful, at most 5,000 of each kind. Takes short transactions of its own; running it
 * again finds nothing new.
 */
export async function findReviewPairs(
  database: Database,
  workspaceId: string,
  importId: string,
  now: Instant,
): Promise<void> {
  for (const kind of ['account', 'person'] as const) {
    await database.system((tx) => analyzeFor(tx, kind))
    let left = MOST_PAIRS
    let after: string | undefined = '00000000-0000-0000-0000-000000000000'
    while (after !== undefined && left > 0) {
      const from: string = after
      after = await database.workspace(workspaceId, async (tx) => {
        const upTo = await endOfStretch(tx, workspaceId, kind, from, STRETCH)
        left -= await insertPairs(tx, workspaceId, kind, importId, { after: from, upTo }, left, now)
        return upTo
      })
    }
  }
}

interface PairIds {
  kind: MergeKind
  leftId: string
  rightId: string
}

/** The last pair shown. */
const Place = z.tuple([z.enum(['person', 'account']), Id, Id])

export async function list(
  { tx, workspaceId }: Context,
  {
    kind,
    state,
    cursor,
    limit,
  }: { kind?: MergeKind | undefined; state: string; cursor?: string | undefined; limit: number },
) {
  const after = readCursor(Place, cursor)?.join('')
  const rows = await listPairRows(tx, workspaceId, { kind, state, after, limit: limit + 1 })
  const { shown: items, nextCursor } = pageOf(rows, limit, (last) =>
    writeCursor(Place, [last.kind, last.left_id, last.right_id]),
  )
  const titles = new Map<string, Titled>()
  for (const each of ['person', 'account'] as const) {
    const ids = items.filter((row) => row.kind === each).flatMap((row) => [row.left_id, row.right_id])
    for (const [id, titled] of await describe(tx, workspaceId, each, ids)) titles.set(id, titled)
  }
  const side = (id: string) => {
    const titled = titles.get(id)
    return {
      id,
      title: titled?.title ?? 'Removed since',
      lines: (titled?.lines ?? []).filter((line) => line !== null),
    }
  }
  return {
    items: items.map(
      (row): ReviewPair => ({
        kind: row.kind,
        left: side(row.left_id),
        right: side(row.right_id),
        evidence: row.evidence,
        state: row.state,
        foundAt: row.found_at,
      }),
    ),
    nextCursor,
  }
}

async function openPair({ tx, workspaceId }: Context, { kind, leftId, rightId }: PairIds) {
  const pair = await lockPair(tx, workspaceId, kind, leftId, rightId)
  if (!pair) throw new Problem(notFound, 'There is no such pair. Load the list again.')
  if (pair.state !== 'open') throw new Problem(pairDecided, 'Load the list again.')
  return pair
}

/** Folds one record into the other. What points at it moves in the background, since touches are a ledger. */
export async function merge(
  context: Context,
  input: PairIds & { survivorId: string },
): Promise<{ mergeId: string }> {
  const { tx, workspaceId, now, actor } = context
  const pair = await openPair(context, input)
  if (input.survivorId !== input.leftId && input.survivorId !== input.rightId)
    throw new Problem(notFound, 'The survivor is one of the two.')
  const mergedId = input.survivorId === input.leftId ? input.rightId : input.leftId
  for (const id of [input.leftId, input.rightId]) {
    if (!(await isLive(tx, workspaceId, input.kind, id)))
      throw new Problem(pairDecided, 'One of them was merged or removed since. Load the list again.')
  }
  const before = await foldInto(tx, workspaceId, input.kind, input.survivorId, mergedId)
  const mergeId = newId(now)
  await insertMerge(tx, workspaceId, {
    id: mergeId,
    kind: input.kind,
    survivor_id: input.survivorId,
    merged_id: mergedId,
    before,
    merged_by: actor.name,
    merged_at: now,
  })
  await decidePair(tx, workspaceId, pair, 'merged', actor.name, now)
  await enqueue(tx, { workspaceId, kind: MOVE, payload: { mergeId }, runAt: now })
  context.audit({
    subject: input.survivorId,
    summary: `Merged two records (${input.kind})`,
    detail: { mergedId, mergeId },
  })
  return { mergeId }
}

export async function keepApart(context: Context, input: PairIds): Promise<{ kept: boolean }> {
  const pair = await openPair(context, input)
  await decidePair(context.tx, context.workspaceId, pair, 'kept_apart', context.actor.name, context.now)
  context.audit({
    subject: input.leftId,
    summary: `Kept two records apart (${input.kind})`,
    detail: { otherId: input.rightId },
  })
  return { kept: true }
}

export async function merges(
  { tx, workspaceId }: Context,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const rows = await listMergeRows(tx, workspaceId, cursor, limit + 1)
  const { shown, nextCursor } = pageOf(rows, limit, (last) => last.id)
  const items = shown.map((row) => ({
    id: row.id,
    kind: row.kind,
    survivorId: row.survivor_id,
    mergedId: row.merged_id,
    mergedBy: row.merged_by,
    mergedAt: row.merged_at,
    undoneAt: row.undone_at,
  }))
  return { items, nextCursor }
}

export async function undo(context: Context, { id }: { id: string }): Promise<{ id: string }> {
  const { tx, workspaceId, now } = context
  const row = await findMerge(tx, workspaceId, id)
  if (!row) throw new Problem(notFound, 'There is no such merge.')
  if (row.undone_at !== null) throw new Problem(mergeUndone, 'Load the list again.')
  if (!(await isLive(tx, workspaceId, row.kind, row.survivor_id)))
    throw new Problem(
      mergeOverlaid,
      'The record that was kept has been merged into another one since. Take that merge back first.',
    )
  await unfold(tx, workspaceId, row.kind, row.survivor_id, row.merged_id, row.before)
  await markUndone(tx, workspaceId, id, now)
  const [left, right] = [row.survivor_id, row.merged_id].sort() as [string, string]
  const pair = await lockPair(tx, workspaceId, row.kind, left, right)
  if (pair) await decidePair(tx, workspaceId, pair, 'open', null, now)
  await enqueue(tx, { workspaceId, kind: MOVE, payload: { mergeId: id }, runAt: now })
  context.audit({
    subject: row.survivor_id,
    summary: `Took a merge back (${row.kind})`,
    detail: { mergedId: row.merged_id, mergeId: id },
  })
  return { id }
}

/** Moves what points at merged records, or back: the background work of merges, for `startJobs`. */
export function mergeJobs({ database, clock }: { database: Database; clock: () => Instant }): JobHandler[] {
  return [
    {
      kind: MOVE,
      async run(job) {
        const { mergeId } = job.payload as { mergeId: string }
        const { workspaceId } = job
        const payload = await database.system((tx) => settle(tx, workspaceId, mergeId, clock()))
        await job.finish((tx) => announce(tx, { workspaceId, event: RECORDS_MERGED, payload, now: clock() }))
      },
    },
  ]
}

/** Brings what points at the two records to where the merge, or its undoing, wants it. Running it again changes nothing. */
async function settle(tx: Tx, workspaceId: string, mergeId: string, now: Instant) {
  const row = await findMerge(tx, workspaceId, mergeId)
  if (!row) return { personIds: [], undone: false }
  const { kind, survivor_id: survivor, merged_id: merged } = row
  if (row.undone_at === null && row.moved_at === null) {
    const moved = await movePointers(tx, workspaceId, kind, merged, survivor)
    if (kind === 'person') {
      const { contacts, stages } = await moveKeyed(tx, workspaceId, merged, survivor)
      Object.assign(moved, { opportunity_contact: contacts, reported_stage: stages })
    }
    await markMoved(tx, workspaceId, mergeId, moved, now)
  } else if (row.undone_at !== null && row.moved_at !== null) {
    await movePointersBack(tx, workspaceId, kind, survivor, merged, row.moved)
    if (kind === 'person') await moveKeyedBack(tx, workspaceId, survivor, merged, row.moved)
    await markMoved(tx, workspaceId, mergeId, {}, null)
  }
  // what is known of an account counts for its people
  const personIds =
    kind === 'person' ? [survivor, merged] : await peopleAt(tx, workspaceId, [survivor, merged])
  return { personIds, undone: row.undone_at !== null }
}
