/**
 * Reports that are grouped (Salesforce, pivot tables) write what a group has in common once: in the first row of the group, or in a
 * title above it. Their first columns are the groups, outermost first.
 */

/** Groups are looked for in this many columns. */
const LEADING = 3
const TITLE_COUNT = /\s*\(\d[\d.,]*\s+(?:records?|rows?|Datensätze|Datensatz|enregistrements?|registros?)\)$/i
const TOTAL =
  /^(?:(?:grand |sub[- ]?)?totals?|sum|count|(?:zwischen|gesamt)?summe|anzahl|sous-total|total général)(?: \(\d.*\))?:?$/i

/** The name of a group from its title, `undefined` for a line of totals. */
export function groupName(cell: string): string | undefined {
  const name = cell.trim().replace(TITLE_COUNT, '')
  return TOTAL.test(name) ? undefined : name
}

/** Position of the only or leading filled cell, and how many are filled. */
function filledOf(cells: readonly string[]): { at: number; count: number } {
  let count = 0
  for (const cell of cells) if (cell.trim() !== '') count++
  return { at: cells.findIndex((cell) => cell.trim() !== ''), count }
}

/** A title (`Closed Won (2 records)`) or a line of totals is no record. */
function lineOf(cells: readonly string[], groups: (at: number) => boolean): 'title' | 'total' | 'record' {
  const { at, count } = filledOf(cells)
  if (at < 0) return 'record'
  const text = cells[at]!.trim()
  if (TOTAL.test(text.replace(TITLE_COUNT, '')) && (count <= 2 || groups(at))) return 'total'
  return count === 1 && groups(at) && TITLE_COUNT.test(text) ? 'title' : 'record'
}

/** Columns that look like groups, by position, outermost first. */
export interface Groups {
  columns: readonly number[]
  /** titles or totals prove it */
  isCertain: boolean
}

interface Leading {
  filled: number
  blank: number
  startsFilled: boolean
  /** values since the group around it began */
  seen: Set<string>
  isRepeated: boolean
  /** blank where the group around it begins */
  startsBlank: boolean
}

/** Watches the first rows of a file for groups. */
export class GroupTrace {
  private readonly columns: Leading[] = Array.from({ length: LEADING }, () => ({
    filled: 0,
    blank: 0,
    startsFilled: false,
    seen: new Set<string>(),
    isRepeated: false,
    startsBlank: false,
  }))
  private isFirst = true
  private summaries = 0

  take(cells: readonly string[]): void {
    const line = lineOf(cells, (at) => at < LEADING)
    if (line === 'total') this.summaries++
    if (line === 'title') {
      this.summaries++
      const { at } = filledOf(cells)
      this.columns[at]!.startsFilled ||= this.isFirst
    }
    if (line !== 'record') return
    for (const [at, column] of this.columns.entries()) this.note(column, cells[at]?.trim() ?? '', at, cells)
    this.isFirst = false
  }

  private note(column: Leading, value: string, at: number, cells: readonly string[]): void {
    const beginsGroup = at > 0 && (cells[at - 1]?.trim() ?? '') !== ''
    if (beginsGroup) column.seen.clear()
    if (value === '') {
      column.blank++
      column.startsBlank ||= beginsGroup
      return
    }
    column.filled++
    column.startsFilled ||= this.isFirst
    column.isRepeated ||= column.seen.has(value)
    if (!column.isRepeated) column.seen.add(value)
  }

  groups(): Groups {
    const columns: number[] = []
    for (const [at, column] of this.columns.entries()) {
      // an empty column in front is a margin
      if (columns.length === 0 && column.filled === 0 && !column.startsFilled) continue
      if (column.blank === 0 || !column.startsFilled || column.isRepeated || column.startsBlank) break
      columns.push(at)
    }
    return { columns, isCertain: this.summaries > 0 && columns.length > 0 }
  }
}

/** Repeats what a group has in common in each of its rows, and leaves out titles and totals. */
export class FillDown {
  private readonly columns: readonly number[]
  private readonly last = new Map<number, string>()

  constructor(columns: readonly number[]) {
    this.columns = columns
  }

  /** @returns the cells of a record, `undefined` for a line that is none */
  take(cells: readonly string[]): readonly string[] | undefined {
    const line = lineOf(cells, (at) => this.columns.includes(at))
    if (line === 'total') return undefined
    const begun = this.columns.find((at) => (cells[at]?.trim() ?? '') !== '')
    if (begun !== undefined) for (const at of this.columns) if (at >= begun) this.last.delete(at)
    for (const at of this.columns) {
      const cell = cells[at]?.trim() ?? ''
      if (cell !== '') this.last.set(at, cell.replace(TITLE_COUNT, ''))
    }
    if (line === 'title') return undefined
    return cells.map((cell, at) => this.last.get(at) ?? cell)
  }
}
