import type { Database } from '#platform/db/index.ts'
import { countPeople, personIdsAfter, touchCounts } from './evidence-store.ts'

/** People per transaction: bounds how long the embedded database is held. */
const MOST_PEOPLE = 1_000
/** Touches per transaction: bounds memory. One person's are never divided. */
const MOST_TOUCHES = 50_000

/** Everyone, or the people named, in parts that fit into memory; `total` is the number of people in all. */
export async function* batchesOf(database: Database, workspaceId: string, who: readonly string[] | 'all') {
  const total =
    who === 'all' ? await database.workspace(workspaceId, (tx) => countPeople(tx, workspaceId)) : who.length
  let after: string | null = null
  for (let start = 0; ; start += MOST_PEOPLE) {
    const ids: readonly string[] =
      who === 'all'
        ? await database.workspace(workspaceId, (tx) => personIdsAfter(tx, workspaceId, after, MOST_PEOPLE))
        : who.slice(start, start + MOST_PEOPLE)
    if (ids.length === 0) return
    const counts = await database.workspace(workspaceId, (tx) => touchCounts(tx, workspaceId, ids))
    for (const part of divide(ids, counts, MOST_TOUCHES)) yield { ids: part, total }
    if (ids.length < MOST_PEOPLE) return
    after = ids.at(-1)!
  }
}

function divide(ids: readonly string[], counts: ReadonlyMap<string, number>, most: number): string[][] {
  const parts: string[][] = []
  let touches = Number.POSITIVE_INFINITY
  for (const id of ids) {
    const own = counts.get(id) ?? 0
    if (touches + own > most) {
      parts.push([])
      touches = 0
    }
    parts.at(-1)!.push(id)
    touches += own
  }
  return parts
}
