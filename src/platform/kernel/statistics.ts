/** A rate with the interval it is believed to lie in. */
export interface Interval {
  /** 0-1 */
  low: number
  /** 0-1 */
  high: number
}

/**
 * Wilson score interval of a share, sound for small counts and shares near 0 or 1.
 *
 * @param hits number of cases that count, 0 ≤ hits ≤ cases
 * @param cases number of cases
 * @param z standard normal quantile, 1.96 for 95 %
 * @returns low and high, each 0-1; the whole range when there are no cases
 */
export function wilson(hits: number, cases: number, z = 1.959964): Interval {
  if (cases === 0) return { low: 0, high: 1 }
  const share = hits / cases
  const centre = share + (z * z) / (2 * cases)
  const spread = z * Math.sqrt((share * (1 - share)) / cases + (z * z) / (4 * cases * cases))
  const scale = 1 + (z * z) / cases
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}

/**
 * Quantile by linear interpolation between order statistics (type 7, the default of R and NumPy).
 *
 * @param sorted ascending
 * @param share 0-1; 0.5 is the median
 * @returns `null` when there are no values
 */
export function quantile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null
  const position = (sorted.length - 1) * share
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (position - below)
}
