import { paths, SIZE } from './line-paths.ts'
import { linearAxis } from './linear.ts'
import { type ChartTone, fillOf } from './tone.ts'

/** A trend without axes, for beside a number. Its words stand in `label`. */
export function Sparkline({
  label,
  values,
  tone = 'accent',
  width = 96,
  height = 24,
}: {
  label: string
  values: readonly (number | null)[]
  tone?: ChartTone
  width?: number
  height?: number
}) {
  const known = values.filter((value) => value !== null)
  const axis = linearAxis(Math.min(0, ...known), Math.max(0, ...known), 2)
  const scale = (value: number) => SIZE - 60 - axis.at(value) * (SIZE - 120)
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className="chart-spark"
    >
      <path
        d={paths(values, scale, values.length - 1).stroke(0, values.length)}
        fill="none"
        stroke={fillOf(tone)}
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
