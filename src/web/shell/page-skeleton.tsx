import { Loading, Page, Skeleton } from '#platform/ui/index.ts'

/** Stands while a page is fetched. */
export function PageSkeleton() {
  return (
    <Page>
      <Skeleton className="mb-6 h-6 w-48" />
      <Loading lines={7} />
    </Page>
  )
}
