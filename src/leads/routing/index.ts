export { giveBackTurn, type RoutingDecision, responseTimeFor, route, type ToRoute } from './route.ts'
export type { Load } from './rules/present.ts'
export { type ResponseTimeHeld, responseTimeOf } from './rules/response-time.ts'
export type { Loads } from './surroundings.ts'
