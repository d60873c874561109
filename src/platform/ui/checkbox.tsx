import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import { useId } from 'react'
import { type ChoiceProps, Labelled } from './labelled.tsx'

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
        className="relative mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface text-on-accent after:absolute after:-inset-2 touch:after:-inset-3.5 hover:border-ink-3 data-checked:border-transparent data-checked:bg-accent-fill data-indeterminate:border-transparent data-indeterminate:bg-accent-fill data-disabled:opacity-50"
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
