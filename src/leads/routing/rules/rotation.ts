/** A member of a pool as the round robin sees them. */
export interface Turn {
  sellerId: string
  /** above 0 */
  weight: number
}

/** Credit of each seller in a pool, thousandths of a turn's weight; whoever is missing has 0. */
export type Credits = Readonly<Record<string, number>>

/** What one turn adds to the credit of each seller; the sum is 0. */
export type Deltas = Record<string, number>

/** Weights may have three decimals; credits are whole numbers, so that nothing is lost over any number of turns. */
const SCALE = 1_000

/**
 * One turn of the smooth weighted round robin: everyone who may be chosen gains their weight, the one with the most credit is chosen
 * and pays the sum of the weights. Over any run of turns nobody is a whole turn ahead of their share, nor much more behind.
 *
 * @param present those who may be chosen now, in the order of the pool; of equal credit the earlier wins
 * @returns the chosen one and what the turn changes, or `null` when nobody may be chosen
 * @example takeTurn([{ sellerId: 'ada', weight: 2 }, { sellerId: 'bo', weight: 1 }], {})?.sellerId // 'ada'
 */
export function takeTurn(
  present: readonly Turn[],
  credits: Credits,
): { sellerId: string; deltas: Deltas } | null {
  const deltas: Deltas = {}
  let total = 0
  let best: { sellerId: string; credit: number } | null = null
  for (const { sellerId, weight } of present) {
    const gain = Math.round(weight * SCALE)
    deltas[sellerId] = gain
    total += gain
    const credit = (credits[sellerId] ?? 0) + gain
    if (best === null || credit > best.credit) best = { sellerId, credit }
  }
  if (best === null) return null
  deltas[best.sellerId] = deltas[best.sellerId]! - total
  return { sellerId: best.sellerId, deltas }
}

/**
 * Credits after some changes; those at 0 are left out.
 *
 * @example applied({ ada: 1000 }, { ada: -1000, bo: 500 }) // { bo: 500 }
 */
export function applied(credits: Credits, deltas: Deltas): Record<string, number> {
  const after: Record<string, number> = { ...credits }
  for (const [sellerId, delta] of Object.entries(deltas)) {
    const credit = (after[sellerId] ?? 0) + delta
    if (credit === 0) delete after[sellerId]
    else after[sellerId] = credit
  }
  return after
}

/**
 * The changes that take a turn back.
 *
 * @example reversed({ ada: -1000, bo: 1000 }) // { ada: 1000, bo: -1000 }
 */
export function reversed(deltas: Deltas): Deltas {
  return Object.fromEntries(Object.entries(deltas).map(([sellerId, delta]) => [sellerId, 0 - delta]))
}

/** A credit in turns, as people read it: 1 is a whole turn ahead of one's share. */
export function creditInTurns(credit: number, totalWeight: number): number {
  return totalWeight === 0 ? 0 : credit / (totalWeight * SCALE)
}
