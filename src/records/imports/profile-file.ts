import type { CsvFile } from '#platform/csv/index.ts'
import { type Groups, GroupTrace } from './rules/grouped-report.ts'
import { type ColumnProfile, canTurn, observe, watch } from './rules/profile.ts'

/** Rows whose cells are counted; after them only what proves how dates and numbers are written. */
const PROFILE_ROWS = 20_000

/** What was seen of a file beside its columns. */
export interface FileProfile {
  /** rows looked at; `isWhole` tells whether these are all */
  rows: number
  isWhole: boolean
  groups: Groups
}

/** Looks at the cells of a file: all of the first rows, then those of dates and numbers, whose last row may prove an order or sign. */
export async function profileFile(csv: CsvFile, profiles: ColumnProfile[]): Promise<FileProfile> {
  const trace = new GroupTrace()
  let rows = 0
  let watched: number[] | undefined
  const first = (cells: readonly string[], number: number) => {
    trace.take(cells)
    for (const [index, profile] of profiles.entries()) observe(profile, cells[index] ?? '', number)
  }
  for await (const batch of csv.rows()) {
    for (const { cells, number, problem } of batch) {
      if (problem) continue
      rows++
      if (!watched) first(cells, number)
      else for (const index of watched) watch(profiles[index]!, cells[index] ?? '', number)
    }
    if (watched || rows < PROFILE_ROWS) continue
    watched = profiles.flatMap((profile, index) => (canTurn(profile) ? [index] : []))
    if (watched.length === 0) return { rows, isWhole: false, groups: trace.groups() }
  }
  return { rows, isWhole: true, groups: trace.groups() }
}
