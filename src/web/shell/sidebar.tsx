import { useRouterState } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { Anchor, cx, Kbd } from '#platform/ui/index.ts'
import { useSession } from '#workspace/access/ui/index.ts'
import { NotificationBell } from '#workspace/notifications/ui/index.ts'
import { type Area, isIn } from '../navigation.ts'
import { UserMenu, WorkspaceMenu } from './lazy-menus.tsx'

export const usePathname = () => useRouterState({ select: (state) => state.location.pathname })

function AreaLink({ area, onClick }: { area: Area; onClick?: () => void }) {
  const active = isIn(area, usePathname())
  return (
    <Anchor
      href={area.href}
      onClick={onClick}
      aria-current={active ? 'page' : undefined}
      className={cx(
        'flex h-7.5 items-center gap-2.5 rounded-md px-2 hover:bg-hover hover:text-ink touch:h-11',
        active ? 'bg-hover font-medium text-ink' : 'text-ink-2',
      )}
    >
      <area.icon
        aria-hidden
        className={cx('size-4 shrink-0', active ? 'text-accent' : 'text-ink-3')}
        strokeWidth={1.75}
      />
      {area.label}
    </Anchor>
  )
}

export function AreaGroups({ areas, onClick }: { areas: readonly Area[]; onClick?: () => void }) {
  const groups = [...new Set(areas.map((area) => area.group))]
  return groups.map((group) => (
    <ul key={group} className="flex flex-col gap-px border-t py-2 first:border-t-0 first:pt-0">
      {areas
        .filter((area) => area.group === group)
        .map((area) => (
          <li key={area.href}>
            <AreaLink area={area} {...(onClick && { onClick })} />
          </li>
        ))}
    </ul>
  ))
}

export interface NavigationProps {
  areas: readonly Area[]
  onPalette: () => void
  onHelp: () => void
}

/** The left column on a wide screen. */
export function Sidebar({ areas, onPalette, onHelp }: NavigationProps) {
  const { workspace } = useSession()
  return (
    <div className="no-print sticky top-0 hidden h-dvh w-56 shrink-0 flex-col gap-2 border-r bg-canvas p-2 md:flex">
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <WorkspaceMenu />
        </div>
        {workspace && <NotificationBell />}
      </div>
      <button
        type="button"
        onClick={onPalette}
        className="flex h-8 items-center gap-2 rounded-md border bg-surface px-2 text-ink-3 hover:border-line-strong"
      >
        <Search aria-hidden className="size-3.5" />
        <span className="flex-1 text-left">Find</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <nav aria-label="Areas" className="mt-1 min-h-0 flex-1 overflow-y-auto">
        <AreaGroups areas={areas} />
      </nav>
      <UserMenu onHelp={onHelp} />
    </div>
  )
}
