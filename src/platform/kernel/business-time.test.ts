import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BusinessCalendar, dueAt, elapsedMs, nextOpening, openTime } from './business-time.ts'
import { readDuration, writeDuration } from './business-time-duration.ts'
import { DAY, HOUR, MINUTE } from './instant.ts'

const weekdays = (...openings: [string, string][]) => ({
  mon: openings,
  tue: openings,
  wed: openings,
  thu: openings,
  fri: openings,
})
const office: BusinessCalendar = {
  timeZone: 'Europe/Berlin',
  hours: weekdays(['09:00', '18:00']),
  holidays: [],
}
const at = (iso: string) => Date.parse(iso)
const due = (calendar: BusinessCalendar, from: string, ms: number) =>
  new Date(dueAt(openTime(calendar), at(from), ms)).toISOString().replace('.000', '')
const elapsed = (calendar: BusinessCalendar, from: string, to: string) =>
  writeDuration(elapsedMs(openTime(calendar), at(from), at(to)))
const everyDay = (timeZone: string, ...openings: [string, string][]): BusinessCalendar => ({
  timeZone,
  hours: { ...weekdays(...openings), sat: openings, sun: openings },
  holidays: [],
})

describe('when business time is used up', () => {
  it('a lead on Saturday afternoon or evening, with two hours to respond, is due on Monday at 11', () => {
    // 24 October 2026 is a Saturday; the clocks go back in the night, so Monday 11:00 is 10:00 UTC
    expect(due(office, '2026-10-24T16:00:00+02:00', 2 * HOUR)).toBe('2026-10-26T10:00:00Z')
    expect(due(office, '2026-10-24T20:00:00+02:00', 2 * HOUR)).toBe('2026-10-26T10:00:00Z')
  })

  it('what is used up exactly at closing is due at closing, not at the next opening', () => {
    expect(due(office, '2026-11-16T16:00:00+01:00', 2 * HOUR)).toBe('2026-11-16T17:00:00Z')
    expect(due(office, '2026-11-16T16:00:00+01:00', 2 * HOUR + 1)).toBe('2026-11-17T08:00:00.001Z')
  })

  it('nothing to use up is due at once, open or not', () => {
    expect(due(office, '2026-10-24T16:00:00+02:00', 0)).toBe('2026-10-24T14:00:00Z')
  })

  it('a lunch break does not count, and intervals that adjoin are one', () => {
    const lunch = { ...office, hours: weekdays(['09:00', '12:00'], ['13:00', '18:00']) }
    expect(due(lunch, '2026-11-16T11:30:00+01:00', HOUR)).toBe('2026-11-16T12:30:00Z')
    const joined = { ...office, hours: weekdays(['09:00', '12:00'], ['12:00', '18:00'], ['10:00', '11:00']) }
    expect(due(joined, '2026-11-16T11:30:00+01:00', HOUR)).toBe('2026-11-16T11:30:00Z')
  })

  it('a shift that passes midnight belongs to the day it begins on: a holiday closes what begins on it', () => {
    const night: BusinessCalendar = {
      timeZone: 'Europe/Berlin',
      hours: { thu: [['22:00', '06:00']], fri: [['22:00', '06:00']] },
      holidays: ['2026-12-25'],
    }
    // Thursday the 24th runs on into the holiday; Friday the 25th does not open; the next is Thursday the 31st
    expect(elapsed(night, '2026-12-24T12:00:00+01:00', '2026-12-28T00:00:00+01:00')).toBe('PT8H')
    expect(due(night, '2026-12-24T23:00:00+01:00', 8 * HOUR)).toBe('2026-12-31T22:00:00Z')
  })

  it('24:00 is the end of the day, and a whole day is 23 or 25 hours when the clocks change', () => {
    const always = everyDay('Europe/Berlin', ['00:00', '24:00'])
    expect(elapsed(always, '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00')).toBe('PT23H')
    expect(elapsed(always, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00')).toBe('PT25H')
    expect(due(always, '2026-11-16T00:00:00+01:00', 3 * DAY)).toBe('2026-11-18T23:00:00Z')
  })

  it('an opening in the hour the clocks skip moves forward; in the hour they repeat the earlier one holds', () => {
    const early = everyDay('Europe/Berlin', ['02:15', '02:45'])
    // 29 March 2026: 02:15 and 02:45 do not exist and become 03:15 and 03:45
    expect(due(early, '2026-03-29T00:00:00+01:00', 30 * MINUTE)).toBe('2026-03-29T01:45:00Z')
    expect(nextOpening(openTime(early), at('2026-03-29T00:00:00+01:00'))).toBe(at('2026-03-29T01:15:00Z'))
    // 25 October 2026: the first 02:15 to the first 02:45, in summer time
    expect(due(early, '2026-10-25T00:00:00+02:00', 30 * MINUTE)).toBe('2026-10-25T00:45:00Z')
    expect(elapsed(early, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00')).toBe('PT30M')
    // from before the change to after it: 01:30 to 03:30 is three real hours in autumn, one in spring
    const across = everyDay('Europe/Berlin', ['01:30', '03:30'])
    expect(elapsed(across, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00')).toBe('PT3H')
    expect(elapsed(across, '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00')).toBe('PT1H')
  })

  it('the hours of a day that a zone skipped move forward with it: Samoa had no 30 December 2011', () => {
    const fridays: BusinessCalendar = {
      timeZone: 'Pacific/Apia',
      hours: { fri: [['09:00', '17:00']] },
      holidays: [],
    }
    expect(elapsed(fridays, '2011-12-29T09:00:00Z', '2012-01-02T00:00:00Z')).toBe('PT8H')
    expect(
      elapsed({ ...fridays, holidays: ['2011-12-30'] }, '2011-12-29T09:00:00Z', '2012-01-02T00:00:00Z'),
    ).toBe('PT0S')
  })

  it('29 February counts in a leap year', () => {
    const always = everyDay('UTC', ['00:00', '00:00'])
    expect(elapsed(always, '2028-02-28T00:00:00Z', '2028-03-01T00:00:00Z')).toBe('PT48H')
  })

  it('someone away is closed although the office is open', () => {
    const away = [
      { from: at('2026-11-16T10:00:00+01:00'), to: at('2026-11-16T12:00:00+01:00') },
      { from: at('2026-11-16T11:00:00+01:00'), to: at('2026-11-16T14:00:00+01:00') },
    ]
    const open = openTime(office, away)
    expect(dueAt(open, at('2026-11-16T09:30:00+01:00'), HOUR)).toBe(at('2026-11-16T14:30:00+01:00'))
    expect(nextOpening(open, at('2026-11-16T10:00:00+01:00'))).toBe(at('2026-11-16T14:00:00+01:00'))
    expect(dueAt(openTime(office), at('2026-11-16T09:30:00+01:00'), HOUR)).toBe(
      at('2026-11-16T10:30:00+01:00'),
    )
  })

  it('durations of years work: ten years of 45-hour weeks', () => {
    const plain = { ...office, timeZone: 'UTC' }
    // 5 × 9 h a week, 522 weeks from a Monday morning, used up at the closing of the last Friday
    expect(due(plain, '2026-01-05T09:00:00Z', 522 * 45 * HOUR)).toBe('2036-01-04T18:00:00Z')
  })
})

describe('what cannot be worked out is said in a sentence', () => {
  it.each([
    [{ ...office, hours: {} }, 'never open'],
    [{ ...office, hours: { mon: [] } }, 'never open'],
    [{ ...office, hours: { monday: [['09:00', '18:00']] } }, 'There is no weekday monday'],
    [{ ...office, hours: { mon: [['9:00', '18:00']] } }, '"9:00" is no time of day'],
    [{ ...office, hours: { mon: [['09:00', '24:01']] } }, '"24:01" is no time of day'],
    [{ ...office, holidays: ['2026-02-30'] }, '"2026-02-30" is no day'],
    [{ ...office, timeZone: 'Mars/Base' }, 'Mars/Base'],
  ] as [BusinessCalendar, string][])('%j: %s', (calendar, sentence) => {
    expect(() => dueAt(openTime(calendar), at('2026-11-16T10:00:00Z'), HOUR)).toThrow(sentence)
  })

  it('more time than there is until the year 10000 is refused at once', () => {
    expect(() => due(office, '2026-11-16T10:00:00Z', 9_000 * 365 * DAY)).toThrow('so much open time')
    const gone = openTime(office, [{ from: at('2026-01-01T00:00:00Z'), to: at('9999-12-31T23:59:59.999Z') }])
    expect(() => dueAt(gone, at('2026-11-16T10:00:00Z'), HOUR)).toThrow('so much open time')
    expect(nextOpening(gone, at('2026-11-16T10:00:00Z'))).toBeNull()
  })
})

describe('laws of business time', () => {
  const instants = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2032-01-01T00:00:00Z') })
  const split: BusinessCalendar = {
    ...office,
    hours: { ...weekdays(['09:00', '12:00'], ['13:30', '18:00']), sat: [['22:00', '02:00']] },
  }
  const open = openTime(split)

  it('between a start and its due instant lies exactly the duration, and no open instant less', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 400 * HOUR }), (from, ms) => {
        const due = dueAt(open, from, ms)
        expect(elapsedMs(open, from, due)).toBe(ms)
        expect(elapsedMs(open, from, due - 1)).toBe(ms - 1)
      }),
      { numRuns: 500 },
    )
  })

  it('time adds up over any instant between', () => {
    fc.assert(
      fc.property(fc.array(instants, { minLength: 3, maxLength: 3 }), (three) => {
        const [a, b, c] = three.sort((x, y) => x - y) as [number, number, number]
        expect(elapsedMs(open, a, b) + elapsedMs(open, b, c)).toBe(elapsedMs(open, a, c))
      }),
      { numRuns: 500 },
    )
  })
})

describe('durations as text', () => {
  it.each([
    ['PT7H30M', 7.5 * HOUR],
    ['PT2H', 2 * HOUR],
    ['P1D', DAY],
    ['P1W', 7 * DAY],
    ['P1DT2H', 26 * HOUR],
    ['PT1.5S', 1_500],
    ['PT0S', 0],
    ['P', null],
    ['PT', null],
    ['P1M', null],
    ['P1Y', null],
    ['-PT1H', null],
    ['2h', null],
    [`P${'9'.repeat(40)}D`, null],
  ])('%s is %s ms', (text, ms) => expect(readDuration(text)).toBe(ms))

  it('is written in hours, minutes and seconds', () => {
    expect([0, 27_000_000, 170 * HOUR, 61_500].map(writeDuration)).toEqual([
      'PT0S',
      'PT7H30M',
      'PT170H',
      'PT1M1.5S',
    ])
  })
})
