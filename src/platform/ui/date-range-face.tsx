import { CalendarDays } from 'lucide-react'
import { Button } from './button.tsx'
import { formatDay } from './format.ts'

/** Calendar days, both included. */
export interface DayRange {
  from: string
  to: string
}

export interface RangePreset {
  label: string
  range: DayRange
}

export interface DateRangeProps {
  label?: string
  value: DayRange
  onChange: (range: DayRange) => void
  presets?: readonly RangePreset[]
}

/** The preset that is shown, when it is one. */
export function knownPreset({ value, presets = [] }: DateRangeProps): RangePreset | undefined {
  return presets.find(({ range }) => range.from === value.from && range.to === value.to)
}

/** The button that says which days are shown; an element, so that a popover can take it as its trigger. */
export function rangeButton(props: DateRangeProps) {
  const { label = 'Period', value } = props
  const days = [formatDay(value.from), formatDay(value.to)]
  return (
    <Button icon={CalendarDays} title={`${label}: ${days.join(' to ')}`}>
      {knownPreset(props)?.label ?? days.join(' – ')}
    </Button>
  )
}
