import type { ReactNode } from 'react'
import { Anchor, cx, Page, PageHeader } from '#platform/ui/index.ts'

const PLACES = [
  { href: '/routing', label: 'Rules and pools' },
  { href: '/routing/simulator', label: 'Simulator' },
  { href: '/routing/absences', label: 'Absences' },
] as const

/** Frame of the pages about routing: name, what it is for, and the pages side by side. */
export function RoutingFrame({
  here,
  title,
  description,
  actions,
  children,
}: {
  here: (typeof PLACES)[number]['href']
  title: string
  description: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <Page>
      <nav aria-label="Routing pages" className="no-print mb-3 flex gap-0.5 overflow-x-auto">
        {PLACES.map(({ href, label }) => (
          <Anchor
            key={href}
            href={href}
            aria-current={href === here ? 'page' : undefined}
            className={cx(
              'flex h-7 shrink-0 items-center rounded-md px-2 text-xs touch:h-10',
              href === here ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            {label}
          </Anchor>
        ))}
      </nav>
      <PageHeader title={title} description={description} actions={actions} />
      {children}
    </Page>
  )
}
