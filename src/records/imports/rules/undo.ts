import { type Columns, equal } from './changes.ts'

/** Columns of a record before an import, and the same columns after it. */
export interface Change {
  before: Columns
  after: Columns
}

/** What taking a change back does. */
export interface TakenBack {
  state: Columns
  /** columns that somebody changed since; they stay as they are */
  kept: string[]
  /** the later changes, with what they found as if this one had never been */
  later: Change[]
}

/**
 * The record without one import's change. Columns that still hold what the import wrote get their earlier value. Those that a
 * later import has written stay; the earlier value becomes the one that import found, so that it comes back with its undoing.
 * Columns that somebody else changed are left alone. Attributes count one by one.
 *
 * @param now the record as it is
 * @param later what later imports did to it, oldest first
 * @example takeBack({ job: 'CFO' }, { before: { job: 'Intern' }, after: { job: 'CEO' } }, [{ before: { job: 'CEO' }, after: { job: 'CFO' } }])
 *   // { state: { job: 'CFO' }, kept: ['job'], later: [{ before: { job: 'Intern' }, after: { job: 'CFO' } }] }
 */
export function takeBack(now: Columns, change: Change, later: readonly Change[]): TakenBack {
  const back: TakenBack = { state: now, kept: [], later: [...later] }
  for (const place of placesOf(change)) {
    const [earlier, written] = [valueAt(change.before, place), valueAt(change.after, place)]
    if (equal(earlier, written)) continue
    const next = later.findIndex((other) => placesOf(other).some((said) => isSame(said, place)))
    if (next < 0 && equal(valueAt(now, place), written)) {
      back.state = withValue(back.state, place, earlier)
      continue
    }
    back.kept.push(place.attribute ?? place.column)
    const found = back.later[next]
    if (found && equal(valueAt(found.before, place), written))
      back.later[next] = { ...found, before: withValue(found.before, place, earlier) }
  }
  return back
}

/** A column, or one of the attributes in it. */
interface Place {
  column: string
  attribute?: string
}

const isSame = (a: Place, b: Place) => a.column === b.column && a.attribute === b.attribute
const attributesIn = (columns: Columns) => (columns.attributes ?? {}) as Columns

/** What a change is about; attributes stand in it as a whole, and those that differ are what it changed. */
function placesOf({ before, after }: Change): Place[] {
  const columns = Object.keys(after).filter((column) => column !== 'attributes')
  const names = new Set([...Object.keys(attributesIn(before)), ...Object.keys(attributesIn(after))])
  const changed = [...names].filter((name) => !equal(attributesIn(before)[name], attributesIn(after)[name]))
  return [
    ...columns.map((column) => ({ column })),
    ...changed.map((attribute) => ({ column: 'attributes', attribute })),
  ]
}

const valueAt = (columns: Columns, { column, attribute }: Place): unknown =>
  attribute === undefined ? columns[column] : attributesIn(columns)[attribute]

function withValue(columns: Columns, { column, attribute }: Place, value: unknown): Columns {
  if (attribute === undefined) return { ...columns, [column]: value ?? null }
  const { [attribute]: _, ...others } = attributesIn(columns)
  const isEmpty = value === undefined || value === null
  return { ...columns, attributes: isEmpty ? others : { ...others, [attribute]: value } }
}
