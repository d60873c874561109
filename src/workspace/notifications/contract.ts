import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, PageById, page } from '#platform/operation/index.ts'
import { KINDS, MAIL_TIMES } from './rules/kinds.ts'

export * from './chat-contract.ts'
export * from './unread-contract.ts'
export * from './webhook-contract.ts'

export const Notification = z.object({
  id: Id,
  kind: z.string(),
  title: z.string(),
  detail: z.string(),
  href: z.string().describe('Page of the app it leads to'),
  urgent: z.boolean(),
  createdAt: InstantIso,
  readAt: InstantIso.nullable(),
})

export const listNotifications = operation({
  id: 'notification.list',
  method: 'GET',
  path: '/notifications',
  permission: 'notification.read',
  summary: 'What you were told, the latest first',
  input: PageById.extend({ unread: z.boolean().optional().describe('Only what you have not read') }),
  output: page(Notification),
  cli: 'notification list',
  mcp: true,
})

export const markRead = operation({
  id: 'notification.mark_read',
  method: 'POST',
  path: '/notifications/:id/read',
  permission: 'notification.change',
  summary: 'Mark a notification of yours as read, or as unread again',
  input: z.object({ id: Id, read: z.boolean().default(true) }),
  output: z.object({ id: Id, read: z.boolean() }),
  errors: [notFound],
})

export const markAllRead = operation({
  id: 'notification.mark_all_read',
  method: 'POST',
  path: '/notifications/read-all',
  permission: 'notification.change',
  summary: 'Mark all your notifications as read',
  input: z.object({}),
  output: z.object({ marked: z.number().int() }),
})

const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time such as 18:30')

const TimeZone = z
  .string()
  .max(60)
  .refine(
    (zone) => zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone),
    'Choose a time zone from the list',
  )

export const MailHours = z.object({
  timeZone: TimeZone,
  quietFrom: WallTime.nullable(),
  quietUntil: WallTime.nullable(),
  urgentInQuiet: z.boolean().describe('Urgent ones come in quiet hours too'),
  dailyAt: WallTime.describe('When the daily mail comes'),
})

export const KindPreference = z.object({
  kind: z.enum(KINDS),
  label: z.string(),
  hint: z.string(),
  inApp: z.boolean(),
  mail: z.enum(MAIL_TIMES),
})

export const readPreferences = operation({
  id: 'notification.preferences',
  method: 'GET',
  path: '/notifications/preferences',
  permission: 'notification.read',
  summary: 'What you want to be told, where, and when',
  input: z.object({}),
  output: z.object({
    kinds: z.array(KindPreference),
    hours: MailHours,
    email: z.string(),
    mailConfigured: z.boolean().describe('Whether this installation can send e-mail at all'),
  }),
})

export const setPreference = operation({
  id: 'notification.set_preference',
  method: 'PUT',
  path: '/notifications/preferences/:kind',
  permission: 'notification.change',
  summary: 'Choose how you are told of one kind of thing',
  input: KindPreference.pick({ kind: true, inApp: true, mail: true }),
  output: KindPreference.pick({ kind: true, inApp: true, mail: true }),
})

export const setHours = operation({
  id: 'notification.set_hours',
  method: 'PUT',
  path: '/notifications/hours',
  permission: 'notification.change',
  summary: 'Choose your quiet hours and when the daily mail comes',
  input: MailHours.refine(({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null), {
    path: ['quietUntil'],
    message: 'Quiet hours need a beginning and an end',
  }),
  output: MailHours,
})
