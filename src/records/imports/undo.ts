import type { Database, Tx } from '#platform/db/index.ts'
import { groupBy } from './rules/group.ts'
import { RECORD_TITLES } from './rules/rows.ts'
import { takeBack } from './rules/undo.ts'
import {
  deleteCreated,
  deleteParts,
  deleteTouches,
  dropChanges,
  listChanges,
  loadStates,
  restore,
  type StoredChange,
  UNDO_ORDER,
} from './undo-store.ts'

/** What an undo could not take back, in sentences. */
export interface Undone {
  leftovers: string[]
}

/**
 * Takes an import back in short transactions; running it again after a stop completes it. Records that other imports have used
 * or changed since stay, and are named.
 */
export async function undoImportedRows(
  database: Database,
  workspaceId: string,
  importId: string,
): Promise<Undone> {
  const leftovers: string[] = []
  while ((await database.system((tx) => deleteTouches(tx, workspaceId, importId))) > 0);
  await database.system((tx) => deleteParts(tx, workspaceId, importId))
  let kept = 0
  for (let more = true; more; ) {
    more = await database.system(async (tx) => {
      const changes = await listChanges(tx, workspaceId, importId)
      kept += await restoreAll(tx, workspaceId, importId, changes)
      return changes.length > 0
    })
  }
  if (kept > 0) leftovers.push(`${kept} records were changed again since; those changes stay.`)
  for (const kind of UNDO_ORDER) {
    const left = await database.system((tx) => deleteCreated(tx, workspaceId, importId, kind))
    if (left.kept > 0)
      leftovers.push(`${left.kept} ${RECORD_TITLES[kind]} it created are used by other records now and stay.`)
  }
  return { leftovers }
}

async function restoreAll(
  tx: Tx,
  workspaceId: string,
  importId: string,
  changes: readonly StoredChange[],
): Promise<number> {
  let kept = 0
  for (const [kind, group] of groupBy(changes, (change) => change.kind)) {
    const ids = group.map(({ record_id }) => record_id)
    const states = await loadStates(tx, workspaceId, kind, ids)
    const back = group.flatMap(({ record_id: id, before, after }) => {
      const now = states.get(id)
      if (!now) return []
      const restored = takeBack(now, before, after)
      if (restored.kept.length > 0) kept++
      return [{ ...restored.state, id }]
    })
    await restore(tx, workspaceId, kind, back)
    await dropChanges(tx, workspaceId, importId, kind, ids)
  }
  return kept
}
