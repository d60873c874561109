import { CircleCheck, Inbox, SearchX } from 'lucide-react'
import { Button, ButtonLink, EmptyState, formatDate, Link } from '#platform/ui/index.ts'
import { useMay, useSession } from '#workspace/access/ui/index.ts'
import { activeFilters, type InboxSearch, type View } from './inbox-search.ts'

/** The reader's address is no seller's, so there is nothing of their own to show. */
export function NoSellerNotice() {
  const { user } = useSession()
  const mayImport = useMay('import.read')
  return (
    <p className="border-b bg-sunken px-4 py-1.5 text-xs text-ink-2">
      You see everyone's. Leads are handed to sellers; whoever is to receive them stands among the sellers
      with their address, here {user.email}:{' '}
      {mayImport ? (
        <>
          <Link href="/imports">import the sellers</Link> of your CRM.
        </>
      ) : (
        'ask operations to add it.'
      )}
    </p>
  )
}

/** Nothing in the list: because all is answered, because of the filters, or because nothing ever arrived. */
export function EmptyInbox({
  search,
  view,
  counts,
  liveSince,
  clear,
}: {
  search: InboxSearch
  view: View
  counts: { offered: number; working: number; paused: number; closed: number } | undefined
  liveSince: number | null
  clear: () => void
}) {
  const mayConnect = useMay('intake.read')
  if (activeFilters(search) > 0) {
    return (
      <EmptyState
        icon={SearchX}
        title="Nothing matches"
        action={<Button onClick={clear}>Clear filters</Button>}
      >
        Try fewer words or another group.
      </EmptyState>
    )
  }
  const ever = counts ? counts.offered + counts.working + counts.paused + counts.closed > 0 : true
  if (ever || view !== 'all') {
    const closed = search.group === 'closed'
    return (
      <EmptyState
        icon={CircleCheck}
        title={closed ? 'Nothing was closed in the last 30 days' : 'All answered'}
      >
        {closed ? 'Closed hand-offs appear here.' : 'The next lead that qualifies appears here by itself.'}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={Inbox}
      title="No lead was handed over yet"
      action={
        <>
          {mayConnect && (
            <ButtonLink variant="primary" href="/intake">
              Connect the website
            </ButtonLink>
          )}
          <ButtonLink href="/routing">Look at the routing</ButtonLink>
        </>
      }
    >
      {liveSince === null
        ? 'Once leads arrive live and qualify, the routing rules choose a seller and the clock starts.'
        : `Leads that qualify since ${formatDate(liveSince)} are offered here. What qualified before stands among the leaks.`}
    </EmptyState>
  )
}
