import { Temporal } from 'temporal-polyfill'
import {
  BusinessTimeProblem,
  dueAt,
  elapsedMs,
  type OpenTime,
  openTime,
  type TimeSpan,
} from '#platform/kernel/business-time.ts'
import { readDuration, writeDuration } from '#platform/kernel/business-time-duration.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import { addDays } from '#platform/kernel/days.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** What `accord clock` works out: when a duration is used up, or how much business time lies between two instants. */
export type ClockQuestion = 'due' | 'elapsed'

/** One case as it is written in a file or in options. */
export interface ClockCase {
  calendar?: unknown
  from?: unknown
  for?: unknown
  to?: unknown
}

/** A text that is no instant, duration or calendar, in a sentence. */
export class UnreadableCase extends Error {
  override name = 'UnreadableCase'
}

/** The answer as text for people and as fields for machines. */
export interface ClockAnswer {
  text: string
  fields: Record<string, string | number>
}

/**
 * Answers one case.
 *
 * @throws UnreadableCase when something in it cannot be read, BusinessTimeProblem when the calendar gives no answer
 */
export function answerCase(question: ClockQuestion, asked: ClockCase, open: OpenTime): ClockAnswer {
  const from = readInstant('from', asked.from)
  if (question === 'due') {
    const due = writeInstant(dueAt(open, from, readFor(asked.for)))
    return { text: due, fields: { due } }
  }
  const to = readInstant('to', asked.to)
  if (to < from) throw new UnreadableCase('"to" lies before "from"; swap them.')
  const ms = elapsedMs(open, from, to)
  return { text: writeDuration(ms), fields: { elapsed: writeDuration(ms), milliseconds: ms } }
}

function readFor(text: unknown): number {
  const ms = typeof text === 'string' ? readDuration(text) : null
  if (ms !== null) return ms
  throw new UnreadableCase(
    `"for" is ${shown(text)}; write a duration of weeks, days (24 open hours each), hours, minutes and seconds, as PT2H or P1DT30M.`,
  )
}

function readInstant(name: string, text: unknown): Instant {
  try {
    return Temporal.Instant.from(text as string).epochMilliseconds
  } catch {
    throw new UnreadableCase(
      `"${name}" is ${shown(text)}; write an instant with its zone, as 2026-10-24T16:00:00+02:00.`,
    )
  }
}

const writeInstant = (at: Instant) => new Date(at).toISOString().replace('.000Z', 'Z')

const shown = (value: unknown) => (value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80))

const CALENDAR_FIELDS = ['timeZone', 'hours', 'holidays', 'absences', 'key', 'name']

/**
 * Prepares the calendar of a file or case: `{ timeZone, hours, holidays, absences }`.
 *
 * @throws UnreadableCase or BusinessTimeProblem in a sentence
 */
export function readCalendar(given: unknown): OpenTime {
  if (!isObject(given)) {
    throw new UnreadableCase(
      'The calendar is missing; write {"timeZone": "Europe/Berlin", "hours": {"mon": [["09:00", "18:00"]]}, "holidays": []}.',
    )
  }
  const unknown = Object.keys(given).find((field) => !CALENDAR_FIELDS.includes(field))
  if (unknown !== undefined) {
    throw new UnreadableCase(`A calendar has no "${unknown}"; it has timeZone, hours, holidays and absences.`)
  }
  const { timeZone, hours, holidays = [], absences = [] } = given
  if (typeof timeZone !== 'string') {
    throw new UnreadableCase('The calendar has no timeZone; write one such as "Europe/Berlin".')
  }
  if (!isObject(hours) || !Object.values(hours).every(Array.isArray)) {
    throw new UnreadableCase('The calendar has no hours; write {"mon": [["09:00", "18:00"]], …}.')
  }
  if (!Array.isArray(holidays) || !holidays.every((day) => typeof day === 'string')) {
    throw new UnreadableCase('Holidays are a list of days, as ["2026-12-25"].')
  }
  if (!Array.isArray(absences)) {
    throw new UnreadableCase('Absences are a list, as [{"from": "2026-12-21", "to": "2026-12-31"}].')
  }
  const calendar = { timeZone, hours: hours as Record<string, [string, string][]>, holidays }
  openTime(calendar)
  return openTime(
    calendar,
    absences.map((absence) => readAbsence(absence, timeZone)),
  )
}

/** From one instant to another, or from a first day to a last one, which is away too. */
function readAbsence(given: unknown, timeZone: string): TimeSpan {
  const [from, to] = Array.isArray(given) ? given : isObject(given) ? [given.from, given.to] : []
  if (isDay(from) && isDay(to)) {
    const days = calendarOf(timeZone)
    return ordered(days.startOf(from), days.startOf(addDays(to, 1)))
  }
  return ordered(readInstant('absence from', from), readInstant('absence to', to))
}

function ordered(from: Instant, to: Instant): TimeSpan {
  if (from >= to) throw new UnreadableCase('An absence ends before it begins; swap its two ends.')
  return { from, to }
}

const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** Whether a value is a JSON object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether an error says in a sentence why there is no answer. */
export const isClockProblem = (error: unknown): error is Error =>
  error instanceof UnreadableCase || error instanceof BusinessTimeProblem
