import { type SQL, sql } from 'drizzle-orm'
import { IGNORED_MARKETING_KINDS, IGNORED_SALES_KINDS } from './rules/touches.ts'

/** The conditions of rules/touches.ts in SQL, over a touch called `t`. A test compares both over random touches. */

const isNoneOf = (kinds: readonly string[]) => sql`t.kind <> all(${sql.param(kinds)}::text[])`

export const isMarketingTouch: SQL = sql`(t.side = 'marketing' and not t.machine and ${isNoneOf(IGNORED_MARKETING_KINDS)})`
const isSalesActivity: SQL = sql`(t.side = 'sales' and not t.machine and ${isNoneOf(IGNORED_SALES_KINDS)})`
export const counts: SQL = sql`(${isMarketingTouch} or ${isSalesActivity})`
