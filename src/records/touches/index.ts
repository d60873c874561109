import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { insertNew, type NewTouch } from './store.ts'

export { attemptCondition, contactCondition } from './evidence-store.ts'
export { networkOf } from './network.ts'
export { removeLogged } from './remove-store.ts'
export {
  countsForFollowUp,
  EVIDENCE_KINDS,
  isAttempt,
  isAutomatic,
  isContact,
  type TouchEvidence,
} from './rules/evidence.ts'
export { type HitFacts, machineSigns, type Network } from './rules/machine.ts'
export type { NewTouch } from './store.ts'
export type { TouchKind } from './tables.ts'

/**
 * Records interactions of either team; one whose source and key are known already changes nothing.
 *
 * @returns ids of the people who got something new, each once
 * @example await recordTouches(tx, workspaceId, [{ id: newId(now), personId, kind: 'call', … }], now)
 */
export async function recordTouches(
  tx: Tx,
  workspaceId: string,
  touches: readonly NewTouch[],
  now: Instant,
): Promise<string[]> {
  return touches.length === 0 ? [] : insertNew(tx, workspaceId, touches, now)
}
