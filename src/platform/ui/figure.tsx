import { ArrowDownRight, ArrowRight, ArrowUpRight, CircleHelp } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { formatShare } from './format.ts'
import { Skeleton } from './states.tsx'
import { Term } from './term.tsx'

export interface FigureDelta {
  /** change, already in words: `+12%`, `-3 days` */
  text: string
  direction: 'up' | 'down' | 'flat'
  /** whether this direction is good; leave out when it is neither */
  better?: boolean
  /** compared with what, e.g. `vs previous quarter` */
  against?: string
}

export interface FigureProps {
  label: string
  /** lexicon key that defines the label */
  term?: string
  /** the number, formatted: `<Money …/>`, `'34.2%'`; `null` when it cannot be known */
  value: ReactNode | null
  unit?: string
  delta?: FigureDelta
  /** shares 0-1: the range the true value lies in with 95 % */
  interval?: { low: number; high: number }
  /** number of cases behind it; below 30 the number is greyed and its interval shown */
  cases?: number
  /** why it is unknown or incomplete, in one short line */
  note?: ReactNode
  /** opens definition, formula and records */
  onExplain?: () => void
  loading?: boolean
  /** a sparkline or small chart below */
  children?: ReactNode
}

const ARROWS = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight }

function Delta({ delta }: { delta: FigureDelta }) {
  const Arrow = ARROWS[delta.direction]
  const tone =
    delta.better === undefined || delta.direction === 'flat'
      ? 'text-ink-3'
      : delta.better
        ? 'text-good'
        : 'text-bad'
  return (
    <span className={cx('num inline-flex flex-wrap items-center gap-x-1.5 text-xs', tone)}>
      <span className="inline-flex items-center gap-0.5 whitespace-nowrap">
        <Arrow aria-hidden className="size-3.5 shrink-0" />
        {delta.text}
      </span>
      {delta.against && <span className="text-ink-3"> {delta.against}</span>}
    </span>
  )
}

/** One number with everything needed to trust it: unit, change, uncertainty, and the way to its explanation. */
export function Figure(props: FigureProps) {
  const { label, term, value, unit, delta, interval, cases, note, onExplain, loading, children } = props
  const thin = cases !== undefined && cases < 30
  return (
    <div className="group/figure flex min-w-0 flex-col gap-0.5">
      <div className="flex min-h-6 items-center justify-between gap-1 text-xs text-ink-2">
        <span className="min-w-0 truncate">{term ? <Term k={term}>{label}</Term> : label}</span>
        {onExplain && (
          <IconButton
            icon={CircleHelp}
            label={`Explain ${label}`}
            size="sm"
            onClick={onExplain}
            className="no-print -my-1 -mr-1.5 !h-6 !text-ink-3"
          />
        )}
      </div>
      {loading ? (
        <Skeleton className="my-1 h-6 w-24" />
      ) : (
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span
            className={cx(
              'num text-xl font-semibold tracking-[-0.01em]',
              (thin || value === null) && 'text-ink-3',
            )}
          >
            {value ?? '–'}
            {unit && value !== null && <span className="ml-1 text-sm font-normal text-ink-3">{unit}</span>}
          </span>
          {delta && <Delta delta={delta} />}
        </div>
      )}
      {thin && !loading && (
        <p className="num text-xs text-ink-3">
          {cases} {cases === 1 ? 'case' : 'cases'}
          {interval && `, likely ${formatShare(interval.low, 0)} to ${formatShare(interval.high, 0)}`}
        </p>
      )}
      {note && <p className="text-xs text-ink-3">{note}</p>}
      {children}
    </div>
  )
}

/** A row of figures divided by hairlines. */
export function FigureRow({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line *:bg-surface *:p-4 sm:grid-cols-3 lg:grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))]">
      {children}
    </div>
  )
}
