import { type AgreementInForce, agreementInForce } from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { notFound, Problem } from '#platform/operation/index.ts'
import { leadsToRoute } from './facts.ts'
import {
  type Decision,
  decide,
  decideLeft,
  type LeadToRoute,
  type LeftTo,
  type Turntable,
} from './rules/decide.ts'
import type { Credits } from './rules/rotation.ts'
import { membersOf } from './rules/sellers.ts'
import { givenSince, insertDecision, lockPools, reverseTurn } from './store.ts'
import {
  circumstancesOf,
  type Loads,
  type LoadsGiven,
  presenceOf,
  readLoads,
  rulebookOf,
  type Surroundings,
  surroundingsOf,
} from './surroundings.ts'

/** Which lead is routed, and what is known of the sellers' load. */
export interface ToRoute {
  personId: string
  cycle: number
  /** sellers that must not get it */
  excluding?: readonly string[]
  load: LoadsGiven
  /** absent: whether a hand-raise came in the present cycle */
  handRaise?: boolean
}

/** A decision as it is stored. */
export type RoutingDecision = Omit<Decision, 'deltas'> & { id: string }

/**
 * Decides who gets a lead and stores it with its reasons, in the caller's transaction. An ownership match takes no turn; a pool does,
 * with its credits locked until the transaction ends.
 *
 * @throws Problem `record.not_found` when there is no such person
 * @example const { sellerId, because } = await route(tx, workspaceId, { personId, cycle: 1, load: new Map() }, now)
 */
export async function route(
  tx: Tx,
  workspaceId: string,
  asked: ToRoute,
  now: Instant,
): Promise<RoutingDecision> {
  const inForce = await agreementInForce(tx, workspaceId, now)
  const surroundings = await surroundingsOf(tx, workspaceId, inForce, now)
  const lead = await leadOf(tx, workspaceId, asked)
  const excluding = asked.excluding ?? []
  const given = { surroundings, excluding, now }
  // Without credits first: who matches by ownership waits for no pool
  let decision = decideOnce(lead, { ...given, credits: new Map(), load: new Map() })
  let credits: Credits = {}
  if (decision.pool) {
    const { key } = decision.pool
    const locked = await lockPools(tx, workspaceId, [key])
    const load = await readLoads(asked.load)
    const seen = await withGivenToday(tx, workspaceId, inForce, surroundings, key, load, now)
    decision = decideOnce(lead, { ...given, credits: locked, load: seen })
    credits = locked.get(key)!
  }
  const { personId, cycle } = asked
  const stored = { ...decision, personId, cycle, agreementVersion: inForce.version }
  const id = await insertDecision(tx, workspaceId, stored, credits, now)
  const { deltas: _, ...said } = decision
  return { ...said, id }
}

async function leadOf(
  tx: Tx,
  workspaceId: string,
  { personId, handRaise }: Pick<ToRoute, 'personId' | 'handRaise'>,
): Promise<LeadToRoute> {
  const lead = (await leadsToRoute(tx, workspaceId, [personId])).get(personId)
  if (!lead) throw new Problem(notFound, 'There is no such person. Load the list again.')
  return handRaise === undefined ? lead : { ...lead, handRaise }
}

/** Everything a decision follows from. */
export interface Given {
  surroundings: Surroundings
  credits: ReadonlyMap<string, Credits>
  load: Loads
  excluding: readonly string[]
  /** the pool to choose from, whatever the rules say */
  leftTo?: LeftTo | undefined
  now: Instant
}

/** One decision from values alone; nothing is written. */
export function decideOnce(
  lead: LeadToRoute,
  { surroundings, credits, load, excluding, leftTo, now }: Given,
): Decision {
  const book = rulebookOf(surroundings)
  const table: Turntable = {
    excluding,
    credits: (pool) => credits.get(pool.key) ?? {},
    circumstances: (pool) => circumstancesOf(surroundings, lead, { pool, load, excluding, now }),
    presence: presenceOf(surroundings, lead, now),
  }
  return leftTo ? decideLeft(lead, leftTo, book, table) : decide(lead, book, table)
}

/** The caller's figures may be older than the lock: turns that others took meanwhile count too, where there are daily caps. */
async function withGivenToday(
  tx: Tx,
  workspaceId: string,
  { document }: AgreementInForce,
  { sellers }: Surroundings,
  poolKey: string,
  load: Loads,
  now: Instant,
): Promise<Loads> {
  const pool = document.routing.pools.find(({ key }) => key === poolKey)
  const capped = (pool ? membersOf(pool, sellers) : []).filter(
    ({ seller, dailyCap }) => seller && dailyCap !== null,
  )
  if (capped.length === 0) return load
  const days = calendarOf(document.timeZone)
  const ids = capped.map(({ seller }) => seller!.id)
  const most = Math.max(...capped.map(({ dailyCap }) => dailyCap!))
  const given = await givenSince(tx, workspaceId, ids, days.startOf(days.dayOf(now)), most)
  const seen = new Map(load)
  for (const [sellerId, count] of given) {
    const { open, today } = load.get(sellerId) ?? { open: 0, today: 0 }
    seen.set(sellerId, { open, today: Math.max(today, count) })
  }
  return seen
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
