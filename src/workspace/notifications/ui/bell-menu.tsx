import { Anchor, Button, ErrorState, Link, Loading, Popover, useList, useMutate } from '#platform/ui/index.ts'
import { countUnread, listNotifications, markAllRead } from '../contract.ts'
import { BellFace, useUnread } from './bell-face.tsx'
import { NotificationList } from './notification-list.tsx'

/** The bell with its panel: the latest, and the way to all of them. */
export default function BellMenu({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Popover trigger={<BellFace />} label="Notifications" open={open} onOpenChange={onOpenChange}>
      <Panel onClose={() => onOpenChange(false)} />
    </Popover>
  )
}

function Panel({ onClose }: { onClose: () => void }) {
  const latest = useList(listNotifications, { limit: 12 })
  const unread = useUnread()
  const markAll = useMutate(markAllRead, { invalidates: [listNotifications, countUnread] })
  return (
    <div className="-m-3 flex w-96 max-w-[calc(100vw-1rem)] flex-col">
      <header className="flex items-center justify-between gap-3 border-b px-3 py-1.5">
        <h2 className="text-sm font-semibold">Notifications</h2>
        <Button
          size="sm"
          variant="quiet"
          disabled={unread === 0}
          busy={markAll.isPending}
          onClick={() => markAll.mutate({})}
        >
          Mark all as read
        </Button>
      </header>
      <div className="max-h-[60vh] overflow-y-auto">
        {latest.isPending ? (
          <Loading />
        ) : latest.error ? (
          <div className="px-3">
            <ErrorState compact error={latest.error} onRetry={latest.retry} />
          </div>
        ) : latest.items.length === 0 ? (
          <p className="px-3 py-8 text-center text-ink-3">Nothing yet. What concerns you appears here.</p>
        ) : (
          <NotificationList items={latest.items} onOpen={onClose} />
        )}
      </div>
      <footer className="flex items-center justify-between gap-3 border-t px-3 py-2 text-xs">
        <Link href="/notifications" onClick={onClose}>
          All notifications
        </Link>
        <Anchor href="/settings/notifications" onClick={onClose} className="text-ink-3 hover:text-ink">
          Preferences
        </Anchor>
      </footer>
    </div>
  )
}
