import { jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { day, instant, workspaceId } from '#platform/db/columns.ts'
import type { LeakKind } from './rules/kinds.ts'

/** The daily list of leaks, made once per day of the workspace. */
export const leakDay = pgTable(
  'leak_day',
  {
    workspaceId: workspaceId(),
    /** in the workspace's time zone */
    day: day('day').notNull(),
    foundAt: instant('found_at').notNull(),
    /** people per leak */
    counts: jsonb('counts').$type<Record<LeakKind, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.day] })],
)
