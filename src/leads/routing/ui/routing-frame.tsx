import type { ReactNode } from 'react'
import { Page, PageHeader, PageTabs } from '#platform/ui/index.ts'

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
      <PageTabs label="Routing pages" places={PLACES} here={here} className="mb-3" />
      <PageHeader title={title} description={description} actions={actions} />
      {children}
    </Page>
  )
}
