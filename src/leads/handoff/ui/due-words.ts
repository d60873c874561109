import type { ClockStanding } from '../rules/states.ts'

/** How a clock reads: words, and how urgent they are. */
export interface DueWords {
  text: string
  level: 'late' | 'soon' | 'running' | 'waiting' | 'done' | 'done_late'
  /** the instant that the words are about; null when there is none to name */
  at: number | null
}

/** What is needed of a hand-off to say when it is due. */
export interface Dated {
  /** null where the reader does not see it */
  standing: ClockStanding | null
  dueAt: number | null
  pausedUntil: number | null
  followUpDueAt: number | null
  open: boolean
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** From so many hours on minutes say nothing. */
const LONG = 10

/**
 * A stretch of time in at most two units, whole minutes; from ten hours on whole hours.
 *
 * @example spanWords(8_100_000) // '2 h 15 min'
 */
export function spanWords(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE)
  if (minutes < 1) return 'under a minute'
  const days = Math.floor(minutes / 1_440)
  const hours = Math.floor((minutes % 1_440) / 60)
  const rest = minutes % 60
  const parts =
    days > 0
      ? [days && `${days} d`, hours && `${hours} h`]
      : [hours && `${hours} h`, rest > 0 && hours < LONG && `${rest} min`]
  return parts.filter(Boolean).join(' ')
}

/** A stretch of working time: days would be read as days of 24 hours. */
export function workingWords(milliseconds: number): string {
  const hours = Math.floor(Math.abs(milliseconds) / HOUR)
  return hours < LONG ? spanWords(milliseconds) : `${hours.toLocaleString('en')} h`
}

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** An instant near now as a person would say it: the time today, the weekday this week, else the day. */
export function whenWords(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return time.format(at)
  return Math.abs(at - now) < 6 * DAY ? weekday.format(at).replace(',', '') : day.format(at)
}

/** Where a clock stands now; what the server said a while ago grows late here by itself. */
export function dueWords(
  { standing, dueAt, pausedUntil, followUpDueAt, open }: Dated,
  now: number,
): DueWords | null {
  if (standing === null || dueAt === null) return null
  if (standing === 'paused')
    return {
      text: pausedUntil === null ? 'Waiting' : `Waits until ${whenWords(pausedUntil, now)}`,
      level: 'waiting',
      at: pausedUntil,
    }
  if (standing === 'missed') return { text: 'Never tried', level: 'late', at: dueAt }
  if (standing === 'answered') return { text: 'Decided in time', level: 'done', at: null }
  if (standing === 'met' || standing === 'met_late') return answeredWords(standing, followUpDueAt, open, now)
  if (standing === 'overdue' || now >= dueAt)
    return { text: `${spanWords(now - dueAt)} late`, level: 'late', at: dueAt }
  return {
    text: `${spanWords(dueAt - now)} left`,
    level: standing === 'due_soon' ? 'soon' : 'running',
    at: dueAt,
  }
}

function answeredWords(
  standing: 'met' | 'met_late',
  followUpDueAt: number | null,
  open: boolean,
  now: number,
): DueWords {
  if (open && followUpDueAt !== null)
    return now >= followUpDueAt
      ? { text: `Next step ${spanWords(now - followUpDueAt)} late`, level: 'soon', at: followUpDueAt }
      : { text: `Next step in ${spanWords(followUpDueAt - now)}`, level: 'running', at: followUpDueAt }
  return standing === 'met'
    ? { text: 'Tried in time', level: 'done', at: null }
    : { text: 'Tried late', level: 'done_late', at: null }
}
