import {
  Bell,
  BookOpenText,
  Building2,
  Copy,
  Droplets,
  FileUp,
  Handshake,
  History,
  Inbox,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Mail,
  Megaphone,
  MessagesSquare,
  Plug,
  Route,
  ScrollText,
  Settings2,
  ShieldCheck,
  Sprout,
  TextCursorInput,
  UserRound,
  Users,
  Webhook,
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
  /** keys of its main page, for the list of shortcuts */
  keys?: readonly { keys: readonly string[]; does: string }[]
  group: 'work' | 'data' | 'rules' | 'workspace'
}

const HANDOFF_KEYS = [
  { keys: ['a'], does: 'Accept' },
  { keys: ['l'], does: 'Log an attempt' },
  { keys: ['r'], does: 'Reject, then a digit for the reason' },
  { keys: ['s'], does: 'Wait for the customer' },
  { keys: ['o'], does: 'Convert to an opportunity' },
  { keys: ['y'], does: 'Recycle' },
  { keys: ['x'], does: 'Disqualify' },
  { keys: ['u'], does: 'Take back what was done last' },
] as const

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
    keys: HANDOFF_KEYS,
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

/** Pages inside an area that the palette finds by name. */
export const PLACES: readonly Place[] = [
  { label: 'Load and lateness of the team', href: '/handoffs/team', icon: Inbox, permission: 'handoff.read' },
  { label: 'What became of the leads', href: '/handoffs/campaigns', icon: Inbox, permission: 'handoff.read' },
  { label: 'Contested rejections', href: '/handoffs/disputes', icon: Inbox, permission: 'handoff.read' },
  { label: 'Doubtful pairs', href: '/review', icon: Copy, permission: 'record.read' },
  { label: 'Routing simulator', href: '/routing/simulator', icon: Route, permission: 'routing.read' },
  { label: 'Absences of the team', href: '/routing/absences', icon: Route, permission: 'routing.read' },
  {
    label: 'Versions of the agreement',
    href: '/agreement/versions',
    icon: History,
    permission: 'agreement.read',
  },
  { label: 'Members', href: '/settings/members', icon: UserRound, permission: 'member.read' },
  { label: 'API keys', href: '/settings/api-keys', icon: KeyRound, permission: 'api_key.change' },
  { label: 'Notifications', href: '/notifications', icon: Bell, permission: 'notification.read' },
  {
    label: 'Notification preferences',
    href: '/settings/notifications',
    icon: Bell,
    permission: 'notification.read',
  },
  { label: 'Chat channels', href: '/settings/chat', icon: MessagesSquare, permission: 'webhook.change' },
  { label: 'Webhooks', href: '/settings/webhooks', icon: Webhook, permission: 'webhook.change' },
  { label: 'Logged mail', href: '/settings/mail-log', icon: Mail, permission: 'handoff.read' },
  { label: 'Audit trail', href: '/settings/audit', icon: ShieldCheck, permission: 'audit.read' },
  { label: 'Password and devices', href: '/settings/security', icon: UserRound },
]

/** Whether an address lies in an area. */
export function isIn(area: Area, pathname: string): boolean {
  return area.href === '/' ? pathname === '/' : pathname === area.href || pathname.startsWith(`${area.href}/`)
}
