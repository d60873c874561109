export { type AttributionOptions, attributionCommand, PATH_MODELS } from './command.ts'
export { MarkovModel } from './rules/markov.ts'
export type { ChannelCredit, PathModel, PathRow } from './rules/paths.ts'
export { placeModel } from './rules/place-models.ts'
export { shapleyModel } from './rules/shapley.ts'
export {
  fullPathShares,
  lastNonDirectShares,
  linearShares,
  onlyShares,
  timeDecayShares,
  uShares,
  wShares,
} from './rules/shares.ts'
