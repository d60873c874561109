import { Badge, formatMoney, formatShare, Section } from '#platform/ui/index.ts'
import type { Dashboard, Figure } from '../schema.ts'
import type { OpenFigure } from './search.ts'
import { ShownFigure } from './shown-figure.tsx'

/** The three meanings of sourced side by side, the signed one marked; influenced stands apart because it is never added. */
export function PipelineSection({ shown, onOpen }: { shown: Dashboard; onOpen: OpenFigure }) {
  const { pipeline, currency } = shown
  const meanings = [
    { figure: pipeline.origin, label: 'Origin field', says: 'The CRM says marketing.' },
    { figure: pipeline.firstTouch, label: 'First touch', says: 'The very first touch was marketing’s.' },
    { figure: pipeline.beforeSales, label: 'Before sales', says: 'Marketing touched before sales did.' },
  ]
  const people = pipeline.mode === 'explicit' ? 'people with a contact role' : 'everybody at the account'
  return (
    <Section
      title="Sourced by marketing"
      description={`Three meanings of the same ${formatMoney(pipeline.created.value, currency, { short: true })} created in the period; they overlap. Touches of ${people}, look-back ${pipeline.lookbackDays} days.`}
      flush
    >
      <div className="grid gap-px bg-line *:min-w-0 *:bg-surface *:p-4 sm:grid-cols-2 xl:grid-cols-[repeat(3,1fr)_minmax(0,1fr)]">
        {meanings.map(({ figure, label, says }) => (
          <ShownFigure
            key={figure.key}
            figure={figure}
            label={label}
            onOpen={onOpen}
            note={
              <>
                {figure.key === pipeline.leading && <Badge tone="accent">Signed meaning</Badge>} {says}
              </>
            }
          >
            <ShareBar figure={figure} />
          </ShownFigure>
        ))}
        <ShownFigure
          figure={pipeline.influenced}
          label="Influenced"
          onOpen={onOpen}
          note="At least one marketing touch. Never added to sourced."
        >
          <ShareBar figure={pipeline.influenced} quiet />
        </ShownFigure>
      </div>
      <Unexplained shown={shown} />
    </Section>
  )
}

function ShareBar({ figure, quiet = false }: { figure: Figure; quiet?: boolean }) {
  const whole = figure.denominator ?? 0
  const share = whole > 0 ? (figure.value ?? 0) / whole : null
  return (
    <div className="mt-1.5 flex items-center gap-2">
      <svg width="100%" height="6" aria-hidden="true" className="min-w-0 flex-1">
        <rect width="100%" height="6" rx="3" fill="var(--track)" />
        <rect
          width={`${Math.min(100, (share ?? 0) * 100)}%`}
          height="6"
          rx="3"
          className={quiet ? 'fill-ink-3' : 'fill-accent-fill'}
        />
      </svg>
      <span className="num w-12 text-right text-xs text-ink-2">{formatShare(share, 0)}</span>
    </div>
  )
}

/** What the figures above cannot say anything about. */
function Unexplained({ shown }: { shown: Dashboard }) {
  const { pipeline, otherCurrencies } = shown
  const lines = [
    pipeline.withoutTouch > 0 && `${pipeline.withoutTouch} opportunities without any touch`,
    pipeline.withoutOrigin > 0 && `${pipeline.withoutOrigin} without an origin`,
    ...pipeline.created.leftOut.map((line) => `${line.count} ${line.reason.toLowerCase()}`),
    ...otherCurrencies
      .filter((line) => line.created.deals > 0)
      .map(
        (line) =>
          `${formatMoney(line.created.amountMinor, line.currency, { short: true })} in ${line.created.deals} deals not converted`,
      ),
  ].filter(Boolean)
  if (lines.length === 0) return null
  return <p className="num border-t px-4 py-2.5 text-xs text-ink-3">{lines.join(' · ')}</p>
}
