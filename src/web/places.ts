import {
  Bell,
  Copy,
  History,
  Inbox,
  KeyRound,
  Mail,
  MessagesSquare,
  Route,
  ShieldCheck,
  UserRound,
  Webhook,
} from 'lucide-react'
import type { Place } from './navigation.ts'

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
