export {
  CHANNEL_RULES,
  CHANNELS,
  type Channel,
  channelOf,
  namedChannel,
  type Origin,
} from './rules/channel.ts'
export { directionOf, sideOf, touchKindOf } from './rules/kind.ts'
export { TOUCH_KINDS, type TouchKind } from './tables.ts'
