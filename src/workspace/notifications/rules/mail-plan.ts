import { type Instant, MINUTE } from '#platform/kernel/instant.ts'
import { minutesOf, nextWallTime, type WallTime, wallMinutes } from '#platform/kernel/wall-time.ts'
import type { MailTime } from './kinds.ts'

/** When mails may reach someone. */
export interface MailHours {
  timeZone: string
  /** `null` for both: no quiet hours */
  quietFrom: WallTime | null
  quietUntil: WallTime | null
  urgentInQuiet: boolean
  dailyAt: WallTime
}

/** What holds until someone chooses: no quiet hours; when there are some, they hold for what is urgent too. */
export function usualHours(timeZone: string): MailHours {
  return { timeZone, quietFrom: null, quietUntil: null, urgentInQuiet: false, dailyAt: '08:00' }
}

/**
 * The end of the quiet hours that an instant lies in; null outside of them. An end that is not after the start lies on the next day.
 *
 * @example quietEnd({ timeZone: 'UTC', quietFrom: '19:00', quietUntil: '07:00' }, saturday + 22 * HOUR) // saturday + 31 * HOUR
 */
export function quietEnd(hours: MailHours, at: Instant): Instant | null {
  const { quietUntil, timeZone } = hours
  if (quietUntil === null || !isQuiet(hours, wallMinutes(timeZone, at))) return null
  return nextWallTime(timeZone, quietUntil, at, 'each')
}

/** @param minutes after midnight, as the clock on the wall shows them */
function isQuiet({ quietFrom, quietUntil }: MailHours, minutes: number): boolean {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return false
  const [from, until] = [minutesOf(quietFrom), minutesOf(quietUntil)]
  return from < until ? minutes >= from && minutes < until : minutes >= from || minutes < until
}

/**
 * When a notification may go out by e-mail; null when it never does.
 *
 * @returns `now`, the end of the quiet hours, or the time of the daily mail
 */
export function mailDueAt(mail: MailTime, urgent: boolean, hours: MailHours, now: Instant): Instant | null {
  if (mail === 'never') return null
  if (mail === 'daily') return nextWallTime(hours.timeZone, hours.dailyAt, now, 'first')
  return heldUntil({ urgent, daily: false }, hours, now) ?? now
}

/**
 * The end of the quiet hours, for what could go now and has to wait for it; null: it goes. Who has the daily mail come in quiet hours
 * gets it.
 */
export function heldUntil(
  { urgent, daily }: Omit<WaitingMail, 'id'>,
  hours: MailHours,
  now: Instant,
): Instant | null {
  const allowed = daily ? isQuiet(hours, minutesOf(hours.dailyAt)) : urgent && hours.urgentInQuiet
  return allowed ? null : quietEnd(hours, now)
}

/** Mails of one person within this time that go out one by one. */
const SINGLE_MAILS = 3
export const FLOOD_WINDOW_MS = 10 * MINUTE

export interface WaitingMail {
  id: string
  urgent: boolean
  daily: boolean
}

export interface MailPlan {
  /** ids that go out together, a list for each mail */
  mails: string[][]
  /** when to look again, for those that wait */
  again: Instant | null
}

/**
 * How what waits for one person goes out: the urgent each alone, the daily ones together, and of the others at most three within
 * ten minutes one by one; when there are more, the rest is gathered into one mail.
 *
 * @param waiting what is due now, oldest first
 * @param recent instants of the mails that went out in the last ten minutes, without urgent and daily ones
 */
export function planMails(
  waiting: readonly WaitingMail[],
  recent: readonly Instant[],
  now: Instant,
): MailPlan {
  const urgent = waiting.filter((one) => one.urgent && !one.daily)
  const daily = waiting.filter((one) => one.daily)
  const others = waiting.filter((one) => !one.urgent && !one.daily)
  const mails = urgent.map(({ id }) => [id])
  if (daily.length > 0) mails.push(daily.map(({ id }) => id))
  if (others.length === 0) return { mails, again: null }
  if (others.length + recent.length <= SINGLE_MAILS) {
    return { mails: [...mails, ...others.map(({ id }) => [id])], again: null }
  }
  const quietSince = Math.max(...recent, Number.NEGATIVE_INFINITY)
  if (now - quietSince >= FLOOD_WINDOW_MS)
    return { mails: [...mails, others.map(({ id }) => id)], again: null }
  return { mails, again: quietSince + FLOOD_WINDOW_MS }
}
