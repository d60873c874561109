import { useState } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { type DateRangeProps, type DayRange, knownPreset, rangeButton } from './date-range-face.tsx'
import { Field, Input } from './field.tsx'
import { Popover } from './popover.tsx'

/** The button with its panel: presets, and two days of one's own. */
export default function DateRangePicker(props: DateRangeProps) {
  const { label = 'Period', value, onChange, presets = [] } = props
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(value)
  const known = knownPreset(props)
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
      trigger={rangeButton(props)}
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
