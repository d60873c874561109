import { type RoutingDecision, routingFor, sellersIn, type ToRoute } from '#leads/routing/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { setOwners } from '#records/people/index.ts'
import { type CycleLeft, cyclesOf, type Leaver, sellersOfMember } from './leaver-store.ts'
import { type Next, offerNext, routedTo } from './next-seller.ts'
import { loadsNow } from './offer.ts'
import { recordOne } from './record.ts'
import { formerSellersOf, lockHandOffs, lockPeople } from './store.ts'
import { type Terms, termsAt, termsByVersion } from './terms.ts'

/**
 * A member has no access any more: the hand-offs they have open as a seller, and the people they own, go where the agreement in force
 * says for the stage. Where that finds nobody, a manager has to choose. Whoever has access again keeps everything; run twice it does
 * nothing more.
 *
 * @returns people who have another owner now, or none
 */
export async function passOn(tx: Tx, workspaceId: string, userId: string, now: Instant): Promise<string[]> {
  const sellers = await sellersIn(tx, workspaceId)
  const there = new Map(sellers.filter((one) => !one.hasLeft).map(({ id, name }) => [id, name]))
  const moved: string[] = []
  for (const leaver of await sellersOfMember(tx, workspaceId, userId)) {
    if (there.has(leaver.id)) continue
    moved.push(...(await passOnFrom(tx, workspaceId, leaver, there, now)))
  }
  return moved
}

async function passOnFrom(
  tx: Tx,
  workspaceId: string,
  leaver: Leaver,
  there: ReadonlyMap<string, string>,
  now: Instant,
): Promise<string[]> {
  const terms = await termsAt(tx, workspaceId, now)
  const stages = terms.document.recycling.leavers.map(({ stage }) => stage)
  const seen = await cyclesOf(tx, workspaceId, leaver.id, stages)
  await lockPeople(
    tx,
    workspaceId,
    seen.map(({ personId }) => personId),
  )
  const cycles = await cyclesOf(tx, workspaceId, leaver.id, stages)
  const next = await destinations(tx, workspaceId, { leaver, cycles, there, terms }, now)
  await giveOn(tx, workspaceId, { leaver, cycles, next }, now)
  const owners = cycles.map(({ personId }) => ({ personId, sellerId: next.get(personId)!.sellerId }))
  await setOwners(tx, workspaceId, owners)
  return cycles.map(({ personId }) => personId)
}

interface Leaving {
  leaver: Leaver
  cycles: readonly CycleLeft[]
  /** names of the sellers who are still there, by id */
  there: ReadonlyMap<string, string>
  terms: Terms
}

/** Who gets each cycle, by person. */
async function destinations(
  tx: Tx,
  workspaceId: string,
  { leaver, cycles, there, terms }: Leaving,
  now: Instant,
): Promise<Map<string, Next>> {
  const has = `${leaver.name} has left`
  const rules = new Map(terms.document.recycling.leavers.map((rule) => [rule.stage, rule]))
  const toSeller = (id: string | null, why: string): Next => {
    const name = id === null ? undefined : there.get(id)
    return name === undefined
      ? { sellerId: null, decisionId: null, because: `${has}. A manager has to choose.`, skipped: [] }
      : { sellerId: id, decisionId: null, because: `${has}; ${name} ${why}.`, skipped: [] }
  }
  const next = new Map<string, Next>()
  const pooled: (CycleLeft & { pool: string })[] = []
  for (const cycle of cycles) {
    const rule = rules.get(cycle.stage ?? '')
    if (rule?.to === 'pool' && rule.pool) pooled.push({ ...cycle, pool: rule.pool })
    else if (rule?.to === 'account_owner')
      next.set(cycle.personId, toSeller(cycle.accountSellerId, 'owns the account'))
    else
      next.set(cycle.personId, toSeller(rule?.to === 'manager' ? leaver.managerId : null, 'is their manager'))
  }
  for (const [personId, decision] of await fromPools(tx, workspaceId, { has, pooled }, now))
    next.set(personId, routedTo(decision))
  return next
}

/** A turn of the pool for each; people keep away from who had them in this cycle already. */
async function fromPools(
  tx: Tx,
  workspaceId: string,
  { has, pooled }: { has: string; pooled: readonly (CycleLeft & { pool: string })[] },
  now: Instant,
): Promise<Map<string, RoutingDecision>> {
  if (pooled.length === 0) return new Map()
  const people = pooled.map(({ personId }) => personId)
  const routing = await routingFor(tx, workspaceId, people, now)
  const open = pooled.flatMap(({ handOffId, ...one }) => (handOffId ? [{ ...one, id: handOffId }] : []))
  const had = await formerSellersOf(tx, workspaceId, open)
  const asked = pooled.map(
    ({ personId, cycle, handRaise, handOffId, pool }): ToRoute => ({
      ...{ personId, cycle, handRaise, excluding: had.get(handOffId ?? '') ?? [] },
      leftTo: { pool, because: has },
    }),
  )
  const decisions = await routing.route(asked, () => loadsNow(tx, workspaceId, now))
  return new Map(people.map((personId, index) => [personId, decisions[index]!]))
}

/** Open hand-offs end as given on, and are offered to whoever comes next. */
async function giveOn(
  tx: Tx,
  workspaceId: string,
  { leaver, cycles, next }: Pick<Leaving, 'leaver' | 'cycles'> & { next: ReadonlyMap<string, Next> },
  now: Instant,
): Promise<void> {
  const terms = await termsByVersion(tx, workspaceId)
  const ids = cycles.flatMap(({ handOffId }) => handOffId ?? [])
  const by = { now, actorId: null }
  for (const row of await lockHandOffs(tx, workspaceId, ids)) {
    const to = next.get(row.personId)!
    const detail = { toSellerId: to.sellerId, note: `${leaver.name} has left` }
    const happening = { kind: 'reassigned' as const, occurredAt: now, actorId: null, detail }
    const former = await recordOne(tx, workspaceId, row, [happening], now)
    await offerNext(tx, workspaceId, former, to, terms(row.agreementVersion), by)
  }
}
