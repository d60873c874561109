export { isPublicAddress } from './address.ts'
export { type AllowList, readAllowList } from './allow.ts'
export { outboundUrlFault } from './guard.ts'
export { OutboundError, type OutboundFault } from './outbound-error.ts'
export {
  createSafeFetch,
  type OutboundInit,
  type OutboundLimits,
  type OutboundResponse,
  type SafeFetch,
} from './safe-fetch.ts'
