import { dealLeaks } from './deal-leaks.ts'
import type { Collected } from './entries.ts'
import type { Computed } from './facts.ts'
import { leadLeaks } from './lead-leaks.ts'
import type { Leak, LeakTerms } from './leak.ts'

/** Prospects that fell through, people first; only what the data can tell is in the list. */
export function findLeaks(collected: Collected, computed: Computed, terms: LeakTerms): Leak[] {
  return [...leadLeaks(collected, computed, terms), ...dealLeaks(collected, terms)].filter(({ of }) => of > 0)
}
