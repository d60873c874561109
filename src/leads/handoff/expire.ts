import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Next, nextByRules, offerNext } from './next-seller.ts'
import { recordOne } from './record.ts'
import { sayStage } from './stages.ts'
import { type HandOffRow, handOffsOf } from './store.ts'
import { type Terms, termsAt } from './terms.ts'
import { cancelTimers } from './timer-store.ts'

/** Sellers who may let one cycle expire before it goes to the sales leader. */
const MOST_TURNS = 3

interface Expiring {
  terms: Terms
  latenessMs: number
}

/** Nobody answered: what the agreement says then. */
export async function expire(
  tx: Tx,
  workspaceId: string,
  row: HandOffRow,
  { terms, latenessMs }: Expiring,
  now: Instant,
): Promise<void> {
  const { action } = terms.document.handOff.expiry
  if (action === 'accept_by_default') return acceptByDefault(tx, workspaceId, row, latenessMs, now)
  const next = action === 'reassign' ? await another(tx, workspaceId, row, now) : NOBODY
  const detail = { action, latenessMs, toSellerId: next.sellerId }
  const former = await recordOne(
    tx,
    workspaceId,
    row,
    [{ kind: 'expired', occurredAt: now, actorId: null, detail }],
    now,
  )
  const offer = await offerNext(tx, workspaceId, former, next, terms, { now, actorId: null })
  if (next.sellerId !== null) return
  const told = { to: 'sales_leader', level: null, latenessMs, overdue: true }
  await recordOne(
    tx,
    workspaceId,
    offer,
    [{ kind: 'escalated', occurredAt: now, actorId: null, detail: told }],
    now,
  )
}

const NOBODY: Next = {
  sellerId: null,
  decisionId: null,
  because: 'Nobody answered: the sales leader decides',
  skipped: [],
}

async function another(tx: Tx, workspaceId: string, row: HandOffRow, now: Instant): Promise<Next> {
  const cycle = (await handOffsOf(tx, workspaceId, row.personId)).filter((one) => one.cycle === row.cycle)
  const had = cycle.flatMap(({ sellerId }) => (sellerId ? [sellerId] : []))
  const expired = cycle.filter(({ state }) => state === 'expired').length + 1
  if (expired >= MOST_TURNS) return NOBODY
  const next = await nextByRules(tx, workspaceId, row, [...new Set(had)], now)
  return next.sellerId ? next : { ...NOBODY, decisionId: next.decisionId, skipped: next.skipped }
}

async function acceptByDefault(
  tx: Tx,
  workspaceId: string,
  row: HandOffRow,
  latenessMs: number,
  now: Instant,
): Promise<void> {
  const { document } = await termsAt(tx, workspaceId, now)
  const stage = { stage: document.handOff.to, occurredAt: now }
  const detail = { byDefault: true, latenessMs, stage }
  await recordOne(tx, workspaceId, row, [{ kind: 'accepted', occurredAt: now, actorId: null, detail }], now)
  await cancelTimers(tx, workspaceId, [row.id], now, ['expiry'])
  await sayStage(tx, workspaceId, { ...stage, personId: row.personId, reason: null, actorId: null }, now)
}
