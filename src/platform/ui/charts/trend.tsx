import type { ReactNode } from 'react'
import { formatCompact, formatCount } from '../format.ts'
import { ChartFrame, walkMarks } from './frame.tsx'
import { paths, SIZE } from './line-paths.ts'
import { linearAxis } from './linear.ts'
import { type ChartTone, fillOf, percent, toneOfSeries } from './tone.ts'

export interface TrendSeries {
  key: string
  label: string
  tone?: ChartTone
  /** one per label; `null` leaves a gap */
  values: readonly (number | null)[]
}

export interface TrendProps {
  title: string
  titleHidden?: boolean
  description?: ReactNode
  /** points in time, written out, in order */
  labels: readonly string[]
  series: readonly TrendSeries[]
  /** fills below the line; for one series */
  filled?: boolean
  format?: (value: number | null) => string
  /** short form for the axis */
  formatAxis?: (value: number) => string
  /** index from which values are not complete yet: drawn dashed */
  openFrom?: number
  height?: number
}

/** Values over time as lines. Arrow keys walk the points; the point in focus is read out above the lines. */
export function Trend(props: TrendProps) {
  const {
    title,
    titleHidden = false,
    description,
    labels,
    series,
    filled = false,
    format = formatCount,
    height = 180,
  } = props
  const all = series.flatMap((one) => one.values.filter((value) => value !== null))
  const axis = linearAxis(Math.min(0, ...all), Math.max(0, ...all), 4)
  const { ticks } = axis
  const scale = (value: number) => SIZE * (1 - axis.at(value))
  const last = Math.max(0, labels.length - 1)
  const tones = series.map((one, index) => one.tone ?? toneOfSeries(index))
  const x = (index: number) => (last === 0 ? 0.5 : index / last)
  const openFrom = props.openFrom ?? labels.length
  const every = Math.max(1, Math.ceil(labels.length / 6))
  return (
    <ChartFrame
      title={title}
      titleHidden={titleHidden}
      description={description}
      legend={series.map((one, index) => ({ label: one.label, tone: tones[index]! }))}
      table={{
        head: ['When', ...series.map((one) => one.label)],
        rows: labels.map((label, index) => [
          label,
          ...series.map((one) => format(one.values[index] ?? null)),
        ]),
      }}
    >
      <div className="chart-plot">
        <svg width="100%" height={height} aria-hidden="true" className="chart-axis">
          {ticks.map((tick) => (
            <text key={tick} x="100%" y={percent(scale(tick) / SIZE)} dy="0.32em" textAnchor="end">
              {(props.formatAxis ?? formatCompact)(tick)}
            </text>
          ))}
        </svg>
        <svg
          width="100%"
          height={height}
          aria-label={`${title}: ${series.map((one) => one.label).join(', ')} from ${labels[0] ?? ''} to ${labels[last] ?? ''}`}
          onKeyDown={walkMarks}
          className="chart-canvas"
        >
          {ticks.map((tick) => (
            <line
              key={tick}
              x1="0"
              x2="100%"
              y1={percent(scale(tick) / SIZE)}
              y2={percent(scale(tick) / SIZE)}
              stroke="var(--grid, #ebebe7)"
            />
          ))}
          <svg
            viewBox={`0 0 ${SIZE} ${SIZE}`}
            width="100%"
            height="100%"
            preserveAspectRatio="none"
            aria-hidden="true"
            overflow="visible"
          >
            {series.map((one, index) => {
              const path = paths(one.values, scale, last)
              const stroke = {
                fill: 'none',
                stroke: fillOf(tones[index]!),
                strokeWidth: 1.75,
                vectorEffect: 'non-scaling-stroke' as const,
              }
              return (
                <g key={one.key}>
                  {filled && <path d={path.fill} fill={fillOf(tones[index]!)} fillOpacity="0.1" />}
                  <path d={path.stroke(0, openFrom)} {...stroke} />
                  {openFrom < labels.length && (
                    <path
                      d={path.stroke(Math.max(0, openFrom - 1), labels.length)}
                      {...stroke}
                      strokeDasharray="3 3"
                    />
                  )}
                </g>
              )
            })}
          </svg>
          {labels.map((label, index) => (
            <Mark
              key={label}
              tabIndex={index === last ? 0 : -1}
              x={x(index)}
              width={1 / Math.max(1, last)}
              text={`${label}: ${series.map((one) => `${series.length > 1 ? `${one.label} ` : ''}${format(one.values[index] ?? null)}`).join(', ')}${index >= openFrom ? ', not complete yet' : ''}`}
              dots={series.flatMap((one, at) => {
                const value = one.values[index]
                return value === null || value === undefined
                  ? []
                  : [{ key: one.key, y: scale(value) / SIZE, tone: tones[at]! }]
              })}
            />
          ))}
        </svg>
        <svg width="100%" height="20" aria-hidden="true" className="chart-axis chart-axis-x">
          {labels.map((label, index) =>
            index % every === 0 ? (
              <text
                key={label}
                className={(index / every) % 2 === 1 ? 'chart-wide' : undefined}
                x={percent(x(index))}
                y="15"
                textAnchor={index === 0 ? 'start' : index === last ? 'end' : 'middle'}
              >
                {label}
              </text>
            ) : null,
          )}
        </svg>
      </div>
    </ChartFrame>
  )
}

interface MarkProps {
  x: number
  width: number
  text: string
  tabIndex: number
  dots: { key: string; y: number; tone: ChartTone }[]
}

function Mark({ x, width, text, tabIndex, dots }: MarkProps) {
  const anchor = x < 0.33 ? 'start' : x > 0.67 ? 'end' : 'middle'
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a mark is a picture with words that the arrow keys reach
    <g data-mark="" className="chart-mark" tabIndex={tabIndex} role="img" aria-label={text}>
      <rect x={percent(Math.max(0, x - width / 2))} width={percent(width)} height="100%" fill="transparent" />
      <g className="chart-readout">
        <line
          x1={percent(x)}
          x2={percent(x)}
          y1="0"
          y2="100%"
          stroke="var(--ink-3, #676a71)"
          strokeDasharray="2 3"
        />
        {dots.map((dot) => (
          <circle
            key={dot.key}
            cx={percent(x)}
            cy={percent(dot.y)}
            r="3.5"
            fill={fillOf(dot.tone)}
            stroke="var(--surface, #fff)"
            strokeWidth="1.5"
          />
        ))}
        <text
          x={percent(x)}
          y="11"
          dx={anchor === 'start' ? 6 : anchor === 'end' ? -6 : 0}
          textAnchor={anchor}
        >
          {text}
        </text>
      </g>
    </g>
  )
}
