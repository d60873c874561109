import { agreementInForce } from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { notFound, Problem } from '#platform/operation/index.ts'
import { decideOnce } from './decide-once.ts'
import { leadsToRoute } from './facts.ts'
import type { Decision, LeadToRoute, LeftTo } from './rules/decide.ts'
import type { Load } from './rules/present.ts'
import { type ResponseTimeHeld, responseTimeOf } from './rules/response-time.ts'
import { applied, type Credits } from './rules/rotation.ts'
import { membersOf } from './rules/sellers.ts'
import { type DecisionToStore, givenSince, insertDecisions, lockPools, reverseTurn } from './store.ts'
import { type LoadsGiven, readLoads, type Surroundings, surroundingsOf } from './surroundings.ts'

/** A decision as it is stored. */
export type RoutingDecision = Omit<Decision, 'deltas'> & { id: string }

/** Which lead is routed. */
export interface ToRoute {
  personId: string
  cycle: number
  /** absent: whether a hand-raise came in the present cycle */
  handRaise?: boolean
  /** sellers that must not get it */
  excluding?: readonly string[]
  /** its owner left: the pool to choose from, whatever the rules say */
  leftTo?: LeftTo
}

/** Leads loaded once, to be asked for their response time and then routed. */
export interface Routing {
  /** whether somebody is there; who is not has no response time and cannot be routed */
  has(personId: string): boolean
  responseTime(personId: string, handRaise: boolean): ResponseTimeHeld
  /**
   * Decides for each in the given order, each after the turns of those before, and stores all with their reasons. An ownership match takes
   * no turn; a pool does, with the credits of all pools locked until the transaction ends.
   *
   * @throws Problem `record.not_found` when one of them is not there
   */
  route(asked: readonly ToRoute[], load: LoadsGiven): Promise<RoutingDecision[]>
  /** the same for leads that nobody could get before: those for whom there still is nobody are null and leave no trace */
  routeAgain(asked: readonly ToRoute[], load: LoadsGiven): Promise<(RoutingDecision | null)[]>
}

/**
 * Prepares the routing of one lead or several, in the caller's transaction: as many statements for two hundred as for one.
 *
 * @example const routing = await routingFor(tx, workspaceId, personIds, now)
 */
export async function routingFor(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<Routing> {
  const inForce = await agreementInForce(tx, workspaceId, now)
  const leads = await leadsToRoute(tx, workspaceId, personIds)
  const decideAll = async (asked: readonly ToRoute[], load: LoadsGiven) => {
    if (asked.length === 0) return []
    const surroundings = await surroundingsOf(tx, workspaceId, inForce, now)
    const chosen = asked.map(({ handRaise, ...one }) => {
      const lead = leads.get(one.personId)
      if (!lead) throw new Problem(notFound, 'There is no such person. Load the list again.')
      return { ...one, lead: handRaise === undefined ? lead : { ...lead, handRaise } }
    })
    return decideInTurn(tx, workspaceId, chosen, { surroundings, load, now })
  }
  const store = async (decided: readonly DecisionToStore[]): Promise<RoutingDecision[]> => {
    if (decided.length === 0) return []
    const ids = await insertDecisions(tx, workspaceId, decided, inForce.version, now)
    return decided.map(({ decision: { deltas: _, ...said } }, index) => ({ ...said, id: ids[index]! }))
  }
  return {
    has: (personId) => leads.has(personId),
    responseTime: (personId, handRaise) =>
      responseTimeOf(inForce.compiled, leads.get(personId)!.facts, handRaise),
    route: async (asked, load) => store(await decideAll(asked, load)),
    async routeAgain(asked, load) {
      const decided = await decideAll(asked, load)
      const found = decided.filter(({ decision }) => decision.sellerId !== null)
      const stored = await store(found)
      return decided.map((one) => stored[found.indexOf(one)] ?? null)
    },
  }
}

interface Chosen {
  personId: string
  cycle: number
  excluding?: readonly string[]
  leftTo?: LeftTo
  lead: LeadToRoute
}

/** Each decision sees the turns and the load of those before it; pools are locked once, when the first is needed, and loads read then. */
async function decideInTurn(
  tx: Tx,
  workspaceId: string,
  chosen: readonly Chosen[],
  { surroundings, load, now }: { surroundings: Surroundings; load: LoadsGiven; now: Instant },
): Promise<DecisionToStore[]> {
  const seen = new Map<string, Load>()
  let credits: Map<string, Credits> | undefined
  const decided: DecisionToStore[] = []
  for (const { lead, personId, cycle, excluding = [], leftTo } of chosen) {
    const given = { surroundings, excluding, leftTo, now }
    // without loads first: fewer can take a lead with them, so that no pool is missed
    let decision = decideOnce(lead, { ...given, credits: new Map(), load: new Map() })
    if (decision.pool) {
      if (!credits) {
        const pools = surroundings.compiled.document.routing.pools.map(({ key }) => key)
        credits = await lockPools(tx, workspaceId, pools)
        for (const [sellerId, has] of await readLoads(load)) add(seen, sellerId, has)
        await raiseToGiven(tx, workspaceId, surroundings, seen, now)
      }
      decision = decideOnce(lead, { ...given, credits, load: seen })
      const { pool, deltas } = decision
      if (pool && deltas) credits.set(pool.key, applied(credits.get(pool.key) ?? {}, deltas))
    }
    if (decision.sellerId) add(seen, decision.sellerId, { open: 1, today: 1 })
    const key = decision.pool?.key
    decided.push({ personId, cycle, decision, credits: (key && credits?.get(key)) || {} })
  }
  return decided
}

function add(seen: Map<string, Load>, sellerId: string, { open, today }: Load): void {
  const known = seen.get(sellerId) ?? { open: 0, today: 0 }
  seen.set(sellerId, { open: known.open + open, today: known.today + today })
}

/** Turns that led to no hand-off yet count too, where there are daily caps. */
async function raiseToGiven(
  tx: Tx,
  workspaceId: string,
  { compiled: { document }, sellers }: Surroundings,
  seen: Map<string, Load>,
  now: Instant,
): Promise<void> {
  const capped = document.routing.pools
    .flatMap((pool) => membersOf(pool, sellers))
    .filter(({ seller, dailyCap }) => seller && dailyCap !== null)
  if (capped.length === 0) return
  const days = calendarOf(document.timeZone)
  const ids = [...new Set(capped.map(({ seller }) => seller!.id))]
  const most = Math.max(...capped.map(({ dailyCap }) => dailyCap!))
  const given = await givenSince(tx, workspaceId, ids, days.startOf(days.dayOf(now)), most)
  for (const [sellerId, count] of given) {
    const { open, today } = seen.get(sellerId) ?? { open: 0, today: 0 }
    seen.set(sellerId, { open, today: Math.max(today, count) })
  }
}

/**
 * Gives the turn of a decision back to its pool, as if it had never been taken: what reassignment does first. Doing it again, or for
 * an ownership match, changes nothing.
 *
 * @returns whether there was a turn to give back
 */
export async function giveBackTurn(
  tx: Tx,
  workspaceId: string,
  decisionId: string,
  now: Instant,
): Promise<boolean> {
  return reverseTurn(tx, workspaceId, decisionId, now)
}
