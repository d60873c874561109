import type { DashboardCounts } from './rules/dashboard.ts'
import type { Frame } from './rules/frame.ts'

/** Counts without trust, which changes without a refresh of the facts. */
export type KeptCounts = Omit<DashboardCounts, 'trust'>

const MOST_KEPT = 300
const kept = new Map<string, KeptCounts>()

/**
 * Counts made before from the same facts, or made now. Facts only change by a refresh, which raises the revision in the same
 * transaction, so an answer holds until then; the least recently used go first.
 *
 * @param revision of the facts of the workspace, read in the transaction that would count
 */
export async function keptOrCounted(
  of: { workspaceId: string; revision: number; frame: Frame; compare: boolean },
  count: () => Promise<KeptCounts>,
): Promise<KeptCounts> {
  // Functions fall away in JSON; the time zone stands for the one there is.
  const key = JSON.stringify([of.workspaceId, of.revision, of.compare, of.frame])
  const before = kept.get(key)
  const counts = before ?? (await count())
  kept.delete(key)
  kept.set(key, counts)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
  return counts
}
