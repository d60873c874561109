import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BusinessCalendar, dueAt, elapsedMs, openTime } from '#platform/kernel/business-time.ts'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import {
  afterPause,
  beforeDue,
  clockStanding,
  dueAfter,
  isOutsideHours,
  soonFrom,
  splitTime,
  usedBetween,
} from './clocks.ts'
import { reminderInstants, timersOf } from './timers.ts'

const OFFICE: BusinessCalendar = {
  timeZone: 'UTC',
  hours: {
    mon: [['09:00', '17:00']],
    tue: [['09:00', '17:00']],
    wed: [['09:00', '17:00']],
    thu: [['09:00', '17:00']],
    fri: [['09:00', '17:00']],
  },
  holidays: [],
}
const open = openTime(OFFICE)
/** 2 November 2026 is a Monday. */
const on = (text: string) => Date.parse(`2026-11-${text}:00Z`)
const running = { state: 'offered', stateAt: on('02T10:00'), pausedAt: null } as const

describe('how a response clock stands', () => {
  const due = on('02T12:00')
  const soonAt = on('02T11:30')
  it.each([
    [on('02T11:29'), null, 'running'],
    [on('02T11:30'), null, 'due_soon'],
    [due, null, 'due_soon'],
    [due + 1, null, 'overdue'],
    [on('03T12:00'), due - 1, 'met'],
    [on('03T12:00'), due, 'met'],
    [on('03T12:00'), due + 1, 'met_late'],
  ])('at %d with an attempt at %s it is %s', (now, attemptedAt, expected) => {
    expect(clockStanding(running, { due, attemptedAt, soonAt }, now)).toBe(expected)
  })

  it.each([
    ['rejected', due, 'answered'],
    ['rejected', due + 1, 'missed'],
    ['expired', due - 1, 'missed'],
    ['reassigned', due - HOUR, 'answered'],
    ['qualified', due + HOUR, 'missed'],
  ] as const)('%s without an attempt at %d it was %s', (state, stateAt, expected) => {
    const ended = { state, stateAt, pausedAt: null }
    expect(clockStanding(ended, { due, attemptedAt: null, soonAt }, on('05T12:00'))).toBe(expected)
  })

  it('stands still while the customer is waited for, however late it is', () => {
    const paused = { ...running, pausedAt: on('02T11:00') }
    expect(clockStanding(paused, { due, attemptedAt: null, soonAt }, on('09T12:00'))).toBe('paused')
  })
})

describe('instants before the due one', () => {
  it('lie in open time', () => {
    // Monday 16:30 + 2 h of open time: Tuesday 10:30
    expect(dueAfter(open, on('02T16:30'), 2 * HOUR)).toBe(on('03T10:30'))
    // 1 h 45 min of it before: 15 minutes after Monday 16:30
    expect(beforeDue(open, on('02T16:30'), on('03T10:30'), 105 * MINUTE)).toBe(on('02T16:45'))
    expect(beforeDue(null, on('02T16:30'), on('02T18:30'), 30 * MINUTE)).toBe(on('02T18:00'))
  })

  it('are left out where there is no time for them', () => {
    expect(beforeDue(open, on('02T10:00'), on('02T12:00'), 2 * HOUR)).toBeNull()
    expect(beforeDue(open, on('02T10:00'), on('02T12:00'), 2 * HOUR - 1)).toBe(on('02T10:00') + 1)
  })

  it('say from when on it is nearly due: the first reminder, else the last quarter', () => {
    const clock = { startedAt: on('02T10:00'), due: on('02T12:00'), withinMs: 2 * HOUR }
    expect(soonFrom(open, clock, [on('02T11:45'), on('02T11:30')])).toBe(on('02T11:30'))
    expect(soonFrom(open, clock, [])).toBe(on('02T11:30'))
    expect(soonFrom(null, { ...clock, withinMs: HOUR }, [])).toBe(on('02T11:45'))
  })
})

describe('a pause', () => {
  it('moves the due instant by the paused business time', () => {
    // an hour left at Monday 11:00; goes on Tuesday 10:00
    expect(afterPause(open, { from: on('02T11:00'), to: on('03T10:00') }, on('02T12:00'))).toBe(
      on('03T11:00'),
    )
    // paused over the night only: no open time passed
    expect(afterPause(open, { from: on('02T17:00'), to: on('03T09:00') }, on('03T10:00'))).toBe(
      on('03T10:00'),
    )
    // already late when it began: as late as before
    expect(afterPause(open, { from: on('02T13:00'), to: on('03T10:00') }, on('02T12:00'))).toBe(
      on('02T12:00'),
    )
    expect(afterPause(null, { from: on('02T11:00'), to: on('02T13:00') }, on('02T12:00'))).toBe(
      on('02T14:00'),
    )
  })

  const instant = fc.integer({ min: on('01T00:00'), max: on('20T00:00') })
  it('leaves as much open time after it as was left before it', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 5 * 24 * HOUR }),
        fc.integer({ min: 1, max: 40 * HOUR }),
        (from, length, within) => {
          const to = from + length
          const due = dueAt(open, from, within)
          expect(elapsedMs(open, to, afterPause(open, { from, to }, due))).toBe(elapsedMs(open, from, due))
        },
      ),
    )
  })

  it('splits time so that the three shares add up to the whole', () => {
    fc.assert(
      fc.property(
        instant,
        fc.array(fc.nat(50 * HOUR), { minLength: 6, maxLength: 6 }),
        (startedAt, steps) => {
          const [offered, a, b, c, d, end] = steps as [number, number, number, number, number, number]
          const offeredAt = startedAt + offered
          const first = { from: offeredAt + a, to: offeredAt + a + b }
          const second = { from: first.to + c, to: first.to + c + d }
          const until = startedAt + end * 3
          const shares = splitTime({ startedAt, offeredAt, until }, [first, second])
          expect(shares.systemMs + shares.peopleMs + shares.customerMs).toBe(until - startedAt)
          for (const share of Object.values(shares)) expect(share).toBeGreaterThanOrEqual(0)
        },
      ),
    )
    expect(
      splitTime({ startedAt: on('02T10:00'), offeredAt: on('02T10:05'), until: on('02T12:00') }, [
        { from: on('02T11:00'), to: on('02T11:30') },
      ]),
    ).toEqual({ systemMs: 5 * MINUTE, customerMs: 30 * MINUTE, peopleMs: 85 * MINUTE })
  })
})

describe('an attempt outside hours', () => {
  it.each([
    ['02T18:00', '02T20:00', true],
    ['02T18:00', '03T08:59', true],
    ['02T18:00', '03T09:00', false],
    ['02T16:59', '02T20:00', false],
    ['02T10:00', '02T10:00', false],
  ])('offered at %s and tried at %s: %s', (offeredAt, attemptedAt, expected) => {
    expect(isOutsideHours(open, on(offeredAt), on(attemptedAt))).toBe(expected)
  })
  it('is no matter where every hour counts', () => {
    expect(isOutsideHours(null, on('02T18:00'), on('02T20:00'))).toBe(false)
    expect(usedBetween(null, on('02T18:00'), on('02T20:00'))).toBe(2 * HOUR)
  })
})

describe('timers', () => {
  const plan = {
    reminders: [
      { beforeMs: 30 * MINUTE, clock: 'business' as const },
      { beforeMs: 3 * HOUR, clock: 'business' as const },
    ],
    escalations: [
      { afterMs: 0, clock: 'business' as const },
      { afterMs: 2 * HOUR, clock: 'elapsed' as const },
    ],
    expiry: { afterMs: 16 * HOUR, clock: 'business' as const },
  }
  const time = (clock: 'business' | 'elapsed') => (clock === 'business' ? open : null)
  const offer = { offeredAt: on('02T15:00'), dueAt: on('02T17:00') }

  it('remind before, escalate after and expire at last, each by its own clock', () => {
    expect(timersOf(plan, { ...offer, hasSeller: true }, time)).toEqual([
      { kind: 'reminder', level: 0, dueAt: on('02T16:30') },
      { kind: 'escalation', level: 0, dueAt: on('02T17:00') },
      { kind: 'escalation', level: 1, dueAt: on('02T19:00') },
      { kind: 'expiry', level: 0, dueAt: on('04T17:00') },
    ])
    expect(reminderInstants(plan, offer, time)).toEqual([on('02T16:30'), null])
  })

  it('of a lead that nobody has only escalate', () => {
    expect(timersOf(plan, { ...offer, hasSeller: false }, time).map((timer) => timer.kind)).toEqual([
      'escalation',
      'escalation',
    ])
  })
})
