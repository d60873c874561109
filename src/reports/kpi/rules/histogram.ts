/** How often each whole value occurs, e.g. deals by cycle days; any order, no value twice. */
export type Histogram = readonly { value: number; count: number }[]

/** Counts values into a histogram, ascending. */
export function histogramOf(values: Iterable<number>): Histogram {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => a.value - b.value)
}

/** Number of cases in a histogram. */
export function casesOf(histogram: Histogram): number {
  return histogram.reduce((sum, bar) => sum + bar.count, 0)
}

/**
 * Quantile of the cases in a histogram, interpolated between neighbours exactly as `quantile` does over the single values.
 *
 * @param share 0-1; 0.5 is the median
 * @returns null without cases
 * @example histogramQuantile([{ value: 10, count: 1 }, { value: 20, count: 1 }], 0.5) // 15
 */
export function histogramQuantile(histogram: Histogram, share: number): number | null {
  const cases = casesOf(histogram)
  if (cases === 0) return null
  const bars = [...histogram].sort((a, b) => a.value - b.value)
  const position = (cases - 1) * share
  const below = Math.floor(position)
  const low = valueAt(bars, below)
  const high = valueAt(bars, Math.min(below + 1, cases - 1))
  return low + (high - low) * (position - below)
}

/** Mean of the cases in a histogram; null without cases. */
export function histogramMean(histogram: Histogram): number | null {
  const cases = casesOf(histogram)
  return cases === 0 ? null : histogram.reduce((sum, bar) => sum + bar.value * bar.count, 0) / cases
}

function valueAt(bars: Histogram, index: number): number {
  let passed = 0
  for (const bar of bars) {
    passed += bar.count
    if (index < passed) return bar.value
  }
  return bars.at(-1)!.value
}
