import { Ellipsis, Search } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Anchor, cx } from '#platform/ui/index.ts'
import { useSession } from '#workspace/access/ui/index.ts'
import { NotificationCell } from '#workspace/notifications/ui/index.ts'
import { isIn } from '../navigation.ts'
import { type NavigationProps, usePathname } from './sidebar.tsx'

const MoreDrawer = lazy(() => import('./more-drawer.tsx'))

/** The bar at the foot of a phone: the first areas, search, and the rest behind one button. */
export function BottomBar({ areas, onPalette, onHelp }: NavigationProps) {
  const [open, setOpen] = useState(false)
  const pathname = usePathname()
  const { workspace } = useSession()
  const first = areas.slice(0, 3)
  const cell = 'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-2xs'
  return (
    <div className="no-print fixed inset-x-0 bottom-0 z-30 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      <nav aria-label="Areas" className="flex">
        {first.map((area) => {
          const active = isIn(area, pathname)
          return (
            <Anchor
              key={area.href}
              href={area.href}
              aria-current={active ? 'page' : undefined}
              className={cx(cell, active ? 'font-medium text-accent' : 'text-ink-2')}
            >
              <area.icon aria-hidden className="size-5" strokeWidth={1.75} />
              {area.label}
            </Anchor>
          )
        })}
        <button type="button" className={cx(cell, 'text-ink-2')} onClick={onPalette}>
          <Search aria-hidden className="size-5" strokeWidth={1.75} />
          Find
        </button>
        {workspace && (
          <NotificationCell
            active={pathname === '/notifications'}
            className={cx(cell, pathname === '/notifications' ? 'font-medium text-accent' : 'text-ink-2')}
          />
        )}
        <button type="button" className={cx(cell, 'text-ink-2')} onClick={() => setOpen(true)}>
          <Ellipsis aria-hidden className="size-5" strokeWidth={1.75} />
          More
        </button>
      </nav>
      {open && (
        <Suspense>
          <MoreDrawer areas={areas} onHelp={onHelp} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
