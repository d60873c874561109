import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'
import { Anchor, type AnchorProps } from './link.tsx'
import { Tooltip } from './tooltip.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'sm' | 'md' | 'lg'

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    'border-transparent bg-accent-fill text-on-accent enabled:hover:bg-accent-fill-hover [a&]:hover:bg-accent-fill-hover',
  secondary: 'border-line-strong bg-surface text-ink enabled:hover:bg-hover [a&]:hover:bg-hover',
  quiet:
    'border-transparent bg-transparent text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink [a&]:hover:bg-hover',
  danger: 'border-transparent bg-bad-fill text-on-accent enabled:hover:bg-bad-fill-hover',
}

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-7 gap-1.5 px-2 text-xs touch:h-9',
  md: 'h-8 gap-1.5 px-3 text-sm touch:h-10',
  lg: 'h-10 gap-2 px-4 text-base touch:h-11',
}

function look(variant: ButtonVariant, size: ButtonSize, square: boolean): string {
  return cx(
    'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors duration-100',
    'disabled:cursor-not-allowed disabled:opacity-50 data-popup-open:bg-hover',
    VARIANTS[variant],
    SIZES[size],
    square && '!px-0 aspect-square',
  )
}

interface Looks {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: LucideIcon
}

export interface ButtonProps extends ComponentProps<'button'>, Looks {
  /** shows that its work is running and takes no further clicks */
  busy?: boolean
}

export function Button({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(look(variant, size, false), className)}
      {...rest}
    >
      {busy ? (
        <LoaderCircle aria-hidden className="size-4 animate-spin" />
      ) : (
        Icon && <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      )}
      {children}
    </button>
  )
}

/** Looks like a button, is a link: for going somewhere or fetching a file (`download`). */
export function ButtonLink({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  className,
  children,
  ...rest
}: AnchorProps & Looks) {
  return (
    <Anchor className={cx(look(variant, size, false), className)} {...rest}>
      {Icon && <Icon aria-hidden className="size-4" strokeWidth={1.75} />}
      {children}
    </Anchor>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon
  /** what it does; read aloud and shown as a tooltip */
  label: string
  variant?: ButtonVariant
  size?: ButtonSize
  /** key that does the same, shown in the tooltip */
  shortcut?: ReactNode
}

export function IconButton({
  icon: Icon,
  label,
  variant = 'quiet',
  size = 'md',
  shortcut,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <button type="button" aria-label={label} className={cx(look(variant, size, true), className)} {...rest}>
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      </button>
    </Tooltip>
  )
}
