import { type BusinessCalendar, BusinessTimeProblem, weekPlan } from './business-time-hours.ts'
import { wallClock } from './business-time-zone.ts'
import { DAY, HOUR, type Instant } from './instant.ts'

export { type BusinessCalendar, BusinessTimeProblem } from './business-time-hours.ts'

/**
 * Business time: the elapsed real time inside open intervals, by interval arithmetic. See docs/method/business-time.md.
 */

/** A stretch of time with its first instant and the first instant after it. */
export interface TimeSpan {
  readonly from: Instant
  readonly to: Instant
}

/** Open intervals inside one stretch of four weeks, in order, none touching the next. */
interface Stretch {
  starts: Float64Array
  ends: Float64Array
  /** open time of the stretch before each interval, and at the end all of it, ms */
  before: Float64Array
  totalMs: number
}

/** A calendar ready for arithmetic. Make it with `openTime` and keep it: intervals are worked out once and found again. */
export interface OpenTime {
  readonly calendar: BusinessCalendar
  /** open in a week without holidays and changes of the clocks, ms */
  readonly weeklyMs: number
  /** @param number the stretch `[number × 4 weeks, (number + 1) × 4 weeks)` since 1970 */
  stretch(number: number): Stretch
}

const STRETCH = 28 * DAY
/** An opening lasts up to two days, and a wall time lies up to a day and a half from its instant as if in UTC. */
const MARGIN_DAYS = 4
const MOST_KEPT = 4_000
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

const prepared = new WeakMap<BusinessCalendar, OpenTime>()

/**
 * Prepares a calendar for `dueAt`, `elapsedMs` and `nextOpening`. The same calendar object is prepared once.
 *
 * @param absences when the person is away although the calendar is open; any order, may overlap
 * @throws BusinessTimeProblem when hours, holidays or time zone cannot be read
 * @example openTime({ timeZone: 'UTC', hours: { mon: [['09:00', '17:00']] }, holidays: [] }).weeklyMs // 8 * HOUR
 */
export function openTime(calendar: BusinessCalendar, absences: readonly TimeSpan[] = []): OpenTime {
  let open = prepared.get(calendar)
  if (!open) {
    open = ofCalendar(calendar)
    prepared.set(calendar, open)
  }
  return absences.length === 0 ? open : without(open, absences)
}

/**
 * When a duration of business time that begins at `from` is used up: the earliest instant with so much open time between.
 *
 * @param durationMs at least 0; 0 is due at once, open or not
 * @returns an instant inside open hours or exactly at a closing
 * @throws BusinessTimeProblem when the calendar never offers so much time
 * @example dueAt(office, saturday + 16 * HOUR, 2 * HOUR) // monday + 11 * HOUR
 */
export function dueAt(open: OpenTime, from: Instant, durationMs: number): Instant {
  if (!(durationMs >= 0)) throw new BusinessTimeProblem('A duration cannot be shorter than nothing.')
  if (durationMs === 0) return from
  refuseImpossible(open, from, durationMs)
  let number = Math.floor(from / STRETCH)
  let stretch = open.stretch(number)
  let left = durationMs + openBefore(stretch, from)
  while (left > stretch.totalMs) {
    left -= stretch.totalMs
    number += 1
    if (number * STRETCH > LAST) throw neverEnough(open)
    stretch = open.stretch(number)
  }
  const at = firstNotBelow(stretch.before, left) - 1
  const due = stretch.starts[at]! + left - stretch.before[at]!
  if (due > LAST) throw neverEnough(open)
  return due
}

/**
 * Business time between two instants, ms.
 *
 * @returns 0 when `to` is not after `from`
 * @example elapsedMs(office, saturday - 8 * HOUR, monday + 10 * HOUR) // 2 * HOUR
 */
export function elapsedMs(open: OpenTime, from: Instant, to: Instant): number {
  if (to <= from || open.weeklyMs === 0) return 0
  const first = Math.floor(from / STRETCH)
  const last = Math.floor(to / STRETCH)
  let sum = openBefore(open.stretch(last), to) - openBefore(open.stretch(first), from)
  for (let number = first; number < last; number += 1) sum += open.stretch(number).totalMs
  return sum
}

/**
 * The first open instant that is not before `at`; `at` itself while it is open.
 *
 * @returns `null` when the calendar never opens again
 * @example nextOpening(office, saturday + 16 * HOUR) // monday + 9 * HOUR
 */
export function nextOpening(open: OpenTime, at: Instant): Instant | null {
  if (open.weeklyMs === 0) return null
  for (let number = Math.floor(at / STRETCH); number * STRETCH <= LAST; number += 1) {
    const { ends, starts } = open.stretch(number)
    const index = firstAbove(ends, at)
    if (index < ends.length) {
      const opens = Math.max(starts[index]!, at)
      return opens <= LAST ? opens : null
    }
  }
  return null
}

function refuseImpossible(open: OpenTime, from: Instant, durationMs: number): void {
  if (open.weeklyMs === 0) {
    throw new BusinessTimeProblem('This calendar is never open, so nothing falls due. Give it opening hours.')
  }
  const weeks = Math.max(0, LAST - from) / (7 * DAY) + 1
  if (durationMs > weeks * (open.weeklyMs + 3 * HOUR)) throw neverEnough(open)
}

const neverEnough = ({ calendar }: OpenTime) =>
  new BusinessTimeProblem(
    `The calendar (${calendar.timeZone}) does not offer so much open time before the year 10000.`,
  )

function ofCalendar(calendar: BusinessCalendar): OpenTime {
  const plan = weekPlan(calendar)
  const clock = clockOf(calendar.timeZone)
  const build = (number: number): Stretch => {
    const [first, after] = [number * STRETCH, (number + 1) * STRETCH]
    const spans: TimeSpan[] = []
    for (let day = first / DAY - MARGIN_DAYS; day < after / DAY + MARGIN_DAYS; day += 1) {
      if (plan.holidays.has(day)) continue
      for (const opening of plan.openings[(((day + 3) % 7) + 7) % 7]!) {
        const from = Math.max(first, clock.instantOf(day * DAY + opening.from))
        const to = Math.min(after, clock.instantOf(day * DAY + opening.to))
        if (from < to) spans.push({ from, to })
      }
    }
    return stretchOf(union(spans))
  }
  return { calendar, weeklyMs: plan.weeklyMs, stretch: kept(build) }
}

function clockOf(timeZone: string) {
  try {
    return wallClock(timeZone)
  } catch {
    throw new BusinessTimeProblem(
      `There is no time zone ${JSON.stringify(timeZone)}; write one such as Europe/Berlin.`,
    )
  }
}

function without({ calendar, weeklyMs, stretch }: OpenTime, absences: readonly TimeSpan[]): OpenTime {
  const away = union(absences.filter(({ from, to }) => from < to))
  const build = (number: number): Stretch => {
    const [first, after] = [number * STRETCH, (number + 1) * STRETCH]
    const touching = away.filter(({ from, to }) => from < after && to > first)
    if (touching.some(({ from, to }) => from <= first && to >= after)) return stretchOf([])
    const base = stretch(number)
    if (touching.length === 0) return base
    const spans = Array.from(base.starts, (from, index) => ({ from, to: base.ends[index]! }))
    return stretchOf(touching.reduce(cut, spans))
  }
  return { calendar, weeklyMs, stretch: kept(build) }
}

function cut(spans: TimeSpan[], { from, to }: TimeSpan): TimeSpan[] {
  return spans.flatMap((span) => {
    if (span.to <= from || span.from >= to) return [span]
    const left = span.from < from ? [{ from: span.from, to: from }] : []
    return span.to > to ? [...left, { from: to, to: span.to }] : left
  })
}

/** Overlapping and adjoining spans are one. */
function union(spans: readonly TimeSpan[]): TimeSpan[] {
  const merged: { from: Instant; to: Instant }[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push({ ...span })
  }
  return merged
}

function stretchOf(spans: readonly TimeSpan[]): Stretch {
  const starts = Float64Array.from(spans, ({ from }) => from)
  const ends = Float64Array.from(spans, ({ to }) => to)
  const before = new Float64Array(spans.length + 1)
  for (const [index, { from, to }] of spans.entries()) before[index + 1] = before[index]! + to - from
  return { starts, ends, before, totalMs: before[spans.length]! }
}

function kept(build: (number: number) => Stretch): (number: number) => Stretch {
  const known = new Map<number, Stretch>()
  return (number) => {
    const found = known.get(number)
    if (found) return found
    if (known.size >= MOST_KEPT) known.clear()
    const made = build(number)
    known.set(number, made)
    return made
  }
}

/** Open time of a stretch before an instant, ms. */
function openBefore({ starts, ends, before }: Stretch, at: Instant): number {
  const next = firstAbove(starts, at)
  if (next === 0) return 0
  return before[next - 1]! + Math.min(at, ends[next - 1]!) - starts[next - 1]!
}

/** Index of the first of the ascending values above a bound; their number when there is none. */
function firstAbove(values: Float64Array, bound: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! > bound) high = middle
    else low = middle + 1
  }
  return low
}

function firstNotBelow(values: Float64Array, bound: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! >= bound) high = middle
    else low = middle + 1
  }
  return low
}
