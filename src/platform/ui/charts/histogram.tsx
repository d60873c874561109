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
