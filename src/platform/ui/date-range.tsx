import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { Field, Input } from './field.tsx'
import { formatDay } from './format.ts'
import { Popover } from './popover.tsx'

/** Calendar days, both included. */
export interface DayRange {
  from: string
  to: string
}

export interface RangePreset {
  label: string
  range: DayRange
}

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

/** Two days with the usual shortcuts. Keep the value in the address. */
export function DateRange({
  label = 'Period',
  value,
  onChange,
  presets = [],
}: {
  label?: string
  value: DayRange
  onChange: (range: DayRange) => void
  presets?: readonly RangePreset[]
}) {
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(value)
  const known = presets.find(({ range }) => range.from === value.from && range.to === value.to)
  const take = (range: DayRange) => {
    onChange(range)
    setOpen(false)
  }
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setDraft(value)
      }}
      trigger={
        <Button icon={CalendarDays} title={`${label}: ${formatDay(value.from)} to ${formatDay(value.to)}`}>
          {known?.label ?? `${formatDay(value.from)} – ${formatDay(value.to)}`}
        </Button>
      }
    >
      <div className="flex flex-col gap-3 sm:flex-row">
        {presets.length > 0 && (
          <ul className="flex min-w-36 flex-col sm:border-r sm:pr-2">
            {presets.map((preset) => (
              <li key={preset.label}>
                <button
                  type="button"
                  onClick={() => take(preset.range)}
                  className={cx(
                    'option w-full hover:bg-hover',
                    preset === known && 'font-medium text-accent',
                  )}
                >
                  {preset.label}
                </button>
              </li>
            ))}
          </ul>
        )}
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            take(draft.from <= draft.to ? draft : { from: draft.to, to: draft.from })
          }}
        >
          <Field label="From">
            <Input
              type="date"
              required
              value={draft.from}
              onChange={(from) => setDraft({ ...draft, from })}
            />
          </Field>
          <Field label="To">
            <Input type="date" required value={draft.to} onChange={(to) => setDraft({ ...draft, to })} />
          </Field>
          <Button type="submit" variant="primary" className="mt-1">
            Show this range
          </Button>
        </form>
      </div>
    </Popover>
  )
}
