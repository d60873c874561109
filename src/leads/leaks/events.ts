import type { LeakKind } from './rules/kinds.ts'

/** The daily list was made and there is something on it. */
export const LEAKS_FOUND = 'leaks.found'

/** Payload of `leaks.found`. */
export interface LeaksFound {
  /** calendar day in the workspace's time zone */
  day: string
  /** people per leak; leaks without any are left out */
  counts: Partial<Record<LeakKind, number>>
  total: number
}
