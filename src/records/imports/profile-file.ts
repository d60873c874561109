import type { CsvFile } from '#platform/csv/index.ts'
import { type ColumnProfile, isUndecided, observe } from './rules/profile.ts'

/** Rows that are always looked at; after them only columns that are not settled yet. */
const PROFILE_ROWS = 20_000

/** Looks at the cells of a file until every column is settled, or to its end. */
export async function profileFile(
  csv: CsvFile,
  profiles: ColumnProfile[],
): Promise<{ rows: number; isWhole: boolean }> {
  let seen = 0
  let watched = profiles.map((_, index) => index)
  for await (const batch of csv.rows()) {
    for (const row of batch) {
      if (row.problem) continue
      for (const index of watched) observe(profiles[index]!, row.cells[index] ?? '', row.number)
      seen++
    }
    if (seen < PROFILE_ROWS) continue
    watched = watched.filter((index) => isUndecided(profiles[index]!))
    if (watched.length === 0) return { rows: seen, isWhole: false }
  }
  return { rows: seen, isWhole: true }
}
