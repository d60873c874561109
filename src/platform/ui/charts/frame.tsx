import type { KeyboardEvent, ReactNode } from 'react'
import { type ChartTone, fillOf } from './tone.ts'

export interface ChartFrameProps {
  /** what the chart shows, in words */
  title: string
  /** hides the title from sight where the section around it says the same */
  titleHidden?: boolean
  description?: ReactNode
  /** the same data as rows; the first cell of a row is its name */
  table: { head: readonly string[]; rows: readonly (readonly string[])[] }
  legend?: readonly { label: string; tone: ChartTone }[]
  children: ReactNode
}

/** Arrow keys walk the marks of a chart; Home and End jump. Without scripts the handler is simply not there. */
export function walkMarks(event: KeyboardEvent<Element>): void {
  const marks = [...event.currentTarget.querySelectorAll<SVGElement | HTMLElement>('[data-mark]')]
  const here = marks.indexOf(document.activeElement as SVGElement)
  const to: Record<string, number> = {
    ArrowRight: here + 1,
    ArrowLeft: here - 1,
    Home: 0,
    End: marks.length - 1,
  }
  const next = to[event.key]
  if (here < 0 || next === undefined) return
  event.preventDefault()
  marks[Math.min(marks.length - 1, Math.max(0, next))]?.focus()
}

/** Title, drawing, legend, and the same data as a table behind a disclosure that needs no script. */
export function ChartFrame({ title, titleHidden, description, table, legend, children }: ChartFrameProps) {
  return (
    <figure className="chart">
      <figcaption className={titleHidden ? 'chart-hidden' : 'chart-title'}>
        {title}
        {description && <span className="chart-note">{description}</span>}
      </figcaption>
      {legend && legend.length > 1 && (
        <ul className="chart-legend">
          {legend.map((item) => (
            <li key={item.label}>
              <svg width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" rx="2" fill={fillOf(item.tone)} />
              </svg>
              {item.label}
            </li>
          ))}
        </ul>
      )}
      {children}
      <details className="chart-table">
        <summary>Show as table</summary>
        <table>
          <caption className="chart-hidden">{title}</caption>
          <thead>
            <tr>
              {table.head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell, index) =>
                  index === 0 ? (
                    <th key={table.head[index]} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={table.head[index]}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
