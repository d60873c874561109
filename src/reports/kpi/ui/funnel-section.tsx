import { Funnel, type FunnelStep, formatCount, Section, Term } from '#platform/ui/index.ts'
import type { Dashboard } from '../schema.ts'
import { noteOf } from './present.ts'
import type { OpenFigure } from './search.ts'

/** The funnel both teams read: a bar per stage, and between them the share that went on. */
export function FunnelSection({ shown, onOpen }: { shown: Dashboard; onOpen: OpenFigure }) {
  const isCohort = shown.basis === 'cohort'
  return (
    <Section
      title="Funnel"
      description={
        isCohort
          ? `Each bar: people who entered the stage in the period. Below it: how many of them went on within ${shown.withinDays} days.`
          : 'Each bar: moves into the stage in the period. Below it: moves into the next stage for each of them, whoever made them.'
      }
    >
      <Funnel
        title={isCohort ? 'Funnel by cohort' : 'Funnel by period'}
        titleHidden
        unit="Entered"
        steps={shown.funnel.map((line, position) => stepOf(shown, line, position))}
        renderLabel={(step) => <Term k={step.key}>{step.label}</Term>}
        renderCount={(step) => (
          <FigureButton
            label={`Explain how many entered ${step.label}`}
            onClick={() => onOpen({ figure: 'stage_entries', stage: step.key })}
          >
            {formatCount(step.count)}
          </FigureButton>
        )}
        renderConversion={(step, text) => {
          const before = shown.funnel[shown.funnel.findIndex((line) => line.stage.key === step.key) - 1]!
          return (
            <FigureButton
              label={`Explain the conversion from ${before.stage.name} to ${step.label}`}
              onClick={() => onOpen({ figure: 'stage_conversion', stage: before.stage.key })}
            >
              {text}
            </FigureButton>
          )
        }}
      />
    </Section>
  )
}

function stepOf(
  shown: Dashboard,
  { stage, entered }: Dashboard['funnel'][number],
  position: number,
): FunnelStep {
  const from = shown.funnel[position - 1]?.conversion
  const detail = from && noteOf(from)
  return {
    key: stage.key,
    label: stage.name,
    count: entered.value ?? 0,
    ...(stage.owner && { team: stage.owner }),
    ...(from && { conversion: from.value, cases: from.cases.denominator }),
    ...(from?.interval && { interval: from.interval }),
    ...(detail && { detail }),
  }
}

/** A number that opens its explanation. */
export function FigureButton({
  label,
  onClick,
  children,
}: {
  label: string
  onClick: () => void
  children: string
}) {
  return (
    <button
      type="button"
      aria-label={`${children}. ${label}`}
      onClick={onClick}
      className="num -mx-1 cursor-pointer rounded-sm px-1 hover:bg-hover hover:text-accent"
    >
      {children}
    </button>
  )
}
