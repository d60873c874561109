import type { ErrorComponentProps } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { ButtonLink, EmptyState, ErrorState, Page, PageHeader } from '#platform/ui/index.ts'

/** No page has this address. */
export function NotFound() {
  return (
    <Page>
      <PageHeader title="Not found" />
      <EmptyState
        icon={Compass}
        title="There is no page at this address"
        action={<ButtonLink href="/">Go to the dashboard</ButtonLink>}
      >
        The link may be old, or the record may have been removed. Search for it with Ctrl K.
      </EmptyState>
    </Page>
  )
}

/** A part of the app could not be loaded: the server has a newer version of it, or the connection is gone. */
const isOldBuild = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)

/** A page that failed while it was drawn; the rest of the app goes on. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  if (isOldBuild(error)) {
    return (
      <Page>
        <EmptyState
          title="Accord was updated"
          action={
            <ButtonLink href={window.location.href} target="_self" onClick={() => window.location.reload()}>
              Reload the page
            </ButtonLink>
          }
        >
          This page belongs to the version before. Reload to go on where you are; if that does not help, check
          your connection.
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page>
      <ErrorState error={error} onRetry={reset} />
    </Page>
  )
}
