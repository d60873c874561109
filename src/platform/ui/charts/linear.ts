import { nice, ticks } from 'd3-array'

/** A linear axis from a domain to 0-1, its ends rounded to where ticks fall. */
export interface LinearAxis {
  /** place of a value, 0 at the low end */
  at: (value: number) => number
  ticks: number[]
}

export function linearAxis(low: number, high: number, count: number): LinearAxis {
  const [from, to] = nice(low, high === low ? low + 1 : high, count)
  return { at: (value) => (value - from) / (to - from), ticks: ticks(from, to, count) }
}
