import { lazy, Suspense } from 'react'
import { Anchor } from '#platform/ui/index.ts'
import { BellFace, BellIcon, bellLabel, useUnread } from './bell-face.tsx'
import { useLive } from './live.ts'

const Menu = lazy(() => import('./bell-menu.tsx'))

/** The bell of the wide shell; keeps the pages live while it stands there. Its panel is fetched after the page is drawn. */
export function NotificationBell() {
  return (
    <Suspense fallback={<BellFace />}>
      <Menu />
    </Suspense>
  )
}

/** Holds the stream; draws nothing. */
export function Live() {
  useLive()
  return null
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
      News
    </Anchor>
  )
}
