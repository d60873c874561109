import { type Database, inSteps } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { DAY, type Instant, MINUTE } from '#platform/kernel/instant.ts'
import { forgetDeliveries } from './delivery-store.ts'
import { GATHER } from './job-kinds.ts'
import { sendNow } from './publish.ts'
import { forgetNotifications } from './store.ts'
import { overdueEndpoints, overdueMails } from './stream-store.ts'
import { KEPT_FOR } from './webhook-service.ts'
import { forgetMessages } from './webhook-store.ts'

const NOTIFICATIONS_KEPT_FOR = 180 * DAY
const OVERDUE_AFTER = 5 * MINUTE

/** Forgets notifications after half a year, and webhook messages and mails with their logs after 30 days. */
export async function forgetOldNotifications(
  database: Database,
  workspaceId: string,
  now: Instant,
): Promise<void> {
  const forget = (from: typeof forgetMessages, before: Instant) =>
    inSteps((limit) => database.workspace(workspaceId, (tx) => from(tx, workspaceId, before, limit)))
  await forget(forgetNotifications, now - NOTIFICATIONS_KEPT_FOR)
  await forget(forgetDeliveries, now - KEPT_FOR)
  await forget(forgetMessages, now - KEPT_FOR)
}

/** Has what should have gone out minutes ago sent now; nothing is due when all is well. */
export async function sendOverdue(database: Database, workspaceId: string, now: Instant): Promise<void> {
  await database.workspace(workspaceId, async (tx) => {
    const before = now - OVERDUE_AFTER
    for (const userId of await overdueMails(tx, workspaceId, before))
      await enqueue(tx, {
        workspaceId,
        kind: GATHER,
        payload: { userId },
        runAt: now,
        key: `${userId} overdue`,
      })
    for (const id of await overdueEndpoints(tx, workspaceId, before, now))
      await sendNow(tx, workspaceId, id, now)
  })
}
