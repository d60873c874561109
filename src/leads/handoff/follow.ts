import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { followMerges } from './merges.ts'
import { handOffQualified } from './offer.ts'
import { stopClocks } from './stop-clocks.ts'

/**
 * Brings hand-offs in line with what is newly known of some people. First they go along with merges; then clocks stop where somebody was
 * really tried, and what ended elsewhere is closed; only then whoever qualified is offered, since a person has one open hand-off at
 * most. What was tried before an offer was made stands in its ledger too. Runs in the caller's transaction; run twice it does nothing more.
 *
 * @example await followHandOffs(tx, workspaceId, personIds, now) // after recomputeIn
 */
export async function followHandOffs(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (personIds.length === 0) return
  await followMerges(tx, workspaceId, personIds, now)
  await stopClocks(tx, workspaceId, personIds, now)
  const offered = await handOffQualified(tx, workspaceId, personIds, now)
  await stopClocks(
    tx,
    workspaceId,
    offered.map(({ personId }) => personId),
    now,
  )
}
