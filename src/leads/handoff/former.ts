import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { awayUntil, type Candidate, type SellerRow } from './people-store.ts'
import { dueAfter } from './rules/clocks.ts'
import type { ClockKind } from './rules/states.ts'
import type { Terms } from './terms.ts'

/**
 * The seller of the former cycle, who keeps a person that qualifies again: unless they are away for longer than the response may
 * take.
 */
export async function formerStaysFor(
  tx: Tx,
  workspaceId: string,
  { formerSellerId: id, formerSellerName: name }: Candidate,
  terms: Terms,
  response: { withinMs: number; clock: ClockKind; calendar: string | null },
  now: Instant,
): Promise<SellerRow | null> {
  if (id === null || name === null) return null
  const away = (await awayUntil(tx, workspaceId, [id], now)).get(id)
  if (away === undefined) return { id, name }
  const due = dueAfter(terms.time(response.clock, response.calendar), now, response.withinMs)
  return away <= due ? { id, name } : null
}
