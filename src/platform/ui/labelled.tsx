import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export interface ChoiceProps {
  label: ReactNode
  hint?: ReactNode
  labelHidden?: boolean
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  name?: string
}

/** A small control with its words beside it; a click on the words works too. */
export function Labelled({
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
