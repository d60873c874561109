import type { ReactNode } from 'react'
import { formatCount } from '../format.ts'
import { ChartFrame } from './frame.tsx'
import { type ChartTone, fillOf, percent } from './tone.ts'

export interface RangeItem {
  key: string
  label: string
  low: number
  high: number
  /** the value that leads, marked on the range */
  value: number | null
  tone?: ChartTone
}

/** From-to ranges on one scale with the leading value marked: intervals, attribution over all models. */
export function Ranges(props: {
  title: string
  titleHidden?: boolean
  description?: ReactNode
  items: readonly RangeItem[]
  /** ends of the scale; default: zero to the highest end */
  from?: number
  to?: number
  format?: (value: number | null) => string
}) {
  const { title, titleHidden = false, description, items, format = formatCount } = props
  const from = props.from ?? Math.min(0, ...items.map((item) => item.low))
  const to = props.to ?? Math.max(...items.map((item) => item.high), Number.MIN_VALUE)
  const at = (value: number) => percent((value - from) / (to - from || 1))
  return (
    <ChartFrame
      title={title}
      titleHidden={titleHidden}
      description={description}
      table={{
        head: ['Name', 'From', 'Value', 'To'],
        rows: items.map((item) => [item.label, format(item.low), format(item.value), format(item.high)]),
      }}
    >
      <ul className="chart-bars">
        {items.map((item) => (
          <li key={item.key} className="chart-row">
            <span className="chart-label">{item.label}</span>
            <svg
              className="chart-bar"
              width="100%"
              height="16"
              role="img"
              aria-label={`${format(item.low)} to ${format(item.high)}, at ${format(item.value)}`}
              overflow="visible"
            >
              <rect y="7" width="100%" height="2" rx="1" fill="var(--track, #eeeeeb)" />
              <rect
                x={at(item.low)}
                y="4"
                width={percent((item.high - item.low) / (to - from || 1))}
                height="8"
                rx="4"
                fill={fillOf(item.tone ?? 'accent')}
                fillOpacity="0.35"
              />
              {item.value !== null && (
                <circle
                  cx={at(item.value)}
                  cy="8"
                  r="5"
                  fill={fillOf(item.tone ?? 'accent')}
                  stroke="var(--surface, #fff)"
                  strokeWidth="2"
                />
              )}
            </svg>
            <span className="chart-value">{format(item.value)}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  )
}
