import { useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Anchor, cx, Page, PageHeader } from '#platform/ui/index.ts'
import type { Permission } from '../rules/permissions.ts'
import { useSession } from './session.tsx'

const PARTS: readonly { label: string; href: string; permission?: Permission }[] = [
  { label: 'Workspace', href: '/settings', permission: 'workspace.read' },
  { label: 'Members', href: '/settings/members', permission: 'member.read' },
  { label: 'API keys', href: '/settings/api-keys', permission: 'api_key.change' },
  { label: 'Chat', href: '/settings/chat', permission: 'webhook.change' },
  { label: 'Webhooks', href: '/settings/webhooks', permission: 'webhook.change' },
  { label: 'Audit trail', href: '/settings/audit', permission: 'audit.read' },
  { label: 'Notifications', href: '/settings/notifications', permission: 'notification.read' },
  { label: 'Logged mail', href: '/settings/mail-log', permission: 'handoff.read' },
  { label: 'Password and devices', href: '/settings/security' },
]

/** Frame of every settings page, with the way to the others. */
export function SettingsPage({
  title,
  description,
  actions,
  children,
}: {
  title: string
  description?: string
  actions?: ReactNode
  children: ReactNode
}) {
  const { permissions } = useSession()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const parts = PARTS.filter((part) => !part.permission || permissions.includes(part.permission))
  return (
    <Page width="wide">
      <nav aria-label="Settings" className="no-print -mt-1 mb-5 flex gap-4 overflow-x-auto border-b">
        {parts.map((part) => (
          <Anchor
            key={part.href}
            href={part.href}
            aria-current={pathname === part.href ? 'page' : undefined}
            className={cx(
              '-mb-px shrink-0 border-b-2 py-2 font-medium -outline-offset-2 hover:text-ink',
              pathname === part.href ? 'border-accent text-ink' : 'border-transparent text-ink-3',
            )}
          >
            {part.label}
          </Anchor>
        ))}
      </nav>
      <PageHeader title={title} {...(description && { description })} actions={actions} />
      {children}
    </Page>
  )
}
