import { Radio } from '@base-ui/react/radio'
import { RadioGroup as BaseRadioGroup } from '@base-ui/react/radio-group'
import { type ReactNode, useId } from 'react'
import { Labelled } from './labelled.tsx'

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
