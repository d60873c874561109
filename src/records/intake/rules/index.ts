/** How events of sites and servers are read as a library. */
export { cleanJson } from './clean.ts'
export { filterRequest, hasConsent } from './consent.ts'
export { readEvent } from './event.ts'
export { trackKind } from './kinds.ts'
export { occurredAt } from './occurred.ts'
export { sightingOf } from './sighting-of.ts'
export { takeTokens } from './token-bucket.ts'
export { touchOf } from './touch-of.ts'
