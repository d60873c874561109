import type { RecordKind } from './rows.ts'

/** What happened, or would happen, to the records of one kind. */
export interface KindCounts {
  created: number
  updated: number
  unchanged: number
  refused: number
}

/** The same for every kind that occurred. */
export type ImportCounts = Partial<Record<RecordKind, KindCounts>>

/** Adds one count to another. */
export function addCounts(total: ImportCounts, more: ImportCounts): ImportCounts {
  const out: ImportCounts = { ...total }
  for (const [kind, counts] of Object.entries(more) as [RecordKind, KindCounts][]) {
    const before = out[kind] ?? { created: 0, updated: 0, unchanged: 0, refused: 0 }
    out[kind] = {
      created: before.created + counts.created,
      updated: before.updated + counts.updated,
      unchanged: before.unchanged + counts.unchanged,
      refused: before.refused + counts.refused,
    }
  }
  return out
}
