import { type Handler, handle } from '#platform/operation/index.ts'
import * as contract from './contract.ts'
import { freeMailOperations } from './free-mail.ts'
import * as service from './service.ts'

export { findReviewPairs, mergeJobs, RECORDS_MERGED } from './service.ts'

/** The review list and merges as operations. */
export const operations: Handler[] = [
  handle(contract.listReviewPairs, service.list),
  handle(contract.mergePair, service.merge),
  handle(contract.keepApart, service.keepApart),
  handle(contract.listMerges, service.merges),
  handle(contract.undoMerge, service.undo),
  ...freeMailOperations,
]
