import type { ReactNode } from 'react'
import { formatCount } from '../format.ts'
import { ChartFrame } from './frame.tsx'
import { type ChartTone, fillOf, percent, toneOfSeries } from './tone.ts'

export interface Bar {
  key: string
  label: string
  value: number | null
  tone?: ChartTone
  href?: string
  /** rests on few cases: drawn pale */
  thin?: boolean
}

/** Values of a few things on one scale, longest name left, number right. */
export function Bars(props: {
  title: string
  titleHidden?: boolean
  description?: ReactNode
  items: readonly Bar[]
  /** head of the value column of the table */
  unit?: string
  format?: (value: number | null) => string
  renderLabel?: (item: Bar) => ReactNode
}) {
  const {
    title,
    titleHidden = false,
    description,
    items,
    unit = 'Value',
    format = formatCount,
    renderLabel,
  } = props
  const most = Math.max(...items.map((item) => item.value ?? 0), Number.MIN_VALUE)
  return (
    <ChartFrame
      title={title}
      titleHidden={titleHidden}
      description={description}
      table={{ head: ['Name', unit], rows: items.map((item) => [item.label, format(item.value)]) }}
    >
      <ul className="chart-bars">
        {items.map((item) => (
          <li key={item.key} className="chart-row">
            <span className="chart-label">
              {renderLabel ? (
                renderLabel(item)
              ) : item.href ? (
                <a href={item.href}>{item.label}</a>
              ) : (
                item.label
              )}
            </span>
            <svg className="chart-bar" width="100%" height="14" aria-hidden="true">
              <rect
                width={percent(Math.max(0, item.value ?? 0) / most)}
                height="14"
                rx="2"
                fill={fillOf(item.tone ?? 'accent')}
                fillOpacity={item.thin ? 0.4 : 1}
              />
            </svg>
            <span className="chart-value">{format(item.value)}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  )
}

export interface StackSeries {
  key: string
  label: string
  tone?: ChartTone
}

/** Rows split into parts. `share` stretches every row to the whole width; otherwise all rows share one scale. */
export function StackedBar(props: {
  title: string
  titleHidden?: boolean
  description?: ReactNode
  series: readonly StackSeries[]
  rows: readonly { key: string; label: string; values: readonly number[] }[]
  share?: boolean
  format?: (value: number) => string
}) {
  const { title, titleHidden = false, description, series, rows, share = false, format = formatCount } = props
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  const most = Math.max(1, ...rows.map((row) => total(row.values)))
  const tones = series.map((one, index) => one.tone ?? toneOfSeries(index))
  return (
    <ChartFrame
      title={title}
      titleHidden={titleHidden}
      description={description}
      legend={series.map((one, index) => ({ label: one.label, tone: tones[index]! }))}
      table={{
        head: ['Name', ...series.map((one) => one.label), 'Total'],
        rows: rows.map((row) => [row.label, ...row.values.map(format), format(total(row.values))]),
      }}
    >
      <ul className="chart-bars">
        {rows.map((row) => {
          const whole = share ? total(row.values) || 1 : most
          const starts = row.values.map((_, index) => total(row.values.slice(0, index)) / whole)
          return (
            <li key={row.key} className="chart-row">
              <span className="chart-label">{row.label}</span>
              <svg
                className="chart-bar"
                width="100%"
                height="18"
                role="img"
                aria-label={series
                  .map((one, index) => `${one.label} ${format(row.values[index] ?? 0)}`)
                  .join(', ')}
              >
                {row.values.map((value, index) => (
                  <rect
                    key={series[index]?.key}
                    x={percent(starts[index]!)}
                    width={percent(value / whole)}
                    height="18"
                    fill={fillOf(tones[index]!)}
                    stroke="var(--surface, #fff)"
                    strokeWidth="1"
                  >
                    <title>{`${series[index]?.label}: ${format(value)}`}</title>
                  </rect>
                ))}
              </svg>
              <span className="chart-value">{format(total(row.values))}</span>
            </li>
          )
        })}
      </ul>
    </ChartFrame>
  )
}
