import { Field as Base } from '@base-ui/react/field'
import { Input as BaseInput } from '@base-ui/react/input'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'

export interface FieldProps {
  label: ReactNode
  /** keeps the label for readers of the screen only */
  labelHidden?: boolean
  hint?: ReactNode
  /** what is wrong and how to mend it; marks the control */
  error?: string | undefined
  optional?: boolean
  className?: string
  children: ReactNode
}

/** Label, control, hint and error as one. The control inside is wired to them by itself. */
export function Field({ label, labelHidden, hint, error, optional, className, children }: FieldProps) {
  return (
    <Base.Root invalid={Boolean(error)} className={cx('flex min-w-0 flex-col gap-1', className)}>
      <Base.Label
        className={cx('flex items-baseline gap-1.5 text-xs font-medium text-ink-2', labelHidden && 'sr-only')}
      >
        {label}
        {optional && <span className="font-normal text-ink-3">optional</span>}
      </Base.Label>
      {children}
      {hint && !error && <Base.Description className="text-xs text-ink-3">{hint}</Base.Description>}
      <Base.Error match={Boolean(error)} className="text-xs text-bad">
        {error}
      </Base.Error>
    </Base.Root>
  )
}

export interface InputProps
  extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'defaultValue' | 'size'> {
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
  icon?: LucideIcon
  /** right-aligned tabular figures */
  numeric?: boolean
  /** unit or button at the right end */
  end?: ReactNode
}

export function Input({ onChange, icon: Icon, numeric, end, className, ...rest }: InputProps) {
  const input = (
    <BaseInput
      onValueChange={(value) => onChange?.(value)}
      className={cx(
        'control',
        Icon && '!pl-8',
        numeric && 'num text-right',
        Boolean(end) && '!pr-9',
        !(Icon || end) && className,
      )}
      {...rest}
    />
  )
  if (!Icon && !end) return input
  return (
    <span className={cx('relative block', className)}>
      {Icon && (
        <Icon
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
          strokeWidth={1.75}
        />
      )}
      {input}
      {end && <span className="absolute top-1/2 right-2 -translate-y-1/2 text-xs text-ink-3">{end}</span>}
    </span>
  )
}

export interface TextareaProps extends Omit<ComponentProps<'textarea'>, 'onChange'> {
  onChange?: (value: string) => void
}

export function Textarea({ onChange, className, rows = 4, ...rest }: TextareaProps) {
  return (
    <Base.Control
      render={<textarea rows={rows} {...rest} />}
      onValueChange={(value) => onChange?.(value)}
      className={cx('control !h-auto resize-y py-1.5', className)}
    />
  )
}
