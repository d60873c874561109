import type { ReactNode } from 'react'
import { formatCompact, formatCount } from '../format.ts'
import { ChartFrame, walkMarks } from './frame.tsx'
import { linearAxis } from './linear.ts'
import { type ChartTone, fillOf, percent } from './tone.ts'

export interface Bin {
  /** what the bin holds, in words: `3 to 5 d` */
  label: string
  count: number
}

/** How many cases fall into each range; `median` (a bin index with fraction) draws a line. */
export function Histogram(props: {
  title: string
  titleHidden?: boolean
  description?: ReactNode
  bins: readonly Bin[]
  unit?: string
  tone?: ChartTone
  /** where the median lies: 2.5 is the middle of the third bin */
  medianAt?: number
  height?: number
}) {
  const {
    title,
    titleHidden = false,
    description,
    bins,
    unit = 'Count',
    tone = 'accent',
    medianAt,
    height = 140,
  } = props
  const axis = linearAxis(0, Math.max(0, ...bins.map((bin) => bin.count)), 3)
  const scale = (value: number) => 1 - axis.at(value)
  const ticks = axis.ticks.filter(Number.isInteger)
  const step = 1 / Math.max(1, bins.length)
  const every = Math.max(1, Math.ceil(bins.length / 7))
  return (
    <ChartFrame
      title={title}
      titleHidden={titleHidden}
      description={description}
      table={{ head: ['Range', unit], rows: bins.map((bin) => [bin.label, formatCount(bin.count)]) }}
    >
      <div className="chart-plot">
        <svg width="100%" height={height} aria-hidden="true" className="chart-axis">
          {ticks.map((tick) => (
            <text key={tick} x="100%" y={percent(scale(tick))} dy="0.32em" textAnchor="end">
              {formatCompact(tick)}
            </text>
          ))}
        </svg>
        <svg width="100%" height={height} aria-label={title} onKeyDown={walkMarks} className="chart-canvas">
          {ticks.map((tick) => (
            <line
              key={tick}
              x1="0"
              x2="100%"
              y1={percent(scale(tick))}
              y2={percent(scale(tick))}
              stroke="var(--grid, #ebebe7)"
            />
          ))}
          {bins.map((bin, index) => {
            const middle = (index + 0.5) * step
            const anchor = middle < 0.33 ? 'start' : middle > 0.67 ? 'end' : 'middle'
            return (
              // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a mark is a picture with words that the arrow keys reach
              <g
                key={bin.label}
                data-mark=""
                className="chart-mark"
                tabIndex={index === 0 ? 0 : -1}
                role="img"
                aria-label={`${bin.label}: ${formatCount(bin.count)}`}
              >
                <rect x={percent(index * step)} width={percent(step)} height="100%" fill="transparent" />
                <rect
                  x={percent(index * step + step * 0.06)}
                  width={percent(step * 0.88)}
                  y={percent(scale(bin.count))}
                  height={percent(1 - scale(bin.count))}
                  rx="2"
                  fill={fillOf(tone)}
                />
                <g className="chart-readout">
                  <text
                    x={percent(middle)}
                    y="11"
                    textAnchor={anchor}
                  >{`${bin.label}: ${formatCount(bin.count)}`}</text>
                </g>
              </g>
            )
          })}
          {medianAt !== undefined && (
            <line
              x1={percent(medianAt * step)}
              x2={percent(medianAt * step)}
              y1="0"
              y2="100%"
              stroke="var(--ink, #1a1b1e)"
              strokeDasharray="4 3"
              pointerEvents="none"
            >
              <title>Median</title>
            </line>
          )}
        </svg>
        <svg width="100%" height="20" aria-hidden="true" className="chart-axis chart-axis-x">
          {bins.map((bin, index) =>
            index % every === 0 ? (
              <text
                key={bin.label}
                className={bins.length > 4 && (index / every) % 2 === 1 ? 'chart-wide' : undefined}
                x={percent((index + 0.5) * step)}
                y="15"
                textAnchor="middle"
              >
                {bin.label}
              </text>
            ) : null,
          )}
        </svg>
      </div>
    </ChartFrame>
  )
}

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
