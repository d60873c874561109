import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export interface SelectOption<Value extends string> {
  value: Value
  label: ReactNode
  hint?: ReactNode
  disabled?: boolean
}

export interface SelectProps<Value extends string> {
  value: Value | null
  onChange: (value: Value) => void
  options: readonly SelectOption<Value>[]
  placeholder?: string
  /** name for readers of the screen, when no Field stands around it */
  label?: string
  disabled?: boolean
  name?: string
  /** as wide as its content, for filter bars */
  compact?: boolean
  className?: string
}

/** One of a closed list. More than a dozen options: use Combobox. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const {
    value,
    onChange,
    options,
    placeholder = 'Choose',
    label,
    disabled,
    name,
    compact,
    className,
  } = props
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root
      items={options.map(({ value, label }) => ({ value, label }))}
      value={value}
      onValueChange={(next) => next !== null && onChange(next as Value)}
      disabled={disabled ?? false}
      name={name}
    >
      <Base.Trigger
        aria-label={label}
        className={cx(
          'control flex items-center justify-between gap-2 text-left',
          compact && '!w-auto',
          className,
        )}
      >
        <span className={cx('truncate', !chosen && 'text-ink-3')}>
          {/* the library takes an empty text for "nothing chosen"; here it may be an option */}
          <Base.Value>{() => chosen?.label ?? placeholder}</Base.Value>
        </span>
        <Base.Icon>
          <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-50">
          <Base.Popup className="pop max-h-[min(24rem,var(--available-height))] min-w-[max(var(--anchor-width),10rem)] overflow-y-auto p-1">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="option"
              >
                <span className="flex min-w-0 flex-1 flex-col">
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.hint && <span className="text-xs text-ink-3">{option.hint}</span>}
                </span>
                <Base.ItemIndicator>
                  <Check aria-hidden className="size-3.5 text-accent" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
