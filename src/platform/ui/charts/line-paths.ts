import { area, curveMonotoneX, line } from 'd3-shape'

export const SIZE = 1_000

/** Paths are drawn in a square of 1000 by 1000 that the browser stretches; strokes keep their width. */
export function paths(values: readonly (number | null)[], y: (value: number) => number, last: number) {
  const points = values.map((value, index) => ({ value, x: last === 0 ? SIZE / 2 : (index / last) * SIZE }))
  const defined = (point: { value: number | null }) => point.value !== null
  const stroke = line<(typeof points)[number]>(
    (point) => point.x,
    (point) => y(point.value ?? 0),
  )
    .defined(defined)
    .curve(curveMonotoneX)
  const fill = area<(typeof points)[number]>()
    .x((point) => point.x)
    .y0(y(0))
    .y1((point) => y(point.value ?? 0))
    .defined(defined)
    .curve(curveMonotoneX)
  return {
    stroke: (from: number, to: number) => stroke(points.slice(from, to)) ?? '',
    fill: fill(points) ?? '',
  }
}
