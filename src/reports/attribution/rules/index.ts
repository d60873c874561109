/** The attribution models as a library. */
export { type MarkovCredit, MarkovModel } from './markov.ts'
export type { ChannelCredit, PathModel, PathRow } from './paths.ts'
export { placeModel } from './place-models.ts'
export { MOST_ENUMERATED, shapleyModel, shapleyValues } from './shapley.ts'
export {
  fullPathShares,
  lastNonDirectShares,
  linearShares,
  type Milestone,
  milestoneShares,
  onlyShares,
  timeDecayShares,
  uShares,
  wShares,
} from './shares.ts'
