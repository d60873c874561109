import { routingFor } from '#leads/routing/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { neverOffered } from './candidate-store.ts'
import { offerNext, routedTo } from './next-seller.ts'
import { loadsNow, offerAmong } from './offer.ts'
import { recordOne } from './record.ts'
import { formerSellersOf, type HandOffRow, lockHandOffs, unassignedIds } from './store.ts'
import { termsAt, termsByVersion } from './terms.ts'

/** So many are looked at in one round, the most urgent first. */
const AT_ONCE = 100

/**
 * Offers whoever stands at the stage that is handed over and was never offered, whatever kept them from it, and asks the rules again about hand-offs for which they found nobody: somebody may be back, or below their cap again. What was taken on, waits for the customer, or was left to a
 * leader on purpose is not touched, and where there still is nobody nothing is written.
 *
 * @returns hand-offs that have a seller now
 */
export async function routeUnassigned(
  database: Database,
  workspaceId: string,
  now: Instant,
): Promise<number> {
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => database.workspace(workspaceId, work)
  const offered = await inWorkspace((tx) => offerMissed(tx, workspaceId, now))
  const ids = await inWorkspace((tx) => unassignedIds(tx, workspaceId, AT_ONCE))
  if (ids.length === 0) return offered
  const routed = await inWorkspace(async (tx) => {
    const rows = (await lockHandOffs(tx, workspaceId, ids)).filter(
      ({ state, sellerId, pausedAt }) => state === 'offered' && sellerId === null && pausedAt === null,
    )
    return routeRows(tx, workspaceId, rows, now)
  })
  return offered + routed
}

async function offerMissed(tx: Tx, workspaceId: string, now: Instant): Promise<number> {
  const { document } = await termsAt(tx, workspaceId, now)
  const personIds = await neverOffered(tx, workspaceId, document.handOff.from, AT_ONCE)
  const made = await offerAmong(tx, workspaceId, { personIds, always: false }, now)
  return made.filter(({ sellerId }) => sellerId !== null).length
}

async function routeRows(
  tx: Tx,
  workspaceId: string,
  rows: readonly HandOffRow[],
  now: Instant,
): Promise<number> {
  const routing = await routingFor(
    tx,
    workspaceId,
    rows.map(({ personId }) => personId),
    now,
  )
  const there = rows.filter(({ personId }) => routing.has(personId))
  const had = await formerSellersOf(tx, workspaceId, there)
  const asked = there.map((row) => ({ ...row, excluding: had.get(row.id) ?? [] }))
  const decisions = await routing.routeAgain(asked, () => loadsNow(tx, workspaceId, now))
  const terms = await termsByVersion(tx, workspaceId)
  let routed = 0
  for (const [index, row] of there.entries()) {
    const decision = decisions[index]
    if (!decision) continue
    const detail = { toSellerId: decision.sellerId, note: null }
    const happening = { kind: 'reassigned' as const, occurredAt: now, actorId: null, detail }
    const former = await recordOne(tx, workspaceId, row, [happening], now)
    const by = { now, actorId: null }
    await offerNext(tx, workspaceId, former, routedTo(decision), terms(row.agreementVersion), by)
    routed += 1
  }
  return routed
}
