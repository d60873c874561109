/** The thinking of the lifecycle as a library: pure, for services, replays and browsers. */
export type { ActorKind, Evidence, History, Transition } from './history.ts'
export { type Lifecycle, lifecycle } from './lifecycle.ts'
export { type ScoresNow, type StageEntries, scoresAt, stageEntries } from './standing.ts'
export { type LifecycleState, UNTOUCHED } from './state.ts'
export { prepareVersion, type VersionInForce, versionAt } from './version.ts'
