import { type Handler, handle } from '#platform/operation/index.ts'
import { listIdentity, takeBackIdentity } from './contract.ts'
import { list, takeBack } from './service.ts'

export { recordsOf } from './folded-store.ts'
export { type NewlyJoined, type Resolved, resolveSightings, type Sighting } from './live.ts'
export { isManagerIn } from './manager-store.ts'
export { setOwners } from './owner-store.ts'
export { doubtfulPeople, emailDomain, emailNorm, nameNorm } from './rules/identity.ts'
export { claimedEmail } from './rules/identity-live.ts'
export { IDENTITY_SETTLED, identityJobs } from './service.ts'
export { reportStage, type StageReport, withdrawStage } from './stage-store.ts'
export {
  addressesOf,
  liftSuppression,
  liftUnsubscription,
  type Suppression,
  suppress,
  suppressedAmong,
} from './suppression-store.ts'

/** Identity of people as operations. */
export const operations: Handler[] = [handle(listIdentity, list), handle(takeBackIdentity, takeBack)]
