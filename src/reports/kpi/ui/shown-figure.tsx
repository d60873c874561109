import type { ReactNode } from 'react'
import { Figure as Shown } from '#platform/ui/index.ts'
import { measure } from '../rules/catalogue.ts'
import type { Figure } from '../schema.ts'
import { deltaOf, figureText, noteOf, valueText } from './present.ts'
import type { OpenFigure } from './search.ts'

/** A figure of the dashboard with its change, its uncertainty and the way to its explanation. */
export function ShownFigure({
  figure,
  onOpen,
  label,
  note,
  children,
}: {
  figure: Figure
  onOpen: OpenFigure
  label?: string
  /** instead of what the figure itself says is left out */
  note?: ReactNode
  children?: ReactNode
}) {
  const delta = deltaOf(figure)
  const isCount = figure.unit === 'count'
  const isRate = figure.unit === 'money_per_day'
  return (
    <Shown
      label={label ?? measure(figure.key).name}
      term={figure.key}
      value={
        figure.value === null
          ? null
          : isRate
            ? valueText(figure.value, 'money', figure.currency, true)
            : figureText(figure, true)
      }
      note={note ?? noteOf(figure)}
      onExplain={() => onOpen(figure.recordSelector)}
      {...(isRate && { unit: 'per day' })}
      {...(delta && { delta })}
      {...(figure.thin && !isCount && { cases: figure.cases.denominator })}
      {...(figure.thin && figure.interval && { interval: figure.interval })}
    >
      {children}
    </Shown>
  )
}
