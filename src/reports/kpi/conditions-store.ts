import { type SQL, sql } from 'drizzle-orm'
import {
  HAND_RAISE_KINDS,
  IGNORED_MARKETING_KINDS,
  IGNORED_SALES_KINDS,
  MEETING_KINDS,
  OUTREACH_KINDS,
} from './rules/touches.ts'

/** The conditions of rules/touches.ts in SQL, over a touch called `t`. A test compares both over random touches. */

const isOneOf = (kinds: readonly string[]) => sql`t.kind = any(${sql.param(kinds)}::text[])`
const isNoneOf = (kinds: readonly string[]) => sql`t.kind <> all(${sql.param(kinds)}::text[])`

export const isMarketingTouch: SQL = sql`(t.side = 'marketing' and not t.machine and ${isNoneOf(IGNORED_MARKETING_KINDS)})`
export const isSalesActivity: SQL = sql`(t.side = 'sales' and not t.machine and ${isNoneOf(IGNORED_SALES_KINDS)})`
export const counts: SQL = sql`(${isMarketingTouch} or ${isSalesActivity})`
export const isHandRaise: SQL = sql`(not t.machine and ${isOneOf(HAND_RAISE_KINDS)})`
export const isHumanAttempt: SQL = sql`(t.side = 'sales' and not t.machine and (${isOneOf(MEETING_KINDS)} or (t.direction = 'outbound' and ${isOneOf(OUTREACH_KINDS)})))`
export const isTwoWayContact: SQL = sql`(not t.machine and ((t.side = 'sales' and ${isOneOf(MEETING_KINDS)}) or (t.kind = 'email_reply' and t.direction = 'inbound')))`

/** A list of ids as one parameter. */
export const among = (ids: readonly string[]) => sql`any(${sql.param(ids)}::uuid[])`
