import { bucketOf } from '#platform/kernel/days.ts'
import { formatCount, formatDay, Section, Segmented, Term, Trend } from '#platform/ui/index.ts'
import type { Dashboard } from '../schema.ts'
import { FigureButton } from './funnel-section.tsx'
import { figureText, valueText } from './present.ts'
import type { DashboardSearch, OpenFigure, SetSearch } from './search.ts'
import { ShownFigure } from './shown-figure.tsx'

const BUCKETS = [
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' },
] as const

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' })

/** Entries per week or month. The stages after the first are drawn, the first only when asked for by its size. */
export function TrendSection({
  shown,
  search,
  setSearch,
}: {
  shown: Dashboard
  search: DashboardSearch
  setSearch: SetSearch
}) {
  const { buckets, series } = shown.trend
  const used = series.filter((line) => line.values.some((value) => value > 0))
  const labels = buckets.map((day) =>
    shown.bucket === 'month' ? MONTH.format(Date.parse(`${day}T00:00:00Z`)) : formatDay(day),
  )
  const openFrom = openBucket(shown)
  return (
    <Section
      title="Entered, over time"
      description={`Moves into each stage by ${shown.bucket}, days in ${shown.timeZone}. Dashed: not over yet.`}
      actions={
        <Segmented
          label="Size of the steps"
          value={search.bucket}
          onChange={(bucket) => setSearch({ bucket })}
          options={BUCKETS}
        />
      }
    >
      <Trend
        title={`Entered by ${shown.bucket}`}
        titleHidden
        labels={labels}
        series={used.map(({ stage, values }) => ({ key: stage.key, label: stage.name, values }))}
        {...(openFrom >= 0 && { openFrom })}
        height={220}
      />
    </Section>
  )
}

/** Index of the first bucket that the data do not cover to its end. */
function openBucket(shown: Dashboard): number {
  if (shown.knownUntil === null) return -1
  const knownDay = new Intl.DateTimeFormat('en-CA', { timeZone: shown.timeZone }).format(shown.knownUntil)
  return shown.trend.buckets.findIndex((day) => day >= bucketOf(knownDay, shown.bucket))
}

/** How long those who stand in each stage have stood there. */
export function AgesSection({ shown, onOpen }: { shown: Dashboard; onOpen: OpenFigure }) {
  return (
    <Section
      title="Standing in each stage"
      description="Now, whatever the period. Skipped stages are left out."
      flush
    >
      <table className="w-full text-sm">
        <thead className="border-b text-xs text-ink-3">
          <tr>
            <th scope="col" className="px-4 py-2 text-left font-normal">
              Stage
            </th>
            <th scope="col" className="px-2 py-2 text-right font-normal">
              People
            </th>
            <th scope="col" className="px-2 py-2 text-right font-normal">
              Median
            </th>
            <th scope="col" className="px-4 py-2 text-right font-normal">
              P90
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.ages.map(({ stage, standing, median, p90Days }) => (
            <tr key={stage.key} className="border-b last:border-0">
              <th scope="row" className="px-4 py-1.5 text-left font-normal">
                <Term k={stage.key}>{stage.name}</Term>
              </th>
              <td className="num px-2 py-1.5 text-right">{formatCount(standing)}</td>
              <td
                className={`num px-2 py-1.5 text-right whitespace-nowrap ${median.thin ? 'text-ink-3' : ''}`}
              >
                <FigureButton
                  label={`Explain the time in ${stage.name}`}
                  onClick={() => onOpen(median.recordSelector)}
                >
                  {figureText(median)}
                </FigureButton>
              </td>
              <td className="num px-4 py-1.5 text-right whitespace-nowrap text-ink-2">
                {valueText(p90Days, 'days')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

/** How fast hand-raises are answered; those still waiting count as waiting, not as missing. */
export function ResponseSection({ shown, onOpen }: { shown: Dashboard; onOpen: OpenFigure }) {
  const { attempt, contact } = shown.response
  const waiting = `${formatCount(attempt.raised)} hand-raises, ${formatCount(attempt.waiting)} still waiting`
  return (
    <Section title="Response to hand-raises" description={waiting} flush>
      <div className="grid grid-cols-2 gap-px bg-line *:bg-surface *:p-4">
        <ShownFigure
          figure={attempt.p50}
          label="First try, half"
          onOpen={onOpen}
          note={unknownYet(attempt.p50.value)}
        />
        <ShownFigure
          figure={attempt.p90}
          label="First try, 9 in 10"
          onOpen={onOpen}
          note={unknownYet(attempt.p90.value)}
        />
        <ShownFigure
          figure={contact.p50}
          label="Spoke, half"
          onOpen={onOpen}
          note={unknownYet(contact.p50.value)}
        />
        <ShownFigure
          figure={contact.p90}
          label="Spoke, 9 in 10"
          onOpen={onOpen}
          note={unknownYet(contact.p90.value)}
        />
      </div>
    </Section>
  )
}

const unknownYet = (value: number | null) => (value === null ? 'too many still wait to say' : 'by then')
