import type { Instant } from '#platform/kernel/instant.ts'
import type { EndedBecause } from './states.ts'

/** What is known of a person on a track. */
export interface Standing {
  /** merged into another or removed */
  gone: boolean
  /** a single deliverable address is known */
  hasAddress: boolean
  /** why nothing may be sent to it, null: it may */
  suppressed: 'unsubscribed' | 'bounced' | null
  cycle: number
  /** place of the present stage in the agreement, from 0; -1 before the first */
  stage: number
  stageKind: 'inventory' | 'gate' | 'clocked' | 'exit' | null
  /** of an exit: one may come back */
  reentry: boolean
  openOpportunities: number
  /** the agreement's own exit rule applies */
  exitRule: boolean
}

/** What was so when the person entered the track. */
export interface Start {
  cycle: number
  openOpportunities: number
  enrolledAt: Instant
}

/**
 * Why a person has to leave the track now, or null: they stay. Being interested again is not enough; it takes the stage that is
 * handed to sales.
 *
 * @param handedOver place in the agreement of the stage that is handed over
 */
export function exitOf(start: Start, now: Standing, handedOver: number): EndedBecause | null {
  if (now.gone) return 'gone'
  if (now.openOpportunities > start.openOpportunities) return 'opportunity'
  if (now.stageKind === 'exit') {
    if (!now.reentry) return 'disqualified'
  } else if (now.stage >= handedOver) {
    return now.cycle > start.cycle ? 'qualified_again' : 'taken_back'
  }
  if (now.suppressed) return now.suppressed
  if (!now.hasAddress) return 'no_address'
  return now.exitRule ? 'exit_rule' : null
}
