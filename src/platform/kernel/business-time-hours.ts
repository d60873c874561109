import { dayNumber, dayOfNumber } from './days.ts'
import { DAY, HOUR, MINUTE } from './instant.ts'

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** From and to as `09:00`; an end not after its start passes midnight, `24:00` is the end of the day. */
export type OpeningHours = readonly [from: string, to: string]

/** When work is done: the shape of a calendar file and of a calendar in the agreement. Never changed once it is in use. */
export interface BusinessCalendar {
  /** IANA name, e.g. `Europe/Berlin` */
  readonly timeZone: string
  /** a missing day is closed */
  readonly hours: Readonly<Partial<Record<Weekday, readonly OpeningHours[] | undefined>>>
  /** `2026-12-25`: closes the openings that begin on that day */
  readonly holidays: readonly string[]
}

/** A calendar, a duration or an instant with which no business time can be worked out. */
export class BusinessTimeProblem extends Error {
  override name = 'BusinessTimeProblem'
}

/** One opening in milliseconds after the midnight its day begins with; `to` may lie beyond the day. */
export interface DailyOpening {
  from: number
  to: number
}

/** The openings of a calendar by weekday (Monday first), its holidays as days since 1970, its open time in a plain week. */
export interface WeekPlan {
  openings: readonly (readonly DailyOpening[])[]
  holidays: ReadonlySet<number>
  weeklyMs: number
}

/**
 * Reads the hours and holidays of a calendar.
 *
 * @throws BusinessTimeProblem naming the first thing that cannot be read
 */
export function weekPlan({ hours, holidays }: BusinessCalendar): WeekPlan {
  for (const day of Object.keys(hours)) {
    if (!WEEKDAYS.includes(day as Weekday)) {
      throw new BusinessTimeProblem(`There is no weekday ${day}; write mon, tue, wed, thu, fri, sat or sun.`)
    }
  }
  const openings = WEEKDAYS.map((day) => (hours[day] ?? []).map((pair) => readOpening(day, pair)))
  return {
    openings,
    holidays: new Set(holidays.map(readHoliday)),
    weeklyMs: openings.flat().reduce((sum, { from, to }) => sum + to - from, 0),
  }
}

function readOpening(day: Weekday, pair: OpeningHours): DailyOpening {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new BusinessTimeProblem(`Hours of ${day}: write each opening as ["09:00", "18:00"].`)
  }
  const [from, to] = [readTime(day, pair[0]), readTime(day, pair[1])]
  return { from, to: to > from ? to : to + DAY }
}

function readTime(day: Weekday, text: unknown): number {
  const parts = typeof text === 'string' ? /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) : null
  const at = parts ? Number(parts[1]) * HOUR + Number(parts[2]) * MINUTE : Number.NaN
  if (!(at <= DAY)) {
    throw new BusinessTimeProblem(
      `Hours of ${day}: ${JSON.stringify(text)} is no time of day; write 09:00 to 24:00.`,
    )
  }
  return at
}

function readHoliday(text: string): number {
  const number = /^\d{4}-\d\d-\d\d$/.test(text) ? dayNumber(text) : Number.NaN
  if (Number.isNaN(number) || dayOfNumber(number) !== text) {
    throw new BusinessTimeProblem(`${JSON.stringify(text)} is no day; write a holiday as 2026-12-25.`)
  }
  return number
}
