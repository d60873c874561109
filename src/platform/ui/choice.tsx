import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup as BaseRadioGroup } from '@base-ui/react/radio-group'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { Check, Minus } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cx } from './cx.ts'

interface ChoiceProps {
  label: ReactNode
  hint?: ReactNode
  labelHidden?: boolean
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  name?: string
}

function Labelled({
  id,
  label,
  hint,
  hidden,
  children,
}: {
  id: string
  label: ReactNode
  hint?: ReactNode
  hidden?: boolean | undefined
  children: ReactNode
}) {
  return (
    <span className="flex items-start gap-2">
      {children}
      <label htmlFor={id} className={cx('min-w-0', hidden && 'sr-only')}>
        {label}
        {hint && <span className="block text-xs text-ink-3">{hint}</span>}
      </label>
    </span>
  )
}

export function Checkbox({
  label,
  hint,
  labelHidden,
  checked,
  onChange,
  indeterminate,
  ...rest
}: ChoiceProps & { indeterminate?: boolean }) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} hidden={labelHidden}>
      <BaseCheckbox.Root
        id={id}
        checked={checked}
        indeterminate={indeterminate ?? false}
        onCheckedChange={onChange}
        className="relative mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface text-on-accent after:absolute after:-inset-2 hover:border-ink-3 data-checked:border-transparent data-checked:bg-accent-fill data-indeterminate:border-transparent data-indeterminate:bg-accent-fill data-disabled:opacity-50"
        {...rest}
      >
        <BaseCheckbox.Indicator>
          {indeterminate ? (
            <Minus aria-hidden className="size-3" strokeWidth={3} />
          ) : (
            <Check aria-hidden className="size-3" strokeWidth={3} />
          )}
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
    </Labelled>
  )
}

export function Switch({ label, hint, labelHidden, checked, onChange, ...rest }: ChoiceProps) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} hidden={labelHidden}>
      <BaseSwitch.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        className="relative mt-px flex h-[18px] w-8 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-colors after:absolute after:-inset-2 data-checked:border-transparent data-checked:bg-accent-fill data-disabled:opacity-50"
        {...rest}
      >
        <BaseSwitch.Thumb className="size-3 rounded-full bg-ink-3 transition-transform duration-150 data-checked:translate-x-[14px] data-checked:bg-on-accent" />
      </BaseSwitch.Root>
    </Labelled>
  )
}

export interface RadioOption<Value extends string> {
  value: Value
  label: ReactNode
  hint?: ReactNode
  disabled?: boolean
}

/** One of a few, all visible. `label` names the group. */
export function RadioGroup<Value extends string>({
  label,
  value,
  onChange,
  options,
  name,
}: {
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly RadioOption<Value>[]
  name?: string
}) {
  const id = useId()
  return (
    <BaseRadioGroup
      aria-label={label}
      name={name}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="flex flex-col gap-2"
    >
      {options.map((option) => (
        <Labelled key={option.value} id={`${id}-${option.value}`} label={option.label} hint={option.hint}>
          <Radio.Root
            id={`${id}-${option.value}`}
            value={option.value}
            disabled={option.disabled ?? false}
            className="relative mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface after:absolute after:-inset-2 hover:border-ink-3 data-checked:border-transparent data-checked:bg-accent-fill data-disabled:opacity-50"
          >
            <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
          </Radio.Root>
        </Labelled>
      ))}
    </BaseRadioGroup>
  )
}
