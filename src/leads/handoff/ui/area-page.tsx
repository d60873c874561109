import type { ReactNode } from 'react'
import { Page, PageHeader } from '#platform/ui/index.ts'
import { AreaTabs } from './area-tabs.tsx'

/** A page of the area beside the inbox: the same head, its tabs, then what it shows. */
export function AreaPage({
  here,
  title,
  description,
  actions,
  children,
}: {
  here: Parameters<typeof AreaTabs>[0]['here']
  title: string
  description: string
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <Page width="full">
      <div className="-mx-2 mb-3">
        <AreaTabs here={here} />
      </div>
      <PageHeader title={title} description={description} actions={actions} />
      {children}
    </Page>
  )
}
