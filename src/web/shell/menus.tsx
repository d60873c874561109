import { Check, FlaskConical, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { Menu, useMutate } from '#platform/ui/index.ts'
import { signOut, switchWorkspace } from '#workspace/access/contract.ts'
import { useSession } from '#workspace/access/ui/index.ts'
import { UserFace, WorkspaceFace } from './faces.tsx'
import { chooseTheme, type ThemeChoice, useThemeChoice } from './theme.ts'

/** Which workspace is in view; sample data is marked wherever its name stands. */
export function WorkspaceMenu() {
  const { workspace, workspaces } = useSession()
  const change = useMutate(switchWorkspace, { onDone: () => window.location.assign('/') })
  return (
    <Menu
      align="start"
      trigger={<WorkspaceFace />}
      entries={[
        { kind: 'heading', label: 'Workspaces' },
        ...workspaces.map((one) => ({
          label: one.name,
          hint: one.kind === 'sample' ? 'Sample data' : undefined,
          ...(one.kind === 'sample' && { icon: FlaskConical }),
          checked: one.id === workspace?.id,
          onSelect: () => one.id !== workspace?.id && change.mutate({ workspaceId: one.id }),
        })),
      ]}
    />
  )
}

const THEMES: { value: ThemeChoice; label: string; icon: typeof Sun }[] = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
]

/** The signed-in person: their devices, theme, shortcuts, signing out. */
export function UserMenu({ onHelp, side = 'top' }: { onHelp: () => void; side?: 'top' | 'bottom' }) {
  const { user } = useSession()
  const theme = useThemeChoice()
  const leave = useMutate(signOut, { onDone: () => window.location.assign('/sign-in') })
  return (
    <Menu
      align="start"
      side={side}
      trigger={<UserFace />}
      entries={[
        { kind: 'heading', label: user.email },
        { label: 'Password and devices', icon: UserRound, href: '/settings/security' },
        { label: 'Keyboard shortcuts', icon: Keyboard, hint: '?', onSelect: onHelp },
        { kind: 'separator' },
        { kind: 'heading', label: 'Theme' },
        ...THEMES.map(({ value, label, icon }) => ({
          label,
          icon: value === theme ? Check : icon,
          checked: false,
          hint: value === theme ? 'chosen' : undefined,
          onSelect: () => chooseTheme(value),
        })),
        { kind: 'separator' },
        { label: 'Sign out', icon: LogOut, onSelect: () => leave.mutate({}) },
      ]}
    />
  )
}
