import type { Database, Tx } from '#platform/db/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { announce } from '#platform/outbox/index.ts'
import { LEAKS_FOUND, type LeaksFound } from './events.ts'
import { limitsAt } from './limits.ts'
import { LEAK_KINDS, type LeakKind } from './rules/kinds.ts'
import { isListDue } from './rules/limits.ts'
import { insertDay, isDayListed, numberInLeak, timeZoneOf } from './store.ts'

/**
 * Makes the daily list of leaks and announces it as `leaks.found` when there is something on it: once per day of the workspace, from
 * six in the morning on, however often and by however many processes this runs.
 *
 * @returns what was announced; null when the list of the day is made already, is not due, or is empty
 */
export async function announceLeaks(
  database: Database,
  workspaceId: string,
  now: Instant,
): Promise<LeaksFound | null> {
  return database.workspace(workspaceId, async (tx) => {
    const { dayOf, startOf } = calendarOf(await timeZoneOf(tx, workspaceId))
    const day = dayOf(now)
    if (!isListDue(startOf(day), now) || (await isDayListed(tx, workspaceId, day))) return null
    const counts = await countAll(tx, workspaceId, now)
    if (!(await insertDay(tx, workspaceId, { day, counts, foundAt: now }))) return null
    const some = Object.entries(counts).filter(([, count]) => count > 0)
    const total = some.reduce((sum, [, count]) => sum + count, 0)
    if (total === 0) return null
    const found: LeaksFound = { day, counts: Object.fromEntries(some), total }
    await announce(tx, { workspaceId, event: LEAKS_FOUND, payload: { ...found }, now })
    return found
  })
}

async function countAll(tx: Tx, workspaceId: string, now: Instant): Promise<Record<LeakKind, number>> {
  const { limits } = await limitsAt(tx, workspaceId, now)
  const counts = {} as Record<LeakKind, number>
  for (const kind of LEAK_KINDS) counts[kind] = await numberInLeak(tx, workspaceId, kind, limits)
  return counts
}
