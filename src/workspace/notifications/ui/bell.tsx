import { lazy, Suspense, useState } from 'react'
import { Anchor } from '#platform/ui/index.ts'
import { BellFace, BellIcon, bellLabel, useUnread } from './bell-face.tsx'

const Menu = lazy(() => import('./bell-menu.tsx'))

/** The bell of the wide shell. Its panel is fetched after the page is drawn; a click before that is not lost. */
export function NotificationBell() {
  const [open, setOpen] = useState(false)
  return (
    <Suspense fallback={<BellFace onClick={() => setOpen(true)} />}>
      <Menu open={open} onOpenChange={setOpen} />
    </Suspense>
  )
}

const Stream = lazy(() => import('./live.ts'))

/** Holds the stream; draws nothing. */
export function Live() {
  return (
    <Suspense>
      <Stream />
    </Suspense>
  )
}

/** The bell in the bar of a phone: leads to the page. */
export function NotificationCell({ className, active }: { className: string; active: boolean }) {
  const unread = useUnread()
  return (
    <Anchor
      href="/notifications"
      aria-label={bellLabel(unread)}
      aria-current={active ? 'page' : undefined}
      className={className}
    >
      <BellIcon unread={unread} className="size-5" />
      Alerts
    </Anchor>
  )
}
