import { lazy, Suspense } from 'react'
import { UserFace, WorkspaceFace } from './faces.tsx'

const Workspaces = lazy(() => import('./menus.tsx').then((file) => ({ default: file.WorkspaceMenu })))
const Person = lazy(() => import('./menus.tsx').then((file) => ({ default: file.UserMenu })))

/** The menus are fetched after the page is drawn; until then their buttons look the same. */
export function WorkspaceMenu() {
  return (
    <Suspense fallback={<WorkspaceFace />}>
      <Workspaces />
    </Suspense>
  )
}

export function UserMenu(props: { onHelp: () => void; side?: 'top' | 'bottom' }) {
  return (
    <Suspense fallback={<UserFace />}>
      <Person {...props} />
    </Suspense>
  )
}
