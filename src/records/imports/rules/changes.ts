/** A record as a set of columns; absent columns are unknown, null ones are empty. */
export type Columns = Record<string, unknown>

/** Whether two values of a column are the same; absent and empty are. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false
  const left = a as Columns
  const right = b as Columns
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => equal(left[key], right[key]))
}

/** Whether attributes say that the person is not to be written to. */
const optedOut = (attributes: Columns) => String(attributes.unsubscribed) === 'true'

/**
 * Attributes with those a row gives; an opt-out that some source told stays, whatever others say.
 *
 * @example joinedAttributes({ unsubscribed: true }, { unsubscribed: false, plan: 'trial' }) // { unsubscribed: true, plan: 'trial' }
 */
export function joinedAttributes<Attributes extends Columns>(
  before: Attributes,
  given: Attributes,
): Attributes {
  const all = { ...before, ...given }
  return optedOut(before) ? { ...all, unsubscribed: before.unsubscribed } : all
}

/**
 * The record after a row of a file: what the row gives replaces, what it does not give stays; attributes are joined, and an opt-out
 * is never lifted.
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
      column === 'attributes'
        ? joinedAttributes((before.attributes ?? {}) as Columns, value as Columns)
        : value
    if (equal(before[column], next)) continue
    after[column] = next
    changed.push(column)
  }
  return { after, changed }
}

/**
 * What a further row about the same record may add: columns that are still empty, attributes that are not there yet, and an
 * opt-out.
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
      const said = (value ?? {}) as Columns
      const isNew = (name: string) =>
        !Object.hasOwn(known, name) || (name === 'unsubscribed' && optedOut(said))
      const added = Object.entries(said).filter(([name]) => isNew(name))
      return [[column, value === undefined ? undefined : Object.fromEntries(added)]]
    }),
  )
}

/** Only the named columns of a record, null where it has none. */
export function pick(columns: Columns, names: readonly string[]): Columns {
  return Object.fromEntries(names.map((name) => [name, columns[name] ?? null]))
}
