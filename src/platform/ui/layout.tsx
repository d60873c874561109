import { ChevronRight } from 'lucide-react'
import { type ReactNode, useEffect, useId } from 'react'
import { cx } from './cx.ts'
import { Link } from './link.tsx'

/** A quiet framed surface. `flush` lets a table reach its edges. */
export function Card({
  flush = false,
  className,
  children,
}: {
  flush?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <div className={cx('rounded-lg border bg-surface', flush ? 'overflow-hidden' : 'p-4', className)}>
      {children}
    </div>
  )
}

export interface SectionProps {
  title: ReactNode
  description?: ReactNode
  /** buttons at the right of the title */
  actions?: ReactNode
  /** draws no frame around the content */
  plain?: boolean
  /** content reaches the edges of the frame */
  flush?: boolean
  className?: string
  children: ReactNode
}

/** A titled part of a page, by default in a card. */
export function Section({ title, description, actions, plain, flush, className, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={cx('min-w-0', className)}>
      <header className="mb-2 flex min-h-7 flex-wrap items-end justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {description && <p className="max-w-prose text-xs text-ink-3">{description}</p>}
        </div>
        {actions && <div className="no-print flex flex-wrap items-center gap-1.5">{actions}</div>}
      </header>
      {plain ? children : <Card flush={flush ?? false}>{children}</Card>}
    </section>
  )
}

export interface Crumb {
  label: ReactNode
  href?: string
}

export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="no-print">
      <ol className="flex flex-wrap items-center gap-1 text-xs text-ink-3">
        {items.map((item, index) => (
          <li key={item.href ?? index} className="flex min-w-0 items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3 shrink-0" />}
            {item.href ? (
              <Link quiet href={item.href} className="!text-ink-3 hover:!text-ink">
                {item.label}
              </Link>
            ) : (
              <span aria-current="page" className="truncate text-ink-2">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Head of a page: where one is, its name (also that of the browser's tab), its actions. The name takes the focus after a navigation. */
export function PageHeader({
  title,
  description,
  crumbs,
  actions,
  meta,
}: {
  title: ReactNode
  description?: ReactNode
  crumbs?: readonly Crumb[]
  actions?: ReactNode
  /** badges and facts beside the name */
  meta?: ReactNode
}) {
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · Accord`
  }, [title])
  return (
    <header className="mb-5 flex flex-col gap-1.5 wrap-anywhere">
      {crumbs && <Breadcrumbs items={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1
              data-page-title
              tabIndex={-1}
              className="text-xl font-semibold tracking-[-0.01em] outline-none"
            >
              {title}
            </h1>
            {meta}
          </div>
          {description && <p className="mt-0.5 max-w-prose text-ink-2">{description}</p>}
        </div>
        {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  )
}

/** The width and margins of a page. `narrow` for forms and reading, `full` for wide tables. */
export function Page({
  width = 'wide',
  children,
}: {
  width?: 'narrow' | 'wide' | 'full'
  children: ReactNode
}) {
  const widths = { narrow: 'max-w-3xl', wide: 'max-w-[1360px]', full: 'max-w-none' }
  return (
    <div className={cx('mx-auto w-full px-4 py-5 sm:px-6 lg:px-8 lg:py-6', widths[width])}>{children}</div>
  )
}

/** Facts as pairs of name and value, in as many columns as fit. */
export function Facts({ items }: { items: readonly { label: ReactNode; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-6 gap-y-3">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their order and have no identity of their own
        <div key={index} className="min-w-0">
          <dt className="text-xs text-ink-3">{item.label}</dt>
          <dd className="min-w-0">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
