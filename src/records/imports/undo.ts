import type { Database, Tx } from '#platform/db/index.ts'
import { loadParts, PARTS, type PartTable } from './parts-store.ts'
import { loadStates, type RecordTable, type State, updateRecords } from './records-store.ts'
import { groupBy } from './rules/group.ts'
import { RECORD_TITLES } from './rules/rows.ts'
import { takeBack } from './rules/undo.ts'
import { type PartBack, restoreParts } from './undo-parts-store.ts'
import {
  countLeft,
  deleteCreated,
  deleteParts,
  deleteTouches,
  dropChanges,
  dropSeen,
  laterChanges,
  listChanges,
  rewriteChanges,
  type StoredChange,
  UNDO_ORDER,
  type Uses,
  undoneImports,
} from './undo-store.ts'

/** What an undo could not take back, in sentences, by import: this one, and those undone before that had left something. */
export type Leftovers = ReadonlyMap<string, { changed?: string; stays: string[] }>

const PART_TABLES = Object.keys(PARTS) as PartTable[]

/** What is counted as left, with its name. */
const LEFT: readonly [table: string, title: string][] = [
  ...UNDO_ORDER.map((kind): [string, string] => [kind, RECORD_TITLES[kind]]),
  ['touch', RECORD_TITLES.touch],
  ['reported_stage', 'stage dates'],
  ['opportunity_contact', RECORD_TITLES.contact_role],
  ['opportunity_stage_change', RECORD_TITLES.stage_change],
  ['campaign_cost', 'campaign costs'],
]

const STAYS = 'it created are used by other records now and stay.'

/** A sentence on what an import created and could not take away. */
export const isStaying = (sentence: string): boolean => sentence.endsWith(STAYS)

/**
 * Takes an import back in short transactions; running it again after a stop completes it. Records that others use, changed or
 * brought as well stay, and are named. What imports undone before had to leave to this one goes with it.
 *
 * @param uses places outside the record store that point at records
 */
export async function undoImportedRows(
  database: Database,
  workspaceId: string,
  importId: string,
  uses: Uses = {},
): Promise<Leftovers> {
  const undone = await database.system((tx) => undoneImports(tx, workspaceId, importId))
  while ((await database.system((tx) => deleteTouches(tx, workspaceId, undone))) > 0);
  let kept = 0
  for (let more = true; more; ) {
    more = await database.system(async (tx) => {
      const changes = await listChanges(tx, workspaceId, importId)
      kept += await restoreAll(tx, workspaceId, importId, changes)
      return changes.length > 0
    })
  }
  await database.system(async (tx) => {
    for (const table of PART_TABLES) await deleteParts(tx, workspaceId, undone, table)
  })
  for (const kind of UNDO_ORDER)
    await database.system((tx) => deleteCreated(tx, workspaceId, undone, kind, uses))
  const leftovers = await database.system(async (tx) => {
    await dropSeen(tx, workspaceId, importId)
    return whatIsLeft(tx, workspaceId, undone)
  })
  if (kept > 0)
    leftovers.get(importId)!.changed = `${kept} records were changed again since; those changes stay.`
  return leftovers
}

async function whatIsLeft(tx: Tx, workspaceId: string, undone: readonly string[]) {
  const left = new Map(
    undone.map((id): [string, { changed?: string; stays: string[] }] => [id, { stays: [] }]),
  )
  for (const [table, title] of LEFT)
    for (const { import_id, n } of await countLeft(tx, workspaceId, undone, table))
      left.get(import_id)!.stays.push(`${n} ${title} ${STAYS}`)
  return left
}

/** Takes the changes back, and says of how many records something had to stay. */
async function restoreAll(
  tx: Tx,
  workspaceId: string,
  importId: string,
  changes: readonly StoredChange[],
): Promise<number> {
  let kept = 0
  for (const [kind, group] of groupBy(changes, (change) => change.kind)) {
    const ids = group.map(({ record_id }) => record_id)
    const states = await statesOf(tx, workspaceId, kind, group)
    const later = groupBy(
      await laterChanges(tx, workspaceId, importId, kind, ids),
      ({ record_id }) => record_id,
    )
    const back = group.flatMap((change) => {
      const now = states.get(change.record_id)
      const others = later.get(change.record_id) ?? []
      return now ? [{ id: change.record_id, now, others, ...takeBack(now, change, others) }] : []
    })
    kept += back.filter((one) => one.kept.length > 0).length
    await rewriteChanges(
      tx,
      workspaceId,
      back.flatMap(({ others, later }) =>
        others.flatMap((other, index) => (later[index] === other ? [] : { ...other, ...later[index]! })),
      ),
    )
    if (isPart(kind)) await restoreParts(tx, workspaceId, kind, back.flatMap(rowsBack))
    else
      await updateRecords(
        tx,
        workspaceId,
        kind as RecordTable,
        back.map(({ id, state }) => ({ ...state, id })),
      )
    await dropChanges(tx, workspaceId, importId, kind, ids)
  }
  return kept
}

const isPart = (kind: string): kind is PartTable => kind in PARTS

/** The records as they are; of rows that hang on a record, those that were changed. */
async function statesOf(
  tx: Tx,
  workspaceId: string,
  kind: string,
  changes: readonly StoredChange[],
): Promise<Map<string, State>> {
  if (!isPart(kind))
    return loadStates(
      tx,
      workspaceId,
      kind as RecordTable,
      changes.map(({ record_id }) => record_id),
    )
  const which = changes.map(({ record_id, after }): [string, string[]] => [record_id, Object.keys(after)])
  return loadParts(tx, workspaceId, kind, new Map(which))
}

/** Rows that say something else again. */
function rowsBack({ id, now, state }: { id: string; now: State; state: State }): PartBack[] {
  return Object.keys(state)
    .filter((key) => state[key] !== now[key])
    .map((key) => ({ record_id: id, key, said: state[key] as State | null }))
}
