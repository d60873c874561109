import {
  Bell,
  CircleAlert,
  Clock,
  CornerDownLeft,
  Droplets,
  Handshake,
  type LucideIcon,
  Scale,
  ShieldQuestion,
  Unplug,
  UserRoundPlus,
  UsersRound,
} from 'lucide-react'
import type { z } from 'zod'
import { Anchor, cx, RelativeTime, Tooltip, useMutate } from '#platform/ui/index.ts'
import { countUnread, listNotifications, markRead, type Notification } from '../contract.ts'
import type { NotificationKind } from '../rules/kinds.ts'

type Item = z.output<typeof Notification>

const ICONS: Record<NotificationKind, LucideIcon> = {
  'handoff.offered': UserRoundPlus,
  'handoff.reassigned': UsersRound,
  'handoff.reminded': Clock,
  'handoff.escalated': CircleAlert,
  'handoff.unassigned': CircleAlert,
  'handoff.rejected': CornerDownLeft,
  'handoff.disputed': Scale,
  'handoff.converted': Handshake,
  'leak.daily': Droplets,
  'intake.held': ShieldQuestion,
  'webhook.disabled': Unplug,
}

/** Notifications, each a link to what it is about; opening one reads it. */
export function NotificationList({ items, onOpen }: { items: readonly Item[]; onOpen?: () => void }) {
  const mark = useMutate(markRead, {
    invalidates: [listNotifications, countUnread],
    optimistic: ({ id, read }) => [
      { of: listNotifications, change: (pages: Pages) => withRead(pages, id, read ?? true) as never },
    ],
  })
  return (
    <ul>
      {items.map((item) => (
        <Row
          key={item.id}
          item={item}
          onMark={(read) => mark.mutate({ id: item.id, read })}
          {...(onOpen && { onOpen })}
        />
      ))}
    </ul>
  )
}

interface Pages {
  pages: { items: Item[]; nextCursor: string | null }[]
}

function withRead(pages: Pages, id: string, read: boolean): Pages {
  const change = (one: Item) => (one.id === id ? { ...one, readAt: read ? Date.now() : null } : one)
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(change) })) }
}

function Row({ item, onMark, onOpen }: { item: Item; onMark: (read: boolean) => void; onOpen?: () => void }) {
  const unread = item.readAt === null
  const Icon = ICONS[item.kind as NotificationKind] ?? Bell
  const open = () => {
    if (unread) onMark(true)
    onOpen?.()
  }
  return (
    <li className="group relative flex border-b last:border-b-0 hover:bg-hover">
      <Anchor
        href={item.href}
        onClick={open}
        className="flex min-w-0 flex-1 items-start gap-2.5 py-2.5 pr-11 pl-3 -outline-offset-2"
      >
        <Icon
          aria-hidden
          className={cx('mt-0.5 size-4 shrink-0', item.urgent && unread ? 'text-warn' : 'text-ink-3')}
          strokeWidth={1.75}
        />
        <span className="min-w-0 flex-1">
          <span className={cx('block text-pretty break-words', unread ? 'font-medium' : 'text-ink-2')}>
            {unread && <span className="sr-only">Unread: </span>}
            {item.title}
          </span>
          {item.detail && (
            <span className="line-clamp-2 block text-xs break-words text-ink-3">{item.detail}</span>
          )}
          <span className="mt-0.5 block text-xs text-ink-3">
            <RelativeTime at={item.createdAt} />
          </span>
        </span>
      </Anchor>
      <Tooltip content={unread ? 'Mark as read' : 'Mark as unread'}>
        <button
          type="button"
          aria-label={`${unread ? 'Mark as read' : 'Mark as unread'}: ${item.title}`}
          onClick={() => onMark(unread)}
          className={cx(
            'absolute top-1.5 right-1.5 flex size-8 items-center justify-center rounded-md hover:bg-sunken',
            !unread && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100 touch:opacity-100',
          )}
        >
          <span
            aria-hidden
            className={cx('size-2 rounded-full', unread ? 'bg-accent-fill' : 'border border-line-strong')}
          />
        </button>
      </Tooltip>
    </li>
  )
}
