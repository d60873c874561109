import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { useId } from 'react'
import { type ChoiceProps, Labelled } from './labelled.tsx'

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
