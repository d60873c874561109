export { attributionCommand } from './command.ts'
export { MarkovModel } from './rules/markov.ts'
export type { ChannelCredit, PathModel } from './rules/paths.ts'
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
