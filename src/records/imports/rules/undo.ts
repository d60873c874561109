import { applyRow, type Columns } from './changes.ts'

/** What taking a change back does to a record. */
export interface Restored {
  state: Columns
  /** columns that somebody changed since; they stay as they are */
  kept: string[]
}

/**
 * The record without one import's change: columns that still hold what the import wrote get their earlier value, columns that
 * were changed since are left alone.
 *
 * @param now the record as it is
 * @param before columns before the import
 * @param after the same columns after it
 */
export function takeBack(now: Columns, before: Columns, after: Columns): Restored {
  const state: Columns = { ...now }
  const kept: string[] = []
  for (const column of Object.keys(before)) {
    if (column === 'attributes') {
      state.attributes = attributesBack(
        now.attributes as Columns,
        before.attributes as Columns,
        after.attributes as Columns,
      )
      continue
    }
    const isAsWritten =
      applyRow({ [column]: now[column] ?? null }, { [column]: after[column] ?? null }).changed.length === 0
    if (isAsWritten) state[column] = before[column] ?? null
    else kept.push(column)
  }
  return { state, kept }
}

function attributesBack(now: Columns, before: Columns, after: Columns): Columns {
  const out: Columns = { ...now }
  for (const name of Object.keys(after)) {
    if (now[name] !== after[name]) continue
    if (name in before) out[name] = before[name]
    else delete out[name]
  }
  return out
}
