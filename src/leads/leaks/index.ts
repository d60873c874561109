import { type Handler, handle } from '#platform/operation/index.ts'
import { enrolLeak, leakItems, listLeaks, mendLeak } from './contract.ts'
import { enrolAll, mend } from './mend.ts'
import { items, list } from './service.ts'

export { announceLeaks } from './daily.ts'
export { LEAKS_FOUND, type LeaksFound } from './events.ts'
export { LEAKS, type LeakKind } from './rules/kinds.ts'

/** Leaks as operations. */
export const operations: Handler[] = [
  handle(listLeaks, list),
  handle(leakItems, items),
  handle(mendLeak, mend),
  handle(enrolLeak, enrolAll),
]
