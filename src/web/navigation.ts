import {
  BookOpenText,
  Building2,
  Copy,
  FileUp,
  Handshake,
  History,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  ScrollText,
  Settings2,
  ShieldCheck,
  UserRound,
  Users,
} from 'lucide-react'
import type { Permission } from '#workspace/access/rules/permissions.ts'

export interface Place {
  label: string
  href: string
  icon: LucideIcon
  permission?: Permission
}

export interface Area extends Place {
  /** second key after `g` */
  key: string
  group: 'work' | 'data' | 'rules' | 'workspace'
}

/** The areas of the product in the order of the business; folders, API paths and documentation carry the same names. */
export const AREAS: readonly Area[] = [
  {
    label: 'Dashboard',
    href: '/',
    icon: LayoutDashboard,
    key: 'd',
    permission: 'report.read',
    group: 'work',
  },
  { label: 'Leads', href: '/leads', icon: Users, key: 'l', permission: 'lead.read', group: 'work' },
  {
    label: 'Accounts',
    href: '/accounts',
    icon: Building2,
    key: 'a',
    permission: 'record.read',
    group: 'data',
  },
  {
    label: 'Opportunities',
    href: '/opportunities',
    icon: Handshake,
    key: 'o',
    permission: 'record.read',
    group: 'data',
  },
  {
    label: 'Campaigns',
    href: '/campaigns',
    icon: Megaphone,
    key: 'c',
    permission: 'record.read',
    group: 'data',
  },
  { label: 'Imports', href: '/imports', icon: FileUp, key: 'i', permission: 'import.read', group: 'data' },
  {
    label: 'Agreement',
    href: '/agreement',
    icon: ScrollText,
    key: 'g',
    permission: 'agreement.read',
    group: 'rules',
  },
  {
    label: 'Lexicon',
    href: '/lexicon',
    icon: BookOpenText,
    key: 'x',
    permission: 'agreement.read',
    group: 'rules',
  },
  { label: 'Settings', href: '/settings', icon: Settings2, key: 's', group: 'workspace' },
]

/** Pages inside an area that the palette finds by name. */
export const PLACES: readonly Place[] = [
  { label: 'Doubtful pairs', href: '/review', icon: Copy, permission: 'record.read' },
  {
    label: 'Versions of the agreement',
    href: '/agreement/versions',
    icon: History,
    permission: 'agreement.read',
  },
  { label: 'Members', href: '/settings/members', icon: UserRound, permission: 'member.read' },
  { label: 'API keys', href: '/settings/api-keys', icon: KeyRound, permission: 'api_key.change' },
  { label: 'Audit trail', href: '/settings/audit', icon: ShieldCheck, permission: 'audit.read' },
  { label: 'Password and devices', href: '/settings/security', icon: UserRound },
]

/** Whether an address lies in an area. */
export function isIn(area: Area, pathname: string): boolean {
  return area.href === '/' ? pathname === '/' : pathname === area.href || pathname.startsWith(`${area.href}/`)
}
