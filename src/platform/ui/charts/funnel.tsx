import type { ReactNode } from 'react'
import { formatCount, formatShare } from '../format.ts'
import { ChartFrame } from './frame.tsx'
import { fillOf, percent, toneOfTeam } from './tone.ts'

export interface FunnelStep {
  key: string
  label: string
  count: number
  /** owner of the stage: marketing, sales, success */
  team?: string
  /** share 0-1 of the step before that reached this one; `null` when it cannot be known */
  conversion?: number | null
  /** cases the conversion rests on; below 30 it is greyed */
  cases?: number
  interval?: { low: number; high: number }
  /** further words beside the conversion, e.g. `median 3 d` */
  detail?: string
  /** the cohort has not had its time yet */
  immature?: boolean
  /** records of this step */
  href?: string
}

export interface FunnelProps {
  title: string
  titleHidden?: boolean
  description?: ReactNode
  steps: readonly FunnelStep[]
  /** what is counted, e.g. `people` */
  unit?: string
  /** draws the name of a step, e.g. with its definition; text when absent */
  renderLabel?: (step: FunnelStep) => ReactNode
  /** draws the count, e.g. as a button that opens its explanation */
  renderCount?: (step: FunnelStep) => ReactNode
  /** draws the conversion, e.g. as a button that opens its explanation */
  renderConversion?: (step: FunnelStep, text: string) => ReactNode
}

/** `34.2%`, with its interval when it rests on few cases. */
function conversionText(step: FunnelStep): string {
  if (step.conversion === undefined) return ''
  const thin = step.cases !== undefined && step.cases < 30
  const text = formatShare(step.conversion)
  return thin && step.interval
    ? `${text} (${formatShare(step.interval.low, 0)} to ${formatShare(step.interval.high, 0)}, ${step.cases} cases)`
    : text
}

function Conversion({ step, render }: { step: FunnelStep; render: FunnelProps['renderConversion'] }) {
  const text = conversionText(step)
  const thin = (step.cases !== undefined && step.cases < 30) || step.conversion === null
  return (
    <p className={thin ? 'chart-step chart-faint' : 'chart-step'}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path d="M5 1v8M2 6l3 3 3-3" fill="none" stroke="currentColor" strokeWidth="1.3" />
      </svg>
      <span className="chart-hidden">Went on from the step before: </span>
      {render ? render(step, text) : text}
      {step.detail && <span className="chart-faint">{step.detail}</span>}
      {step.immature && <span className="chart-faint">still maturing</span>}
    </p>
  )
}

/** Stages as horizontal bars on one scale, the share that goes on between them. Colour is the team that owns the stage. */
export function Funnel(props: FunnelProps) {
  const {
    title,
    titleHidden,
    description,
    steps,
    unit = 'Count',
    renderLabel,
    renderCount,
    renderConversion,
  } = props
  const most = Math.max(1, ...steps.map((step) => step.count))
  return (
    <ChartFrame
      title={title}
      titleHidden={titleHidden ?? false}
      description={description}
      table={{
        head: ['Stage', unit, 'Went on from the step before', 'Owner'],
        rows: steps.map((step) => [
          step.label,
          formatCount(step.count),
          conversionText(step) || '–',
          step.team ?? '–',
        ]),
      }}
    >
      <ol className="chart-funnel">
        {steps.map((step) => (
          <li key={step.key}>
            {step.conversion !== undefined && <Conversion step={step} render={renderConversion} />}
            <div className="chart-row">
              <span className="chart-label">
                {renderLabel ? (
                  renderLabel(step)
                ) : step.href ? (
                  <a href={step.href}>{step.label}</a>
                ) : (
                  step.label
                )}
              </span>
              <svg className="chart-bar" width="100%" height="22" aria-hidden="true">
                <rect width="100%" height="22" rx="3" fill="var(--track, #eeeeeb)" />
                <rect
                  width={percent(step.count / most)}
                  height="22"
                  rx="3"
                  fill={fillOf(toneOfTeam(step.team))}
                  fillOpacity={step.immature ? 0.45 : 1}
                />
              </svg>
              <span className="chart-value">{renderCount ? renderCount(step) : formatCount(step.count)}</span>
            </div>
          </li>
        ))}
      </ol>
    </ChartFrame>
  )
}
