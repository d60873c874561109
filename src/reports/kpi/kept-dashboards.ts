import type { Frame } from './rules/frame.ts'
import type { Dashboard } from './schema.ts'

/** A dashboard without trust, which changes without a refresh of the facts. */
export type KeptDashboard = Omit<Dashboard, 'trust'>

const MOST_KEPT = 300
const kept = new Map<string, KeptDashboard>()

/**
 * A dashboard made before from the same facts, or made now. Facts only change by a refresh, which raises the revision in the same
 * transaction, so an answer holds until then; the least recently used go first.
 *
 * @param of `revision` of the facts of the workspace, read in the transaction that would count
 */
export async function keptOrMade(
  of: { workspaceId: string; revision: number; frame: Frame; compare: boolean },
  make: () => Promise<KeptDashboard>,
): Promise<KeptDashboard> {
  // Functions fall away in JSON; the time zone stands for the one there is.
  const key = JSON.stringify([of.workspaceId, of.revision, of.compare, of.frame])
  const shown = kept.get(key) ?? (await make())
  kept.delete(key)
  kept.set(key, shown)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
  return shown
}
