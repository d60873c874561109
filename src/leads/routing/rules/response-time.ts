import type { CompiledAgreement, RoutingFacts } from '#agreement/document/rules/compiled.ts'
import { durationMs } from '#agreement/document/rules/durations.ts'

/** The promise that holds for a lead. */
export interface ResponseTimeHeld {
  key: string
  name: string
  withinMs: number
  clock: 'business' | 'elapsed'
  /** key of the calendar it names; null: that of the pool */
  calendar: string | null
}

/**
 * Which response time holds for a lead: the first whose conditions are met; where none is, the last of the list.
 *
 * @example responseTimeOf(compiled, {}, true).key // 'hand_raise'
 */
export function responseTimeOf(
  { responseTimes }: Pick<CompiledAgreement, 'responseTimes'>,
  facts: RoutingFacts,
  handRaise: boolean,
): ResponseTimeHeld {
  const held = responseTimes.find(({ holds }) => holds(facts, handRaise)) ?? responseTimes.at(-1)!
  const { key, name, within, clock, calendar } = held.responseTime
  return { key, name, withinMs: durationMs(within) ?? 0, clock, calendar: calendar ?? null }
}
