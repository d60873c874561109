/** A record as a set of columns; absent columns are unknown, null ones are empty. */
export type Columns = Record<string, unknown>

function equal(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false
  const left = a as Columns
  const right = b as Columns
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => equal(left[key], right[key]))
}

/**
 * The record after a row of a file: what the row gives replaces, what it does not give stays; attributes are joined.
 *
 * @param given columns that are `undefined` are absent from the file
 * @returns the whole new state, and the columns that differ
 */
export function applyRow(before: Columns, given: Columns): { after: Columns; changed: string[] } {
  const after: Columns = { ...before }
  const changed: string[] = []
  for (const [column, value] of Object.entries(given)) {
    if (value === undefined) continue
    const next =
      column === 'attributes' ? { ...(before.attributes as Columns), ...(value as Columns) } : value
    if (equal(before[column], next)) continue
    after[column] = next
    changed.push(column)
  }
  return { after, changed }
}

/**
 * What a further row about the same record may add: columns that are still empty, and attributes that are not there yet.
 *
 * @param now instant of the import, which stands for a creation date that nobody gave
 * @example gapsOnly({ phone: null, name: 'Ann' }, { phone: '123', name: 'Anna' }, 0) // { phone: '123' }
 */
export function gapsOnly(before: Columns, given: Columns, now: number): Columns {
  const isOpen = (column: string) =>
    (before[column] ?? null) === null || (column === 'occurred_at' && before[column] === now)
  const known = (before.attributes ?? {}) as Columns
  return Object.fromEntries(
    Object.entries(given).flatMap(([column, value]) => {
      if (column !== 'attributes') return isOpen(column) ? [[column, value]] : []
      const added = Object.entries((value ?? {}) as Columns).filter(([name]) => !Object.hasOwn(known, name))
      return [[column, value === undefined ? undefined : Object.fromEntries(added)]]
    }),
  )
}

/** Only the named columns of a record, null where it has none. */
export function pick(columns: Columns, names: readonly string[]): Columns {
  return Object.fromEntries(names.map((name) => [name, columns[name] ?? null]))
}
