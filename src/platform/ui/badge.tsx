import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad' | 'marketing' | 'sales' | 'success'

const TONES: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink-2 border-line',
  accent: 'bg-accent-soft text-accent border-transparent',
  good: 'bg-good-soft text-good border-transparent',
  warn: 'bg-warn-soft text-warn border-transparent',
  bad: 'bg-bad-soft text-bad border-transparent',
  marketing: 'bg-marketing-soft text-marketing border-transparent',
  sales: 'bg-sales-soft text-sales border-transparent',
  success: 'bg-success-soft text-success border-transparent',
}

/** A short state or kind. The word carries the meaning, the colour only helps. */
export function Badge({
  tone = 'neutral',
  icon: Icon,
  children,
}: {
  tone?: Tone
  icon?: LucideIcon
  children: ReactNode
}) {
  return (
    <span
      className={cx(
        'inline-flex h-5 max-w-full items-center gap-1 rounded-sm border px-1.5 text-xs whitespace-nowrap',
        TONES[tone],
      )}
    >
      {Icon && <Icon aria-hidden className="size-3" strokeWidth={2} />}
      <span className="truncate">{children}</span>
    </span>
  )
}

const TEAMS: Record<string, { tone: Tone; name: string; mark: string }> = {
  marketing: { tone: 'marketing', name: 'Marketing', mark: 'rounded-full bg-marketing-fill' },
  sales: { tone: 'sales', name: 'Sales', mark: 'rounded-[2px] bg-sales-fill' },
  success: { tone: 'success', name: 'Success', mark: 'rotate-45 rounded-[1px] bg-success-fill' },
}

/** Which team something belongs to: colour, shape and name, so that colour alone never decides. */
export function TeamBadge({ team, short = false }: { team: string; short?: boolean }) {
  const known = TEAMS[team]
  const name = known?.name ?? team
  return (
    <span className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-2">
      <span aria-hidden className={cx('size-2 shrink-0', known?.mark ?? 'rounded-full bg-ink-3')} />
      <span className={short ? 'sr-only' : undefined}>{name}</span>
    </span>
  )
}

/** Initials of a person or company, on a quiet ground. */
export function Avatar({
  name,
  size = 24,
  square = false,
}: {
  name: string
  size?: 20 | 24 | 32 | 40
  square?: boolean
}) {
  const words = name.trim().split(/\s+/)
  const initials = ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase()
  const sizes = {
    20: 'size-5 text-[9px]',
    24: 'size-6 text-[10px]',
    32: 'size-8 text-xs',
    40: 'size-10 text-sm',
  }
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 select-none items-center justify-center border bg-sunken font-medium text-ink-2',
        sizes[size],
        square ? 'rounded-md' : 'rounded-full',
      )}
    >
      {initials || '?'}
    </span>
  )
}
