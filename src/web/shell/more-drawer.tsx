import { Drawer } from '#platform/ui/index.ts'
import type { Area } from '../navigation.ts'
import { UserMenu, WorkspaceMenu } from './lazy-menus.tsx'
import { AreaGroups } from './sidebar.tsx'

/** Everything the bar at the foot of a phone has no room for. */
export default function MoreDrawer({
  areas,
  onHelp,
  onClose,
}: {
  areas: readonly Area[]
  onHelp: () => void
  onClose: () => void
}) {
  return (
    <Drawer side="left" title="Accord" open onOpenChange={(open) => !open && onClose()}>
      <div className="flex flex-col gap-3">
        <WorkspaceMenu />
        <AreaGroups areas={areas} onClick={onClose} />
        <UserMenu onHelp={onHelp} side="bottom" />
      </div>
    </Drawer>
  )
}
