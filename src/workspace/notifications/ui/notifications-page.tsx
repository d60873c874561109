import { BellOff, CheckCheck, Settings2 } from 'lucide-react'
import { z } from 'zod'
import {
  Button,
  ButtonLink,
  Card,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  Page,
  PageHeader,
  Segmented,
  useList,
  useMutate,
  useSearchState,
} from '#platform/ui/index.ts'
import { countUnread, listNotifications, markAllRead } from '../contract.ts'
import { useUnread } from './bell-face.tsx'
import { NotificationList } from './notification-list.tsx'

const Search = z.object({ show: z.enum(['all', 'unread']).default('all') })

/** Everything the member was told. */
export default function NotificationsPage() {
  const [{ show }, setSearch] = useSearchState(Search)
  const unread = useUnread()
  const list = useList(listNotifications, { limit: 50, ...(show === 'unread' && { unread: true }) })
  const markAll = useMutate(markAllRead, {
    invalidates: [listNotifications, countUnread],
    done: ({ marked }) => `${marked} marked as read`,
  })
  return (
    <Page width="narrow">
      <PageHeader
        title="Notifications"
        actions={
          <>
            <Button
              icon={CheckCheck}
              disabled={unread === 0}
              busy={markAll.isPending}
              onClick={() => markAll.mutate({})}
            >
              Mark all as read
            </Button>
            <ButtonLink icon={Settings2} href="/settings/notifications">
              Preferences
            </ButtonLink>
          </>
        }
      />
      <div className="mb-3">
        <Segmented
          label="Which"
          value={show}
          onChange={(next) => setSearch({ show: next })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'unread', label: 'Unread' },
          ]}
        />
      </div>
      {list.isPending ? (
        <Loading />
      ) : list.error ? (
        <ErrorState error={list.error} onRetry={list.retry} />
      ) : list.items.length === 0 ? (
        <Nothing unread={show === 'unread'} onAll={() => setSearch({ show: 'all' })} />
      ) : (
        <>
          <Card flush>
            <NotificationList items={list.items} />
          </Card>
          <LoadMore
            shown={list.items.length}
            hasMore={list.hasMore}
            busy={list.loadingMore}
            onLoadMore={list.loadMore}
          />
        </>
      )}
    </Page>
  )
}

function Nothing({ unread, onAll }: { unread: boolean; onAll: () => void }) {
  if (unread)
    return (
      <EmptyState
        icon={CheckCheck}
        title="You have read everything"
        action={<Button onClick={onAll}>Show all</Button>}
      />
    )
  return (
    <EmptyState
      icon={BellOff}
      title="Nothing yet"
      action={<ButtonLink href="/settings/notifications">Choose what reaches you</ButtonLink>}
    >
      Leads that are handed to you, responses that are due and what became of your leads appear here.
    </EmptyState>
  )
}
