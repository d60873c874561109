import { CreditSums, type PathModel, type PathRow } from './paths.ts'

/**
 * Shapley value over sets of channels. The worth of a set is what journeys within it brought: the conversions of all paths that
 * used no channel outside it. Each path then is a game that only its whole set of channels wins, whose Shapley value is an equal
 * part for each of them; values of games add up. That is exact for any number of channels, so nothing is ever sampled.
 *
 * @source docs/method/attribution.md#shapley
 */
export function shapleyModel(): PathModel {
  const sums = new CreditSums()
  return {
    add(row: PathRow): void {
      const set = new Set(row.path)
      for (const channel of set) sums.add(channel, row, 1 / set.size)
    },
    credits: () => sums.credits(),
  }
}

/** How many channels the definition of the Shapley value can be worked through for: its sets double with each. */
export const MOST_ENUMERATED = 15

/**
 * The Shapley value by its definition, over all sets of players: what `shapleyModel` must agree with, and the way for games of
 * other kinds.
 *
 * @param players at most 15
 * @param worth of a set, given as bits of player positions; 0 for none
 * @returns one value per player; they sum to the worth of all
 */
export function shapleyValues(players: number, worth: (set: number) => number): number[] {
  if (players > MOST_ENUMERATED) throw new RangeError(`At most ${MOST_ENUMERATED} players can be enumerated`)
  const weightBySize = Array.from(
    { length: players },
    (_, size) => 1 / (players * binomial(players - 1, size)),
  )
  const values = Array.from({ length: players }, () => 0)
  for (let set = 0; set < 1 << players; set += 1) {
    const base = worth(set)
    const weight = weightBySize[sizeOf(set)]!
    for (let player = 0; player < players; player += 1) {
      if (set & (1 << player)) continue
      values[player] = values[player]! + weight * (worth(set | (1 << player)) - base)
    }
  }
  return values
}

function sizeOf(set: number): number {
  let size = 0
  for (let rest = set; rest > 0; rest &= rest - 1) size += 1
  return size
}

function binomial(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i += 1) result = (result * (n - i + 1)) / i
  return result
}
