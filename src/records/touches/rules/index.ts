/** What a touch is as a library: its channel, kind, side, and whether a machine made it. */
export { channelOf, namedChannel } from './channel.ts'
export { countsForFollowUp, isAttempt, isContact } from './evidence.ts'
export { directionOf, sideOf, touchKindOf } from './kind.ts'
export { machineSigns } from './machine.ts'
export { siteKind } from './sources.ts'
