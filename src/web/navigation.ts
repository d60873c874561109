import {
  BookOpenText,
  Building2,
  Droplets,
  FileUp,
  Handshake,
  Inbox,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  Plug,
  Route,
  ScrollText,
  Settings2,
  Sprout,
  TextCursorInput,
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
  {
    label: 'Hand-offs',
    href: '/handoffs',
    icon: Inbox,
    key: 'h',
    permission: 'handoff.read',
    group: 'work',
  },
  { label: 'Leads', href: '/leads', icon: Users, key: 'l', permission: 'lead.read', group: 'work' },
  {
    label: 'Nurture',
    href: '/nurture',
    icon: Sprout,
    key: 'n',
    permission: 'nurture.read',
    group: 'work',
  },
  { label: 'Leaks', href: '/leaks', icon: Droplets, key: 'k', permission: 'handoff.read', group: 'work' },
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
  { label: 'Intake', href: '/intake', icon: Plug, key: 'e', permission: 'intake.read', group: 'data' },
  {
    label: 'Forms',
    href: '/forms',
    icon: TextCursorInput,
    key: 'f',
    permission: 'intake.read',
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
  { label: 'Routing', href: '/routing', icon: Route, key: 'r', permission: 'routing.read', group: 'rules' },
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

/** Whether an address lies in an area. */
export function isIn(area: Area, pathname: string): boolean {
  return area.href === '/' ? pathname === '/' : pathname === area.href || pathname.startsWith(`${area.href}/`)
}
