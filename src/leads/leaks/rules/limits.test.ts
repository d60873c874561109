import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueAt, openTime } from '#platform/kernel/business-time.ts'
import { DAY, HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { isListDue, overdueSince, silentAfterMs } from './limits.ts'

const OFFICE = openTime({
  timeZone: 'UTC',
  hours: {
    mon: [['09:00', '17:00']],
    tue: [['09:00', '17:00']],
    wed: [['09:00', '17:00']],
    thu: [['09:00', '17:00']],
    fri: [['09:00', '17:00']],
  },
  holidays: [],
})
const at = (text: string) => Date.parse(`${text}Z`)

test('six attempts in fifteen days leave three days between two of them', () => {
  expect(silentAfterMs({ attempts: 6, withinDays: 15 })).toBe(3 * DAY)
  expect(silentAfterMs({ attempts: 1, withinDays: 10 })).toBe(10 * DAY)
})

test.each([
  // Monday 9 March 2026
  ['2026-03-09T11:00:00', '2026-03-09T09:00:00'],
  ['2026-03-09T12:30:00', '2026-03-09T10:30:00'],
  // on Monday morning what came on Friday after 16:00 still has time left
  ['2026-03-09T10:00:00', '2026-03-06T16:00:00'],
  ['2026-03-08T12:00:00', '2026-03-06T15:00:00'],
])('with two hours of office time, at %s whoever raised a hand until %s is overdue', (now, since) => {
  expect(overdueSince(OFFICE, 2 * HOUR, at(now))).toBe(at(since))
})

test('where every hour counts the response time itself lies between', () => {
  expect(overdueSince(null, 2 * HOUR, at('2026-03-08T12:00:00'))).toBe(at('2026-03-08T10:00:00'))
})

test('a hand raised until then is overdue, one raised a millisecond later is not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: at('2026-01-01T00:00:00'), max: at('2026-12-31T00:00:00') }),
      fc.integer({ min: MINUTE, max: 20 * HOUR }),
      (now, within) => {
        const since = overdueSince(OFFICE, within, now)
        expect(dueAt(OFFICE, since, within)).toBeLessThanOrEqual(now)
        expect(dueAt(OFFICE, since + 1, within)).toBeGreaterThan(now)
      },
    ),
    { numRuns: 200 },
  )
})

test('the list of a day is made from six in the morning on', () => {
  const midnight = at('2026-03-09T00:00:00')
  expect(isListDue(midnight, midnight + 6 * HOUR - 1)).toBe(false)
  expect(isListDue(midnight, midnight + 6 * HOUR)).toBe(true)
})
