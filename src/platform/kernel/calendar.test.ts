import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { calendarOf } from './calendar.ts'
import { addDays, addMonths, bucketOf, bucketsOf, daysBetween, nextBucket } from './days.ts'
import { HOUR, MINUTE } from './instant.ts'

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Havana',
  'Pacific/Apia',
]
const instants = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2035, 0, 1) })

describe('a calendar of a time zone', () => {
  it('puts an evening in New York on the day before the one in UTC', () => {
    expect(calendarOf('America/New_York').dayOf(Date.UTC(2026, 0, 1, 4, 59))).toBe('2025-12-31')
    expect(calendarOf('America/New_York').dayOf(Date.UTC(2026, 0, 1, 5, 0))).toBe('2026-01-01')
  })

  it('gives the day of a clock change 23 or 25 hours', () => {
    const berlin = calendarOf('Europe/Berlin')
    expect(berlin.startOf('2026-03-30') - berlin.startOf('2026-03-29')).toBe(23 * HOUR)
    expect(berlin.startOf('2026-10-26') - berlin.startOf('2026-10-25')).toBe(25 * HOUR)
    expect(
      calendarOf('Australia/Lord_Howe').startOf('2026-04-06') -
        calendarOf('Australia/Lord_Howe').startOf('2026-04-05'),
    ).toBe(24 * HOUR + 30 * MINUTE)
  })

  it('begins a day whose midnight is skipped at its first instant', () => {
    // Havana puts the clocks forward at midnight: 2026-03-08 begins at 01:00 (UTC-4), which is 05:00 UTC.
    expect(calendarOf('America/Havana').startOf('2026-03-08')).toBe(Date.UTC(2026, 2, 8, 5))
    expect(calendarOf('America/Havana').dayOf(Date.UTC(2026, 2, 8, 4, 59))).toBe('2026-03-07')
  })

  it('agrees with Temporal on the day of any instant in any zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (zone, at) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(at)
          .toZonedDateTimeISO(zone)
          .toPlainDate()
          .toString()
        expect(calendarOf(zone).dayOf(at)).toBe(expected)
      }),
    )
  })

  it('puts every instant between the start of its day and the start of the next', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES.slice(0, 6)), instants, (zone, at) => {
        const calendar = calendarOf(zone)
        const day = calendar.dayOf(at)
        expect(calendar.startOf(day)).toBeLessThanOrEqual(at)
        expect(calendar.startOf(addDays(day, 1))).toBeGreaterThan(at)
      }),
    )
  })
})

describe('buckets of days', () => {
  it('begin weeks on Monday, months on the first, quarters in January, April, July and October', () => {
    expect(bucketOf('2026-11-22', 'week')).toBe('2026-11-16')
    expect(bucketOf('2026-11-23', 'week')).toBe('2026-11-23')
    expect(bucketOf('1969-12-31', 'week')).toBe('1969-12-29')
    expect(bucketOf('2026-11-22', 'month')).toBe('2026-11-01')
    expect(bucketOf('2026-11-22', 'quarter')).toBe('2026-10-01')
    expect(bucketOf('2026-03-31', 'quarter')).toBe('2026-01-01')
  })

  it('hold the last day of a month back in a shorter one', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
  })

  it('cover a range without gap or overlap', () => {
    expect(bucketsOf('2026-01-15', '2026-03-01', 'month')).toEqual(['2026-01-01', '2026-02-01', '2026-03-01'])
    expect(bucketsOf('2026-03-02', '2026-03-01', 'month')).toEqual([])
    fc.assert(
      fc.property(
        fc.nat(20_000),
        fc.nat(800),
        fc.constantFrom('week', 'month', 'quarter'),
        (start, length, bucket) => {
          const from = addDays('1970-01-01', start)
          const to = addDays(from, length)
          const starts = bucketsOf(from, to, bucket)
          expect(starts[0]! <= from).toBe(true)
          expect(nextBucket(starts.at(-1)!, bucket) > to).toBe(true)
          for (let i = 1; i < starts.length; i += 1)
            expect(nextBucket(starts[i - 1]!, bucket)).toBe(starts[i])
          expect(daysBetween(from, to)).toBe(length)
        },
      ),
    )
  })
})
