import { agreementInForce } from '#agreement/document/index.ts'
import { type Context, notFound, Problem, pageOf } from '#platform/operation/index.ts'
import { recordsOf } from '#records/people/index.ts'
import { decideOnce } from './decide-once.ts'
import { type DecisionRow, type DecisionsAsked, decisionRows, decisionsOfPerson } from './decisions-store.ts'
import { leadsToRoute } from './facts.ts'
import { responseTimeOf } from './rules/response-time.ts'
import type { DecisionItem } from './schema.ts'
import { creditsOf } from './store.ts'
import { type HandOffFacts, surroundingsOf } from './surroundings.ts'

export async function list(
  { tx, workspaceId }: Context,
  { cursor, limit, ...asked }: Omit<DecisionsAsked, 'after'> & { cursor?: string | undefined },
) {
  const rows = await decisionRows(tx, workspaceId, { ...asked, after: cursor, limit: limit + 1 })
  const { shown, nextCursor } = pageOf(rows, limit, (last) => last.id)
  return { items: shown.map(item), nextCursor }
}

export async function ofLead({ tx, workspaceId }: Context, { personId }: { personId: string }) {
  const rows = await decisionsOfPerson(tx, workspaceId, await recordsOf(tx, workspaceId, personId))
  if (rows.length === 0) await leadThere(tx, workspaceId, personId)
  return { items: rows.map(item), nextCursor: null }
}

async function leadThere(tx: Context['tx'], workspaceId: string, personId: string) {
  const lead = (await leadsToRoute(tx, workspaceId, [personId])).get(personId)
  if (!lead) throw new Problem(notFound, 'There is no such person. Load the list again.')
  return lead
}

/** Who would get a lead now; nothing is stored and no turn is taken. */
export async function tryOne(
  { tx, workspaceId, now }: Context,
  { personId }: { personId: string },
  { loadsOf, keptBy }: HandOffFacts,
) {
  const inForce = await agreementInForce(tx, workspaceId, now)
  const lead = await leadThere(tx, workspaceId, personId)
  const response = responseTimeOf(inForce.compiled, lead.facts, lead.handRaise)
  const { key, name, withinMs, clock } = response
  const about = {
    personId,
    personName: lead.personName,
    accountName: lead.account?.name ?? null,
    responseTime: { key, name, withinMs, clock },
  }
  const kept = await keptBy(tx, workspaceId, { personId, response }, now)
  if (kept) return { ...about, ...staysWith(kept) }
  const surroundings = await surroundingsOf(tx, workspaceId, inForce, now)
  const credits = await creditsOf(tx, workspaceId)
  const load = await loadsOf(tx, workspaceId, now)
  const {
    sellerId,
    deltas: _,
    ...said
  } = decideOnce(lead, { surroundings, credits, load, excluding: [], now })
  const seller = surroundings.sellers.find(({ id }) => id === sellerId)
  return { ...about, ...said, seller: seller ? { id: seller.id, name: seller.name } : null }
}

/** Who had a lead in an earlier cycle keeps it, and no rule is asked. */
const staysWith = (seller: { id: string; name: string }) => ({
  seller,
  rule: { key: 'former_seller', name: 'Same seller as before' },
  match: 'former_seller' as const,
  because: `Had this person before: ${seller.name}`,
  ...{ pool: null, skipped: [], tried: [], evidence: [] },
})

function item(row: DecisionRow): DecisionItem {
  return {
    id: row.id,
    personId: row.personId,
    personName: row.personName,
    accountName: row.accountName,
    cycle: row.cycle,
    seller: row.sellerId ? { id: row.sellerId, name: row.sellerName ?? 'Removed since' } : null,
    rule: { key: row.ruleKey, name: row.ruleName },
    match: row.match,
    pool: row.poolKey ? { key: row.poolKey, name: row.poolName ?? row.poolKey } : null,
    because: row.because,
    skipped: row.skipped,
    tried: row.tried,
    evidence: row.evidence,
    occurredAt: row.occurredAt,
    agreementVersion: row.agreementVersion,
    givenBack: row.givenBack,
  }
}
