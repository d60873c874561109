import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { batchesOf } from './batches.ts'
import { appendTransitions, dueForRescoring, removeLeads, strayIds, transitionsOf } from './ledger-store.ts'
import { type Moved, type Recomputed, recomputePeople, takenBack } from './recompute-in.ts'

/** Strays and faded rows looked at in one go. */
const BATCH = 1_000

interface Progress {
  done: number
  total: number
}

/** What follows from new moves, in the transaction that made them. */
type Follow = (tx: Tx, personIds: readonly string[], moved: readonly Moved[]) => Promise<unknown>

interface RecomputeOptions {
  /** called after each batch, which is a transaction of its own */
  onProgress?: (progress: Progress) => void
  follow?: Follow
  /** judge qualifications anew as well: what they rested on was taken back as an error */
  afresh?: boolean
}

/**
 * Brings the ledger of stages and the lead cache in line with the records, under the agreement versions in force. Running it
 * again writes nothing.
 *
 * @param who ids of people, or everyone
 * @param now instant for which the cached scores hold; evidence dated later waits
 * @example await recomputeLeads(database, workspaceId, 'all', Date.now())
 */
export async function recomputeLeads(
  database: Database,
  workspaceId: string,
  who: readonly string[] | 'all',
  now: Instant,
  { onProgress = () => {}, follow = async () => {}, afresh = false }: RecomputeOptions = {},
): Promise<Recomputed> {
  const sum: Recomputed = { people: 0, transitionsAdded: 0, transitionsTakenBack: 0, leadsWritten: 0 }
  const add = (part: Recomputed) => {
    for (const key of Object.keys(sum) as (keyof Recomputed)[]) sum[key] += part[key]
  }
  for await (const { ids, total } of batchesOf(database, workspaceId, who)) {
    const part = await database.workspace(workspaceId, async (tx) => {
      const { moved, done } = await recomputePeople(tx, workspaceId, ids, now, afresh)
      await follow(tx, ids, moved)
      return done
    })
    add(part)
    onProgress({ done: sum.people, total })
  }
  if (who !== 'all') return sum
  for (;;) {
    const gone = await database.workspace(workspaceId, (tx) => clearStrays(tx, workspaceId, now))
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
  follow?: Follow,
): Promise<number> {
  let looked = 0
  for (;;) {
    const due = await database.workspace(workspaceId, (tx) => dueForRescoring(tx, workspaceId, now, BATCH))
    if (due.length > 0) await recomputeLeads(database, workspaceId, due, now, follow ? { follow } : {})
    looked += due.length
    if (due.length < BATCH) return looked
  }
}

/** Takes back the moves of people who are no longer there, such as after a merge or an import that was undone. */
async function clearStrays(tx: Tx, workspaceId: string, now: Instant): Promise<Recomputed> {
  const gone = await strayIds(tx, workspaceId, 'all', BATCH)
  const entries = takenBack(gone.length > 0 ? await transitionsOf(tx, workspaceId, gone) : [])
  await appendTransitions(tx, workspaceId, entries, now)
  await removeLeads(tx, workspaceId, gone)
  return {
    people: gone.length,
    transitionsAdded: entries.length,
    transitionsTakenBack: entries.length,
    leadsWritten: 0,
  }
}
