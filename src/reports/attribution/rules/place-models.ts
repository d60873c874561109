import { type ChannelCredit, CreditSums, type PathModel, type PathRow } from './paths.ts'
import { linearShares, onlyShares, type Shares, uShares } from './shares.ts'

/** Models that look only at the place of a touch in its path. */
export const PLACE_MODELS = {
  /** 100 to the first */
  first: (touches: number): Shares => onlyShares(touches, 0),
  /** 100 to the last */
  last: (touches: number): Shares => onlyShares(touches, touches - 1),
  /** equal */
  linear: linearShares,
  /** 40 first, 40 last (a bare path has no other lead creation), 20 the rest */
  u: (touches: number): Shares => uShares(touches, touches - 1),
} as const

/** Credits paths by the place of their touches. */
export function placeModel(name: keyof typeof PLACE_MODELS): PathModel {
  const sums = new CreditSums()
  const sharesOf = PLACE_MODELS[name]
  return {
    add(row: PathRow): void {
      if (row.path.length === 0) return
      const shares = sharesOf(row.path.length)
      for (const [place, channel] of row.path.entries()) sums.add(channel, row, shares[place]!)
    },
    credits: (): ChannelCredit[] => sums.credits(),
  }
}
