import { formatCount, formatDate, formatShare, RelativeTime, Section } from '#platform/ui/index.ts'
import { measure } from '../rules/catalogue.ts'
import type { Dashboard } from '../schema.ts'
import { FigureButton } from './funnel-section.tsx'
import { fieldWord, recordWord } from './present.ts'
import type { OpenFigure } from './search.ts'

/** How far the data reach, how complete they are, what is wrong with them: the ground the figures stand on. */
export function TrustSection({ shown, onOpen }: { shown: Dashboard; onOpen: OpenFigure }) {
  return (
    <Section
      title="Data trust"
      description="All records as they are now, whatever the period and filters."
      flush
    >
      <div className="grid gap-px bg-line *:min-w-0 *:bg-surface *:p-4 lg:grid-cols-3">
        <Troubles shown={shown} onOpen={onOpen} />
        <Completeness shown={shown} />
        <Freshness shown={shown} />
      </div>
    </Section>
  )
}

function Troubles({ shown, onOpen }: { shown: Dashboard; onOpen: OpenFigure }) {
  return (
    <div>
      <h3 className="mb-2 text-xs text-ink-3">To put right</h3>
      <dl className="flex flex-col">
        {shown.trust.figures.map((figure) => {
          const { name } = measure(figure.key)
          const isNone = figure.value === 0
          return (
            <div key={figure.key} className="flex items-baseline justify-between gap-3 py-1">
              <dt className={isNone ? 'text-ink-3' : ''}>{name}</dt>
              <dd className={`num text-right whitespace-nowrap ${isNone ? 'text-ink-3' : ''}`}>
                <FigureButton label={`Explain ${name}`} onClick={() => onOpen(figure.recordSelector)}>
                  {formatCount(figure.value)}
                </FigureButton>
                {figure.denominator !== null && figure.denominator > 0 && (
                  <span className="text-xs text-ink-3"> of {formatCount(figure.denominator)}</span>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}

function Completeness({ shown }: { shown: Dashboard }) {
  const lines = shown.trust.completeness.filter((line) => line.total > 0)
  const records = [...new Set(lines.map((line) => line.record))]
  return (
    <div>
      <h3 className="mb-2 text-xs text-ink-3">Fields filled in</h3>
      {records.length === 0 && <p className="text-ink-3">No records yet.</p>}
      {records.map((record) => (
        <div key={record} className="mb-3 last:mb-0">
          <p className="mb-0.5 text-xs font-medium">{recordWord(record)}</p>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4">
            {lines
              .filter((line) => line.record === record)
              .map((line) => (
                <li
                  key={line.field}
                  className="flex justify-between gap-2 py-0.5 text-xs"
                  title={`${formatCount(line.filled)} of ${formatCount(line.total)}`}
                >
                  <span className="text-ink-2">{fieldWord(line.field)}</span>
                  <span className={`num ${line.filled / line.total < 0.8 ? 'font-medium text-warn' : ''}`}>
                    {formatShare(line.filled / line.total, 0)}
                  </span>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

function Freshness({ shown }: { shown: Dashboard }) {
  const { freshness } = shown.trust
  return (
    <div>
      <h3 className="mb-2 text-xs text-ink-3">Freshness by source</h3>
      {freshness.length === 0 && <p className="text-ink-3">No source has sent anything yet.</p>}
      <ul className="flex flex-col">
        {freshness.map((line) => (
          <li key={`${line.source} ${line.kind}`} className="flex items-baseline justify-between gap-3 py-1">
            <span className="min-w-0 truncate">
              {line.source || 'No external id'}{' '}
              <span className="text-xs text-ink-3">{recordWord(line.kind).toLowerCase()}</span>
            </span>
            <span className="num flex flex-col text-right text-xs whitespace-nowrap text-ink-2">
              {line.lastOccurredAt === null ? 'undated' : `until ${formatDate(line.lastOccurredAt)}`}
              <span className="text-ink-3">
                came <RelativeTime at={line.lastRecordedAt} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
