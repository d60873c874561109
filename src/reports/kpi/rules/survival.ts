/** Cases that lasted so long: some ended then, some were last seen then, still waiting. */
export interface Duration {
  /** any unit, the same for all; 0 or more */
  length: number
  ended: number
  waiting: number
}

/**
 * Kaplan–Meier quantile: the time by which a share of all cases has ended, taking those still waiting as “at least this long”.
 * Without waiting cases it is the smallest length that at least this share of the cases did not exceed.
 *
 * @param durations any order; equal lengths may repeat
 * @param share 0-1; 0.5 is the median
 * @returns null when there are no cases, or too many still wait for the quantile to be known
 * @example survivalQuantile([{ length: 5, ended: 1, waiting: 0 }, { length: 9, ended: 0, waiting: 1 }], 0.5) // 5
 */
export function survivalQuantile(durations: readonly Duration[], share: number): number | null {
  const sorted = [...durations].sort((a, b) => a.length - b.length)
  let atRisk = sorted.reduce((sum, duration) => sum + duration.ended + duration.waiting, 0)
  let surviving = 1
  for (let i = 0; i < sorted.length; ) {
    const length = sorted[i]!.length
    let ended = 0
    let gone = 0
    for (; i < sorted.length && sorted[i]!.length === length; i += 1) {
      ended += sorted[i]!.ended
      gone += sorted[i]!.ended + sorted[i]!.waiting
    }
    if (ended > 0) {
      surviving *= 1 - ended / atRisk
      // A product of fractions lands a hair above the exact value now and then.
      if (surviving <= 1 - share + 1e-12) return length
    }
    atRisk -= gone
  }
  return null
}
