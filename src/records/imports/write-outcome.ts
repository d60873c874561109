import type { ImportCounts, KindCounts } from './rules/counts.ts'

/** A row that was not written. `index` counts in the rows given. */
export interface Refusal {
  index: number
  message: string
}

/** What writing rows came to. */
export interface WriteResult {
  counts: ImportCounts
  refusals: Refusal[]
}

export const emptyCounts = (): KindCounts => ({ created: 0, updated: 0, unchanged: 0, refused: 0 })

/** Why a row is refused that names a deal as several are called. */
export const SEVERAL_DEALS =
  'Several opportunities have this name. Add a column with the id of the opportunity, or with its account.'

/** Why a row that points at nothing known is refused. */
export const unknownReference = (what: string): string =>
  `The ${what} it points at is not known. Import the file that lists it first, or together with this one.`
