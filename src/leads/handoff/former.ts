import { type KeptBy, sellersIn } from '#leads/routing/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { TimeSpan } from '#platform/kernel/business-time.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Candidate, formerSellerOf } from './candidate-store.ts'
import { dueAfter } from './rules/clocks.ts'
import type { ClockKind } from './rules/states.ts'
import { absencesOf, type SellerRow } from './seller-store.ts'
import { type Terms, termsAt } from './terms.ts'

interface Returning {
  candidate: Pick<Candidate, 'personId' | 'formerSellerId' | 'formerSellerName'>
  response: { withinMs: number; clock: ClockKind; calendar: string | null }
}

/**
 * The sellers of former cycles, who keep people that qualify again, by person: unless they are away for longer than the response
 * may take, or have left.
 */
export async function formersWhoStay(
  tx: Tx,
  workspaceId: string,
  returning: readonly Returning[],
  terms: Terms,
  now: Instant,
): Promise<Map<string, SellerRow>> {
  const known = returning.flatMap(({ candidate, response }) => {
    const { personId, formerSellerId: id, formerSellerName: name } = candidate
    return id === null || name === null ? [] : [{ personId, id, name, response }]
  })
  if (known.length === 0) return new Map()
  const left = new Set((await sellersIn(tx, workspaceId)).filter((one) => one.hasLeft).map(({ id }) => id))
  const formers = known.filter(({ id }) => !left.has(id))
  const away = await absencesOf(
    tx,
    workspaceId,
    formers.map(({ id }) => id),
    now,
  )
  const inTime = formers.filter(({ id, response }) => {
    const until = endOf(away.get(id) ?? [], now)
    if (until === now) return true
    const time = terms.time(response.clock, response.calendar)
    return until <= dueAfter(time, now, response.withinMs)
  })
  return new Map(inTime.map(({ personId, id, name }) => [personId, { id, name }]))
}

/** The seller who would keep a person that qualified now; null: the rules would be asked. */
export const keptBy: KeptBy = async (tx, workspaceId, { personId, response }, now) => {
  const former = await formerSellerOf(tx, workspaceId, personId)
  if (!former) return null
  const candidate = { personId, formerSellerId: former.id, formerSellerName: former.name }
  const terms = await termsAt(tx, workspaceId, now)
  const staying = await formersWhoStay(tx, workspaceId, [{ candidate, response }], terms, now)
  return staying.get(personId) ?? null
}

/** Until when somebody is away who is away at an instant; the instant itself for those who are there. */
const endOf = (away: readonly TimeSpan[], now: Instant): Instant =>
  away.reduce((at, { from, to }) => (from <= at && at < to ? to : at), now)
