import { Progress as BaseProgress } from '@base-ui/react/progress'
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { type Fault, faultOf } from './fault.ts'

/** Nothing here yet: why, and the one next step. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon?: LucideIcon
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-10 text-center">
      {Icon && (
        <span className="mb-3 flex size-9 items-center justify-center rounded-lg border bg-surface text-ink-3">
          <Icon aria-hidden className="size-4.5" strokeWidth={1.5} />
        </span>
      )}
      <p className="font-medium">{title}</p>
      {children && <div className="mt-1 text-pretty text-ink-3">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

/** What went wrong, what to do next, and the id that support can look up. Takes any thrown value. */
export function ErrorState({
  error,
  onRetry,
  compact = false,
}: {
  error: unknown
  onRetry?: () => void
  compact?: boolean
}) {
  const fault: Fault = faultOf(error)
  return (
    <div
      role="alert"
      className={cx('flex items-start gap-3', compact ? 'py-1' : 'mx-auto max-w-lg px-4 py-10')}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0">
        <p className="font-medium">{fault.title}</p>
        <p className="text-ink-2">{fault.advice}</p>
        {fault.errors.length > 0 && (
          <ul className="mt-1 list-disc pl-4 text-xs text-ink-2">
            {fault.errors.slice(0, 5).map((one) => (
              <li key={one.pointer + one.detail}>
                {one.pointer && <code className="font-mono text-2xs">{one.pointer}</code>} {one.detail}
              </li>
            ))}
          </ul>
        )}
        {fault.requestId && <p className="num mt-1 text-xs text-ink-3">Request {fault.requestId}</p>}
        {onRetry && (
          <Button size="sm" className="mt-3" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  )
}

/** Stands where content will be, in its shape. */
export function Skeleton({ className = 'h-4 w-full' }: { className?: string }) {
  return <div aria-hidden className={cx('animate-pulse rounded-sm bg-[var(--track)]', className)} />
}

/** Lines of text to come, with a word for readers of the screen. */
export function Loading({ lines = 5, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div role="status" className="flex flex-col gap-3 py-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders
        <Skeleton key={index} className={cx('h-4', ['w-full', 'w-11/12', 'w-4/5'][index % 3])} />
      ))}
    </div>
  )
}

/** How far a known amount of work is; `value` 0-1, `null` while the amount is unknown. */
export function Progress({
  label,
  value,
  detail,
}: {
  label: string
  value: number | null
  detail?: ReactNode
}) {
  return (
    <BaseProgress.Root
      value={value === null ? null : Math.round(value * 100)}
      className="flex flex-col gap-1"
    >
      <div className="flex items-baseline justify-between gap-3 text-xs">
        <BaseProgress.Label className="text-ink-2">{label}</BaseProgress.Label>
        <span className="num text-ink-3">
          {detail ?? (value === null ? '' : `${Math.floor(value * 100)}%`)}
        </span>
      </div>
      <BaseProgress.Track className="h-1.5 overflow-hidden rounded-full bg-[var(--track)]">
        <BaseProgress.Indicator className="h-full rounded-full bg-accent-fill transition-[width] duration-300 data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
      </BaseProgress.Track>
    </BaseProgress.Root>
  )
}

const BANNERS = {
  info: { icon: Info, look: 'bg-accent-soft text-ink', mark: 'text-accent' },
  good: { icon: CircleCheck, look: 'bg-good-soft text-ink', mark: 'text-good' },
  warn: { icon: TriangleAlert, look: 'bg-warn-soft text-ink', mark: 'text-warn' },
  bad: { icon: CircleAlert, look: 'bg-bad-soft text-ink', mark: 'text-bad' },
}

/** A notice that stays until its cause is gone or it is dismissed. */
export function Banner({
  tone = 'info',
  title,
  children,
  action,
  onDismiss,
}: {
  tone?: keyof typeof BANNERS
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
  onDismiss?: () => void
}) {
  const { icon: Icon, look, mark } = BANNERS[tone]
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cx('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-3 py-2', look)}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1 basis-52">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-ink-2">{children}</div>}
      </div>
      {action}
      {onDismiss && <IconButton icon={X} label="Dismiss" size="sm" onClick={onDismiss} />}
    </div>
  )
}
