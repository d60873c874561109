import { lazy, Suspense } from 'react'
import { type DateRangeProps, type RangePreset, rangeButton } from './date-range-face.tsx'

const Picker = lazy(() => import('./date-range-picker.tsx'))

const shift = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The usual ranges, counted back from `today` (a calendar day of the workspace). */
export function rangePresets(today: string): RangePreset[] {
  const year = Number(today.slice(0, 4))
  const quarterStart = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3
  const first = (month: number) => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
  return [
    { label: 'Last 30 days', range: { from: shift(today, -29), to: today } },
    { label: 'Last 90 days', range: { from: shift(today, -89), to: today } },
    { label: 'This quarter', range: { from: first(quarterStart), to: today } },
    { label: 'Last quarter', range: { from: first(quarterStart - 3), to: shift(first(quarterStart), -1) } },
    { label: 'This year', range: { from: first(0), to: today } },
    { label: 'Last 12 months', range: { from: shift(today, -364), to: today } },
  ]
}

/** Two days with the usual shortcuts, whose panel is fetched after the page is drawn. Keep the value in the address. */
export function DateRange(props: DateRangeProps) {
  return (
    <Suspense fallback={rangeButton(props)}>
      <Picker {...props} />
    </Suspense>
  )
}
