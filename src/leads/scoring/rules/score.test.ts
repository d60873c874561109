import { describe, expect, it } from 'vitest'
import { handWorked, NOBODY, touched } from '#test/factories/scoring-models.ts'
import { zoneTable } from '../zone.ts'
import { UTC, type ZoneTable } from './buckets.ts'
import { prepareModel, type ScoredEvent, score } from './score.ts'

const at = (iso: string) => Date.parse(iso)
const attributes = { person: NOBODY, account: null }
type Model = Parameters<typeof handWorked>[0]
type Frequency = 'every' | 'day' | 'week' | 'month' | 'once'

function engagement(model: Model, events: ScoredEvent[], when: string, zone: ZoneTable = UTC) {
  return score(events, attributes, prepareModel(handWorked(model), zone), at(when))
}

describe('a window', () => {
  const model: Model = { engagement: [{ key: 'webinar_attended', points: 10, window: 'P30D' }] }
  const events = [touched('webinar_attended', '2026-01-01T12:00:00Z')]

  it.each([
    ['2026-01-01T11:59:59.999Z', 0, 'a millisecond before it happened'],
    ['2026-01-01T12:00:00.000Z', 10, 'at the instant itself'],
    ['2026-01-31T11:59:59.999Z', 10, 'a millisecond before 30 days are over'],
    ['2026-01-31T12:00:00.000Z', 0, 'when exactly 30 days are over'],
  ])('at %s gives %d points (%s)', (when, points) => {
    expect(engagement(model, events, when).engagement).toBe(points)
  })
})

describe('a half-life', () => {
  const model: Model = { engagement: [{ key: 'demo_request', points: 40, halfLife: 'P10D' }] }
  const events = [touched('demo_request', '2026-01-01T00:00:00Z')]

  it.each([
    ['2026-01-01T00:00:00Z', 40, '40 × 2^0'],
    ['2026-01-11T00:00:00Z', 20, '40 × 2^-1'],
    ['2026-01-06T00:00:00Z', 28.284, '40 × 2^-0.5 = 28.2842…'],
    ['2026-01-21T00:00:00Z', 10, '40 × 2^-2'],
    // 40,000 thousandths × 2^-16.29 = 0.4995: rounded away; a day before it is 0.5353: one thousandth left.
    ['2026-06-12T00:00:00Z', 0.001, '40 × 2^-16.2 = 0.00053'],
    ['2026-06-13T00:00:00Z', 0, '40 × 2^-16.3 = 0.00049'],
  ])('at %s leaves %d points (%s)', (when, points) => {
    expect(engagement(model, events, when).engagement).toBe(points)
  })

  it('fades negative points in the same steps', () => {
    const unsubscribed = [touched('note', '2026-01-01T00:00:00Z')]
    const negative: Model = { engagement: [{ key: 'note', points: -25, halfLife: 'P10D' }] }
    expect(engagement(negative, unsubscribed, '2026-01-11T00:00:00Z').engagement).toBe(-12.5)
    expect(engagement(negative, unsubscribed, '2027-01-01T00:00:00Z').engagement).toBe(0)
  })
})

describe('a frequency limit', () => {
  const berlin = zoneTable('Europe/Berlin')
  const twice = (frequency: Frequency, first: string, second: string, zone = berlin) =>
    engagement(
      { engagement: [{ key: 'page_view', points: 1, frequency }] },
      [touched('page_view', first), touched('page_view', second)],
      '2027-12-31T00:00:00Z',
      zone,
    ).engagement

  it.each([
    // Berlin is at UTC+1 in winter: midnight is 23:00Z.
    ['day', '2026-01-10T08:00:00Z', '2026-01-10T22:59:59.999Z', 1, 'the last millisecond of the same day'],
    ['day', '2026-01-10T08:00:00Z', '2026-01-10T23:00:00.000Z', 2, 'the first of the next'],
    // 29 March 2026: clocks go forward, the day lasts 23 hours, midnight is 23:00Z before and 22:00Z after.
    ['day', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59.999Z', 1, 'inside a day of 23 hours'],
    ['day', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00.000Z', 2, 'after a day of 23 hours'],
    // 25 October 2026: clocks go back, the day lasts 25 hours from 22:00Z to 23:00Z.
    ['day', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59.999Z', 1, 'inside a day of 25 hours'],
    ['day', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00.000Z', 2, 'after a day of 25 hours'],
    // Sunday 22 to Monday 23 November 2026.
    ['week', '2026-11-16T00:00:00Z', '2026-11-22T22:59:59.999Z', 1, 'Monday to Sunday of one week'],
    ['week', '2026-11-22T12:00:00Z', '2026-11-22T23:00:00.000Z', 2, 'Sunday noon and Monday midnight'],
    ['month', '2026-02-01T00:00:00Z', '2026-02-28T22:59:59.999Z', 1, 'the first and the last of February'],
    [
      'month',
      '2026-02-28T22:00:00Z',
      '2026-02-28T23:00:00.000Z',
      2,
      'the last of February and the first of March',
    ],
    ['month', '2025-12-31T22:00:00Z', '2025-12-31T23:00:00.000Z', 2, 'December and January'],
    ['month', '2026-01-15T00:00:00Z', '2027-01-15T00:00:00.000Z', 2, 'the same month of two years'],
    ['once', '2026-01-01T00:00:00Z', '2027-06-01T00:00:00.000Z', 1, 'however far apart'],
    ['every', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z', 2, 'even at the same instant'],
  ] as [Frequency, string, string, number, string][])(
    'once per %s: %s and %s give %d (%s)',
    (frequency, first, second, points) => {
      expect(twice(frequency, first, second)).toBe(points)
    },
  )

  it('lets the first of a bucket count, so that "once" with a window is over with that window', () => {
    const model: Model = { engagement: [{ key: 'page_view', points: 5, frequency: 'once', window: 'P10D' }] }
    const events = [
      touched('page_view', '2026-01-01T00:00:00Z'),
      touched('page_view', '2026-01-09T00:00:00Z'),
    ]
    expect(engagement(model, events, '2026-01-10T00:00:00Z').engagement).toBe(5)
    expect(engagement(model, events, '2026-01-12T00:00:00Z').engagement).toBe(0)
  })

  it('sees the day of the zone: one evening in Berlin is two days in New York', () => {
    const evening = ['2026-01-11T04:00:00Z', '2026-01-11T06:00:00Z'] as const
    expect(twice('day', ...evening)).toBe(1)
    expect(twice('day', ...evening, zoneTable('America/New_York'))).toBe(2)
  })
})

describe('limits', () => {
  const five = (kind: string) => [1, 2, 3, 4, 5].map((day) => touched(kind, `2026-01-0${day}T00:00:00Z`))
  const when = '2026-01-06T00:00:00Z'

  it.each([
    [15, 15, 'five times 3 is exactly the limit'],
    [16, 15, 'a limit that is not reached'],
    [14, 14, 'a limit just below'],
    [0, 0, 'a limit of zero'],
  ])('of %d on a rule leave %d points (%s)', (limit, points) => {
    expect(
      engagement({ engagement: [{ key: 'call', points: 3, limit }] }, five('call'), when).engagement,
    ).toBe(points)
  })

  it('hold the rule first, then the group, then the axis', () => {
    // pages 5 × 3 = 15 → rule 12; mails 5 × 2 = 10; group 12 + 10 = 22 → 20; calls 5 × 4 = 20; axis 20 + 20 = 40 → 35
    const model: Model = {
      engagement: [
        { key: 'page_view', points: 3, limit: 12, group: 'web' },
        { key: 'email_click', points: 2, group: 'web' },
        { key: 'call', points: 4, group: 'talk' },
      ],
      limits: { engagement: 35, groups: { web: 20 } },
    }
    const events = [...five('page_view'), ...five('email_click'), ...five('call')].sort(
      (a, b) => a.occurredAt - b.occurredAt,
    )
    const answer = engagement(model, events, when)
    expect(answer.engagement).toBe(35)
    const of = (rule: string) =>
      answer.why.engagement.filter((line) => line.rule === rule).map((line) => line.points)
    // the earliest keep theirs: days 1-3 give (3 + 2 + 4) × 3 = 27, day 4 gives 3 + 2 of 8 left, its call and day 5 what is left: 3
    expect(of('page_view')).toEqual([3, 3, 3, 3, 0])
    expect(of('email_click')).toEqual([2, 2, 2, 2, 0])
    expect(of('call')).toEqual([4, 4, 4, 3, 0])
  })

  it('let negative points make room before anything is cut', () => {
    // 10 + 10 - 8 = 12 is inside 15
    const model: Model = {
      engagement: [
        { key: 'meeting', points: 10 },
        { key: 'note', points: -8 },
      ],
      limits: { engagement: 15 },
    }
    const events = [
      touched('meeting', '2026-01-01T00:00:00Z'),
      touched('meeting', '2026-01-02T00:00:00Z'),
      touched('note', '2026-01-03T00:00:00Z'),
    ]
    expect(engagement(model, events, when).engagement).toBe(12)
    expect(engagement(model, events.slice(0, 2), when).engagement).toBe(15)
  })

  it('hold negative totals too', () => {
    expect(
      engagement({ engagement: [{ key: 'note', points: -8, limit: 20 }] }, five('note'), when).engagement,
    ).toBe(-20)
  })

  it('name the limit that took points off', () => {
    const lines = engagement({ engagement: [{ key: 'call', points: 3, limit: 7 }] }, five('call'), when).why
      .engagement
    expect(lines.map((line) => [line.points, line.limitedBy])).toEqual([
      [3, null],
      [3, null],
      [1, 'rule'],
      [0, 'rule'],
      [0, 'rule'],
    ])
  })
})

describe('what does not count', () => {
  const model: Model = { engagement: [{ key: 'email_click', points: 5 }] }

  it('a click made by a machine scores nothing, the human one after it counts', () => {
    const events = [
      touched('email_click', '2026-01-01T00:00:00Z', { machine: true }),
      touched('email_click', '2026-01-01T00:05:00Z'),
    ]
    expect(engagement(model, events, '2026-01-02T00:00:00Z').engagement).toBe(5)
    expect(engagement(model, events, '2026-01-02T00:00:00Z').why.engagement).toHaveLength(1)
  })

  it('events of the cycle before count no more, and frequency limits start afresh', () => {
    const once = prepareModel(
      handWorked({ engagement: [{ key: 'call', points: 5, frequency: 'once' }] }),
      UTC,
    )
    const events = [touched('call', 1_000), touched('call', 2_000), touched('call', 3_000)]
    expect(score(events, attributes, once, 9_000, 1_999).engagement).toBe(5)
    expect(
      score(events, attributes, once, 9_000, 1_999).why.engagement.map((line) => line.afterFrequency),
    ).toEqual([5, 0])
    expect(score(events, attributes, once, 9_000, 3_000).engagement).toBe(0)
  })
})

describe('fit', () => {
  const model: Model = {
    fit: [
      { key: 'right_country', points: 30, when: (person) => person.country === 'DE', group: 'company' },
      { key: 'right_size', points: 40, group: 'company' },
      { key: 'student', points: -25, when: (person) => person.jobTitle === 'Student', group: 'person' },
    ],
    limits: { groups: { company: 60 } },
  }
  const fitOf = (person: Partial<typeof NOBODY>) =>
    score([], { person: { ...NOBODY, ...person }, account: null }, prepareModel(handWorked(model), UTC), 0)

  it('adds the rules that hold and applies the limits: 30 + 40 → 60, less 25', () => {
    expect(fitOf({}).fit).toBe(40)
    expect(fitOf({ country: 'DE' }).fit).toBe(60)
    expect(fitOf({ country: 'DE', jobTitle: 'Student' }).fit).toBe(35)
    expect(fitOf({ country: 'DE' }).why.fit.map((point) => point.points)).toEqual([30, 30])
  })

  it('does not decay', () => {
    const prepared = prepareModel(handWorked(model), UTC)
    expect(score([], attributes, prepared, at('2050-01-01T00:00:00Z')).fit).toBe(40)
  })
})

describe('grades', () => {
  const grade = (fit: number, points: number) =>
    engagement(
      { fit: [{ key: 'fits', points: fit }], engagement: [{ key: 'call', points }] },
      [touched('call', 0)],
      '1970-01-01T00:00:00Z',
    ).grade

  it.each([
    [75, 75, 'A1'],
    [74.999, 74.999, 'B2'],
    [50, 50, 'B2'],
    [49.999, 49.999, 'C3'],
    [25, 25, 'C3'],
    [24.999, 24.999, 'D4'],
    [-10, -10, 'D4'],
  ])(
    'fit %d and engagement %d are %s: a score that equals a cut point has reached it',
    (fit, points, expected) => {
      expect(grade(fit, points)).toBe(expected)
    },
  )
})

describe('an exclusion', () => {
  it('marks the person and leaves the score as it is', () => {
    const prepared = prepareModel(
      handWorked({
        fit: [{ key: 'fits', points: 50 }],
        excluded: (person) => person.domain === 'own.example',
      }),
      UTC,
    )
    const colleague = score([], { person: { ...NOBODY, domain: 'own.example' }, account: null }, prepared, 0)
    expect([colleague.excludedBy, colleague.fit]).toEqual(['own_people', 50])
    expect(score([], attributes, prepared, 0).excludedBy).toBeNull()
  })
})
