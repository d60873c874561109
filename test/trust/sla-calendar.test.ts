import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BusinessCalendar, dueAt, elapsedMs, openTime } from '#platform/kernel/business-time.ts'

/**
 * T-30: business time against an oracle that counts minute by minute and shares nothing with the product: offsets read from
 * Intl.DateTimeFormat, wall times searched among real minutes, days counted by Date. `CLOCK_CASES=10000` runs the full number.
 */

const CASES = Number(process.env.CLOCK_CASES ?? 200)
const MINUTE = 60_000
const ZONES = [
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'America/St_Johns',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'UTC',
  'Pacific/Chatham',
  'America/Santiago',
]

/** Weeks around which cases begin: both clock changes of every zone, Ramadan in Morocco, leap days, Samoa's missing day. */
const WEEKS = [
  '2011-12-24', '2011-09-20', '2012-04-01', '2020-02-24', '2024-02-24', '2028-02-24', '2026-02-10', '2026-03-01', '2026-03-20',
  '2026-03-26', '2026-04-02', '2026-09-20', '2026-09-30', '2026-10-20', '2026-10-29', '2026-12-20', '2027-02-05', '2027-03-08',
] // biome-ignore format: one look

interface Zone {
  reader: Intl.DateTimeFormat
  /** by quarter of an hour since 1970 */
  offsets: Map<number, number>
  /** by wall minute */
  minutes: Map<number, number>
}
const zones = new Map<string, Zone>()

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known) return known
  const parts = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  const reader = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...parts })
  const zone = { reader, offsets: new Map(), minutes: new Map() }
  zones.set(timeZone, zone)
  return zone
}

/** Minutes that a zone's clocks are ahead of UTC in the quarter of an hour of an instant, as Intl shows them. */
function offsetMinutes({ reader, offsets }: Zone, minute: number): number {
  const quarter = Math.floor(minute / 15)
  const known = offsets.get(quarter)
  if (known !== undefined) return known
  const shown = Object.fromEntries(
    reader.formatToParts(quarter * 15 * MINUTE).map(({ type, value }) => [type, Number(value)]),
  )
  const wall = Date.UTC(shown.year!, shown.month! - 1, shown.day!, shown.hour!, shown.minute!) / MINUTE
  offsets.set(quarter, wall - quarter * 15)
  return wall - quarter * 15
}

/** The real minute at which the clocks show a wall minute: the earlier of two; where none does, as far behind the change as it lies. */
function realMinute(zone: Zone, wall: number): number {
  const known = zone.minutes.get(wall)
  if (known !== undefined) return known
  for (let minute = wall - 27 * 60; minute <= wall + 27 * 60; minute += 1) {
    const local = minute + offsetMinutes(zone, minute)
    if (local < wall) continue
    const found = local === wall ? minute : wall - offsetMinutes(zone, minute - 1)
    zone.minutes.set(wall, found)
    return found
  }
  throw new Error(`No minute shows ${new Date(wall * MINUTE).toISOString()}`)
}

interface Case {
  calendar: BusinessCalendar
  absences: { from: number; to: number }[]
  /** minutes since 1970 */
  from: number
  minutes: number
}

const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Which of the minutes from `first` on are open, one byte each. */
function openMinutes({ calendar, absences }: Case, first: number, count: number): Uint8Array {
  const open = new Uint8Array(count)
  const zone = zoneOf(calendar.timeZone)
  for (let day = Math.floor(first / 1_440) - 5; day <= (first + count) / 1_440 + 3; day += 1) {
    const date = new Date(day * 1_440 * MINUTE)
    if (calendar.holidays.includes(date.toISOString().slice(0, 10))) continue
    for (const [opens, closes] of calendar.hours[DAY_NAMES[date.getUTCDay()]!] ?? []) {
      const [a, b] = [minuteOf(opens), minuteOf(closes)]
      const until = realMinute(zone, day * 1_440 + (b > a ? b : b + 1_440))
      for (let minute = realMinute(zone, day * 1_440 + a); minute < until; minute += 1) {
        if (minute >= first && minute < first + count) open[minute - first] = 1
      }
    }
  }
  for (const { from, to } of absences) {
    for (let minute = from; minute < to; minute += 1) {
      if (minute >= first && minute < first + count) open[minute - first] = 0
    }
  }
  return open
}

const WINDOW = 35 * 1_440
/** A case that is not used up within the window is counted on to its end, five windows at most. */
function oracleDue(asked: Case): number {
  if (asked.minutes === 0) return asked.from
  let counted = 0
  for (let first = asked.from; first < asked.from + 5 * WINDOW; first += WINDOW) {
    const open = openMinutes(asked, first, WINDOW)
    for (let index = 0; index < WINDOW; index += 1) {
      counted += open[index]!
      if (counted === asked.minutes) return first + index + 1
    }
  }
  return Number.NaN
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 24 }), fc.constantFrom(0, 0, 15, 30, 45, 59, 1))
  .map(([hour, minute]) =>
    hour === 24 ? '24:00' : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
  )
const nightTime = fc.constantFrom(
  '00:00',
  '00:30',
  '01:00',
  '01:30',
  '01:45',
  '02:00',
  '02:15',
  '02:30',
  '02:45',
  '03:00',
  '03:30',
)
const opening = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ['09:00', '18:00'],
      ['08:30', '12:00'],
      ['12:00', '17:00'],
      ['22:00', '06:00'],
      ['00:00', '24:00'],
    ),
  },
  { weight: 2, arbitrary: fc.tuple(time, time) },
  { weight: 2, arbitrary: fc.tuple(nightTime, nightTime) },
) as fc.Arbitrary<[string, string]>
const hours = fc.record(
  Object.fromEntries(DAY_NAMES.map((day) => [day, fc.array(opening, { minLength: 1, maxLength: 3 })])),
  { requiredKeys: ['wed'] },
)

const cases: fc.Arbitrary<Case> = fc
  .tuple(
    fc.constantFrom(...ZONES),
    fc.constantFrom(...WEEKS),
    hours,
    fc.array(fc.integer({ min: -2, max: 20 }), { maxLength: 4 }),
    fc.array(fc.tuple(fc.integer({ min: -2_000, max: 20_000 }), fc.integer({ min: 1, max: 5_000 })), {
      maxLength: 3,
    }),
    fc.integer({ min: 0, max: 12 * 1_440 }),
    fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 6_000 })),
  )
  .map(([timeZone, week, openings, holidays, absences, offset, minutes]) => {
    const start = Date.parse(`${week}T00:00:00Z`) / MINUTE
    const dayAfter = (days: number) => new Date((start + days * 1_440) * MINUTE).toISOString().slice(0, 10)
    return {
      calendar: { timeZone, hours: openings as BusinessCalendar['hours'], holidays: holidays.map(dayAfter) },
      absences: absences.map(([from, length]) => ({ from: start + from, to: start + from + length })),
      from: start + offset,
      minutes,
    }
  })

const prepared = ({ calendar, absences }: Case) =>
  openTime(
    calendar,
    absences.map(({ from, to }) => ({ from: from * MINUTE, to: to * MINUTE })),
  )
const iso = (minute: number) => new Date(minute * MINUTE).toISOString()

describe('T-30 sla.calendar: interval arithmetic against counting every minute', () => {
  it(`the due instant is the same in ${CASES} random cases over ten zones`, { timeout: 1_200_000 }, () => {
    let compared = 0
    fc.assert(
      fc.property(cases, (asked) => {
        const expected = oracleDue(asked)
        if (Number.isNaN(expected)) return
        compared += 1
        const due = dueAt(prepared(asked), asked.from * MINUTE, asked.minutes * MINUTE)
        expect(new Date(due).toISOString()).toBe(iso(expected))
      }),
      { numRuns: CASES },
    )
    expect(compared).toBeGreaterThan(CASES * 0.9)
  })

  it('elapsed business time is the same', { timeout: 1_200_000 }, () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 30 * 1_440 }), (asked, length) => {
        const counted = openMinutes(asked, asked.from, length).reduce((sum, minute) => sum + minute, 0)
        expect(elapsedMs(prepared(asked), asked.from * MINUTE, (asked.from + length) * MINUTE)).toBe(
          counted * MINUTE,
        )
      }),
      { numRuns: CASES },
    )
  })

  it('seconds and milliseconds are neither lost nor gained', () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 0, max: 59_999 }),
        fc.integer({ min: 1, max: 59_999 }),
        (asked, late, more) => {
          const open = prepared(asked)
          const [from, ms] = [asked.from * MINUTE + late, asked.minutes * MINUTE + more]
          // Whole minutes by counting; the first and the last one by the second
          const first = openMinutes(asked, asked.from, 1)[0]! * (MINUTE - late)
          const rest = Math.max(0, ms - first)
          const whole = Math.floor(rest / MINUTE)
          const next = oracleDue({ ...asked, from: asked.from + 1, minutes: whole + 1 })
          if (Number.isNaN(next) || ms <= first) return
          const expected =
            rest % MINUTE === 0
              ? oracleDue({ ...asked, from: asked.from + 1, minutes: whole }) * MINUTE
              : (next - 1) * MINUTE + (rest % MINUTE)
          if (whole === 0 && rest % MINUTE === 0) return
          expect(dueAt(open, from, ms)).toBe(expected)
        },
      ),
      { numRuns: Math.min(CASES, 500) },
    )
  })

  it.each([
    ['2026-10-24T16:00:00+02:00', '2026-10-26T11:00:00+01:00'],
    ['2026-10-24T20:00:00+02:00', '2026-10-26T11:00:00+01:00'],
  ])('Mon-Fri 9-18, two hours to respond: a lead of Saturday %s is due on Monday %s', (from, due) => {
    const day: [string, string][] = [['09:00', '18:00']]
    const calendar = {
      timeZone: 'Europe/Berlin',
      hours: { mon: day, tue: day, wed: day, thu: day, fri: day },
      holidays: [],
    }
    expect(dueAt(openTime(calendar), Date.parse(from), 120 * MINUTE)).toBe(Date.parse(due))
  })
})
