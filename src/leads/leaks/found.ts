import { sellersIn } from '#leads/routing/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { Limits } from './found-store.ts'
import type { LeakKind } from './rules/kinds.ts'
import { type FoundRow, rowsInLeak } from './store.ts'

/** As `rowsInLeak`; nobody who has left is suggested. */
export async function foundRows(
  tx: Tx,
  workspaceId: string,
  kind: LeakKind,
  limits: Limits,
  asked: Parameters<typeof rowsInLeak>[4],
): Promise<FoundRow[]> {
  const rows = await rowsInLeak(tx, workspaceId, kind, limits, asked)
  if (rows.every(({ hintId }) => hintId === null)) return rows
  const left = new Set((await sellersIn(tx, workspaceId)).filter((one) => one.hasLeft).map(({ id }) => id))
  return rows.map((row) =>
    row.hintId !== null && left.has(row.hintId) ? { ...row, hintId: null, hintName: null } : row,
  )
}
