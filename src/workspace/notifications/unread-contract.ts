import { z } from 'zod'
import { operation } from '#platform/operation/index.ts'

/** What the bell asks, apart from the rest so that the first page stays small. */

/** More unread ones than this are shown as "99+". */
export const MOST_COUNTED = 100

export const countUnread = operation({
  id: 'notification.unread',
  method: 'GET',
  path: '/notifications/unread',
  permission: 'notification.read',
  summary: `How many notifications you have not read, counted up to ${MOST_COUNTED}`,
  input: z.object({}),
  output: z.object({ unread: z.number().int() }),
})
