import type { Database } from '#platform/db/index.ts'
import { forgetDoneJobs } from '#platform/jobs/index.ts'
import { HOUR, type Instant } from '#platform/kernel/instant.ts'
import { forgetOldAnswers } from '#platform/operation/idempotency.ts'
import { forgetAnonymous } from '#records/intake/index.ts'
import { forgetOldNotifications } from '#workspace/notifications/index.ts'
import type { Timer } from './timers.ts'

/** How long is kept what nobody needs for ever, looked after once an hour. */
export function retention(database: Database): Timer[] {
  const hourly = (
    name: string,
    forget: (database: Database, workspaceId: string, now: Instant) => Promise<unknown>,
  ): Timer => ({ name, everyMs: HOUR, run: (workspaceId, now) => forget(database, workspaceId, now) })
  return [
    hourly('visits of people who were never known are kept for 13 months', forgetAnonymous),
    hourly(
      'notifications are kept for half a year, deliveries and their logs for 30 days',
      forgetOldNotifications,
    ),
    hourly('answers to repeated requests are kept for 30 days', forgetOldAnswers),
    hourly('jobs that are done are kept for three days', forgetDoneJobs),
  ]
}
