export { type NewlyJoined, type Resolved, resolveSightings, type Sighting } from './live.ts'
export { doubtfulPeople, emailDomain, emailNorm, nameNorm } from './rules/identity.ts'
export { reportStage, type StageReport, withdrawStage } from './stage-store.ts'
export { liftSuppression, type Suppression, suppress, suppressedAmong } from './suppression-store.ts'
