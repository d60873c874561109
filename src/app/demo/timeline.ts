import { DAY, HOUR, type Instant, MINUTE } from '#platform/kernel/instant.ts'
import type { Random } from './random.ts'

/** The eighteen months the story is told over. History ends as the day `endsOn` begins. */
export interface Timeline {
  startsAt: Instant
  endsAt: Instant
  /** the day the second agreement comes into force: nine months in */
  changesAt: Instant
}

const MONTHS_TOLD = 18

/** Midnight UTC of `day`, moved by whole months; the last day of a shorter month where the day does not exist. */
export function monthsFrom(day: string, months: number): Instant {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return Date.UTC(year, month - 1 + months, Math.min(date, lastDay))
}

export function timeline(endsOn: string): Timeline {
  return {
    startsAt: monthsFrom(endsOn, -MONTHS_TOLD),
    endsAt: monthsFrom(endsOn, 0),
    changesAt: monthsFrom(endsOn, -9),
  }
}

/** How lively business is in each calendar month, January first: summer dips, December stops, autumn is busy. */
const SEASON = [0.95, 1.05, 1.15, 1.0, 1.05, 1.0, 0.78, 0.68, 1.15, 1.22, 1.12, 0.58]
const EUROPEAN_SUMMER = [1, 1, 1, 1, 1, 0.95, 0.8, 0.55, 1, 1, 1, 0.95]
/** Sunday first: little happens on weekends. */
const WEEKDAY = [0.12, 1, 1.15, 1.15, 1.05, 0.75, 0.08]

/** Relative demand of a day, around 1. */
function demand(at: Instant, time: Timeline, european: boolean): number {
  const date = new Date(at)
  const month = date.getUTCMonth()
  const growth = 0.85 + 0.4 * ((at - time.startsAt) / (time.endsAt - time.startsAt))
  return SEASON[month]! * (european ? EUROPEAN_SUMMER[month]! : 1) * WEEKDAY[date.getUTCDay()]! * growth
}

/** A day between two instants, likelier where demand is; its midnight. */
export function busyDay(
  random: Random,
  from: Instant,
  to: Instant,
  time: Timeline,
  european: boolean,
): Instant {
  const days = Math.max(1, Math.floor((to - from) / DAY))
  for (let attempt = 0; attempt < 60; attempt++) {
    const day = from + random.int(0, days - 1) * DAY
    if (random.next() * 1.8 < demand(day, time, european)) return day - (day % DAY)
  }
  return from
}

/** A moment of a day at which people there are awake and mostly at work, to the second. */
export function daytime(random: Random, day: Instant, utcOffsetHours: number): Instant {
  const localHour = random.chance(0.85) ? random.between(8.5, 18.5) : random.between(6.5, 23)
  const midnight = day - (((day % DAY) + DAY) % DAY)
  return midnight + Math.round((localHour - utcOffsetHours) * 3_600) * 1_000
}

const OPENS = 9 * HOUR
const CLOSES = 18 * HOUR

/** Moves forward to the next moment somebody is at work: Monday to Friday, nine to six there. */
export function atWork(at: Instant, utcOffsetHours: number): Instant {
  let local = at + utcOffsetHours * HOUR
  for (;;) {
    const timeOfDay = local % DAY
    const weekday = new Date(local).getUTCDay()
    const closed = weekday === 0 || weekday === 6 || timeOfDay >= CLOSES
    if (!closed) return Math.max(local, local - timeOfDay + OPENS) - utcOffsetHours * HOUR
    local = local - timeOfDay + DAY + OPENS
  }
}

/** Adds working time of a seller in that zone. */
export function addWorkingMinutes(at: Instant, minutes: number, utcOffsetHours: number): Instant {
  let left = Math.round(minutes * MINUTE)
  let cursor = atWork(at, utcOffsetHours)
  for (;;) {
    const timeOfDay = (cursor + utcOffsetHours * HOUR) % DAY
    const today = CLOSES - timeOfDay
    if (left < today) return cursor + left
    left -= today
    cursor = atWork(cursor + today, utcOffsetHours)
  }
}

/** Deals close at the end of quarters: moves two closings in five into the last eleven days of their quarter. */
export function quarterEnd(random: Random, at: Instant): Instant {
  if (!random.chance(0.42)) return at
  const date = new Date(at)
  const lastMonth = Math.floor(date.getUTCMonth() / 3) * 3 + 2
  const quarterEnds = Date.UTC(date.getUTCFullYear(), lastMonth + 1, 0)
  return quarterEnds - random.int(0, 10) * DAY
}

/** Calendar day of an instant, UTC. */
export function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10)
}
