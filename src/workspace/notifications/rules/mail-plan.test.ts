import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { heldUntil, type MailHours, mailDueAt, planMails, quietEnd, usualHours } from './mail-plan.ts'

/** Berlin is two hours ahead of UTC in June. */
const at = (hour: number, minute = 0) => Date.UTC(2026, 5, 15, hour - 2, minute)
const night: MailHours = {
  ...usualHours('Europe/Berlin'),
  quietFrom: '19:00',
  quietUntil: '07:00',
}
const tomorrow = (hour: number) => at(hour) + 24 * HOUR

describe('quiet hours', () => {
  it.each([
    ['a minute before they begin', at(18, 59), null],
    ['at their beginning', at(19), tomorrow(7)],
    ['at midnight', at(24), tomorrow(7)],
    ['in the early morning', at(3), at(7)],
    ['a minute before their end', at(6, 59), at(7)],
    ['at their end', at(7), null],
  ])('%s', (_, now, end) => expect(quietEnd(night, now)).toBe(end))

  it('may lie within one day', () => {
    const noon = { ...night, quietFrom: '12:00', quietUntil: '13:30' }
    expect([quietEnd(noon, at(11, 59)), quietEnd(noon, at(12)), quietEnd(noon, at(13, 30))]).toEqual([
      null,
      at(13, 30),
      null,
    ])
  })

  it('end by the clock on the wall in the nights of both clock changes', () => {
    // 29 March: 02:00 becomes 03:00, so 07:00 is 05:00 UTC; 25 October: 03:00 becomes 02:00, so 07:00 is 06:00 UTC
    expect(quietEnd(night, Date.UTC(2026, 2, 28, 22))).toBe(Date.UTC(2026, 2, 29, 5))
    expect(quietEnd(night, Date.UTC(2026, 9, 24, 22))).toBe(Date.UTC(2026, 9, 25, 6))
  })

  it('end at the second showing of their end, where the clocks are put back and it is quiet again after the first', () => {
    // 25 October in Berlin: 02:00 to 03:00 is 00:00 to 01:00 UTC and again 01:00 to 02:00 UTC
    const early = { ...night, quietUntil: '02:30' }
    const [first, second] = [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]
    expect(quietEnd(early, first - 20 * MINUTE)).toBe(first)
    expect(quietEnd(early, first)).toBeNull()
    expect(quietEnd(early, second - 20 * MINUTE)).toBe(second)
    expect(quietEnd(early, second)).toBeNull()
    expect(mailDueAt('now', true, early, second - 20 * MINUTE)).toBe(second)
  })

  it.each([
    ['what is urgent', { urgent: true, daily: false }, night, tomorrow(7)],
    [
      'what is urgent, chosen to come',
      { urgent: true, daily: false },
      { ...night, urgentInQuiet: true },
      null,
    ],
    ['the daily mail that is late', { urgent: false, daily: true }, night, tomorrow(7)],
    [
      'the daily mail that was put there',
      { urgent: false, daily: true },
      { ...night, dailyAt: '22:00' },
      null,
    ],
  ])('%s', (_, mail, hours, until) => expect(heldUntil(mail, hours, at(22))).toBe(until))
})

describe('when a mail is due', () => {
  it.each([
    ['never', 'never', false, night, at(12), null],
    ['at once by day', 'now', false, night, at(12), at(12)],
    ['after the night', 'now', false, night, at(22), tomorrow(7)],
    ['after the night although urgent', 'now', true, night, at(22), tomorrow(7)],
    [
      'at once in the night when one chose so',
      'now',
      true,
      { ...night, urgentInQuiet: true },
      at(22),
      at(22),
    ],
    ['with the daily mail of today', 'daily', false, night, at(7, 59), at(8)],
    ['with the daily mail of tomorrow', 'daily', true, night, at(8), tomorrow(8)],
  ] as const)('%s', (_, mail, urgent, hours, now, due) =>
    expect(mailDueAt(mail, urgent, hours, now)).toBe(due),
  )
})

describe('how mails are put together', () => {
  const waiting = (count: number, more = {}) =>
    Array.from({ length: count }, (_, n) => ({ id: `${n}`, urgent: false, daily: false, ...more }))
  const now = at(12)

  it('three go one by one, four as one', () => {
    expect(planMails(waiting(3), [], now).mails).toEqual([['0'], ['1'], ['2']])
    expect(planMails(waiting(4), [], now).mails).toEqual([['0', '1', '2', '3']])
  })

  it('after three in ten minutes the next wait until ten minutes after the last', () => {
    const recent = [now - 9 * MINUTE, now - 5 * MINUTE, now - MINUTE]
    expect(planMails(waiting(1), recent, now)).toEqual({ mails: [], again: now + 9 * MINUTE })
    expect(planMails(waiting(1), recent.slice(1), now)).toEqual({ mails: [['0']], again: null })
  })

  it('everything goes out exactly once or is looked at again; the urgent always now, alone', () => {
    const one = fc.record({ urgent: fc.boolean(), daily: fc.boolean() })
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 10 * MINUTE - 1 }), { maxLength: 6 }),
        (kinds, ages) => {
          const all = kinds.map((kind, n) => ({ id: `${n}`, ...kind }))
          const { mails, again } = planMails(
            all,
            ages.map((age) => now - age),
            now,
          )
          const sent = mails.flat()
          expect(new Set(sent).size).toBe(sent.length)
          const held = all.filter(({ id }) => !sent.includes(id))
          expect(held.length > 0).toBe(again !== null)
          expect(held.every(({ urgent, daily }) => !urgent && !daily)).toBe(true)
          if (again !== null) expect(again).toBeGreaterThan(now)
          for (const { id, urgent, daily } of all) if (urgent && !daily) expect(mails).toContainEqual([id])
          const singles = mails.filter(([id]) => {
            const { urgent, daily } = all[Number(id)]!
            return !urgent && !daily
          })
          expect(singles.length).toBeLessThanOrEqual(3)
        },
      ),
    )
  })
})
