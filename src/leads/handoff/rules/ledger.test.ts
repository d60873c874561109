import { describe, expect, it } from 'vitest'
import { HOUR } from '#platform/kernel/instant.ts'
import { ACTIONS, refusalOf } from './actions.ts'
import { type HandOffEventFacts, type OfferDetail, standing } from './ledger.ts'
import { STATES } from './states.ts'

const T = Date.parse('2026-11-02T10:00:00Z')
const OFFER: OfferDetail = {
  personId: 'p',
  cycle: 1,
  sequence: 1,
  sellerId: 's',
  decisionId: null,
  agreementVersion: 1,
  handRaise: true,
  causeId: null,
  campaignId: null,
  responseTime: 'hand_raise',
  withinMs: 2 * HOUR,
  clock: 'elapsed',
  calendar: null,
  away: [],
  leadStartedAt: T - HOUR,
  leadDueAt: T + HOUR,
  ownerDueAt: T + 2 * HOUR,
  leadAttemptedAt: null,
  leadAttemptTouchId: null,
  because: 'In turn',
  skipped: [],
}

type Step = [kind: HandOffEventFacts['kind'], at: number, more?: Partial<HandOffEventFacts>]
const ledgerOf = (...steps: Step[]): HandOffEventFacts[] =>
  ([['offered', T, { detail: { ...OFFER } }], ...steps] as Step[]).map(([kind, occurredAt, more], index) => ({
    ...{ id: `e${index + 1}`, number: index + 1, kind, occurredAt, recordedAt: occurredAt, actorId: 'u' },
    ...{ detail: {}, touchId: null, undoesId: null },
    ...more,
  }))
const stands = (...steps: Step[]) => standing(ledgerOf(...steps))

describe('what a ledger amounts to', () => {
  it('begins with the offer', () => {
    expect(stands()).toMatchObject({ state: 'offered', dueAt: T + 2 * HOUR, offeredAt: T, events: 1 })
    expect(() => standing(ledgerOf().slice(1))).toThrow()
  })

  it('is accepted, then worked on with the first attempt', () => {
    expect(stands(['accepted', T + 1])).toMatchObject({
      state: 'accepted',
      acceptedBy: 'u',
      acceptedAt: T + 1,
    })
    const tried: Step = ['attempted', T + 5, { touchId: 't' }]
    expect(stands(['accepted', T + 1], tried)).toMatchObject({
      state: 'working',
      stateAt: T + 5,
      attemptTouchId: 't',
    })
    // tried first, accepted afterwards: work has begun
    expect(stands(tried, ['accepted', T + 9])).toMatchObject({ state: 'working', stateAt: T + 9 })
    expect(stands(tried)).toMatchObject({ state: 'offered', attemptedAt: T + 5 })
  })

  it('counts an attempt before the offer for the lead clock only, and none before that', () => {
    expect(stands(['attempted', T - 1, { touchId: 't' }])).toMatchObject({
      leadAttemptedAt: T - 1,
      attemptedAt: null,
    })
    expect(stands(['attempted', T, { touchId: 't' }])).toMatchObject({ leadAttemptedAt: T, attemptedAt: T })
    expect(stands(['attempted', T - HOUR - 1, { touchId: 't' }])).toMatchObject({ leadAttemptedAt: null })
  })

  it('takes the earliest attempt, however late it comes to light', () => {
    const both = stands(['attempted', T + 50, { touchId: 'b' }], ['attempted', T + 20, { touchId: 'a' }])
    expect(both).toMatchObject({ attemptedAt: T + 20, attemptTouchId: 'a' })
  })

  it('keeps contact apart from attempt', () => {
    expect(stands(['contacted', T + 3, { touchId: 't' }])).toMatchObject({
      contactedAt: T + 3,
      attemptedAt: null,
    })
  })

  it('moves the due instant only at the end of a pause', () => {
    const pause: Step = ['paused', T + 10, { detail: { reason: 'Away', until: T + 100 } }]
    expect(stands(pause)).toMatchObject({ pausedAt: T + 10, pausedUntil: T + 100, dueAt: T + 2 * HOUR })
    expect(stands(pause, ['resumed', T + 100, { detail: { dueAt: T + 999 } }])).toMatchObject({
      pausedAt: null,
      dueAt: T + 999,
      events: 3,
    })
  })

  it('stands as before when the last event was taken back', () => {
    const rejected: Step = ['rejected', T + 5, { detail: { reason: 'other' } }]
    const undone: Step = ['undone', T + 6, { undoesId: 'e3' }]
    expect(stands(['accepted', T + 1], rejected)).toMatchObject({ state: 'rejected', reason: 'other' })
    expect(stands(['accepted', T + 1], rejected, undone)).toEqual({
      ...stands(['accepted', T + 1]),
      events: 4,
    })
  })

  it('ends with whatever ends it', () => {
    expect(stands(['converted', T + 1, { detail: { opportunityId: 'o' } }])).toMatchObject({
      state: 'qualified',
      opportunityId: 'o',
    })
    expect(stands(['expired', T + 1]).state).toBe('expired')
    expect(stands(['reassigned', T + 1]).state).toBe('reassigned')
  })
})

describe('what may be done', () => {
  it.each([
    ['offered', ['accept', 'reject', 'attempt', 'pause', 'reassign']],
    ['accepted', ['reject', 'attempt', 'pause', 'recycle', 'disqualify', 'convert', 'reassign']],
    ['working', ['attempt', 'pause', 'recycle', 'disqualify', 'convert', 'reassign']],
    ['rejected', ['dispute']],
    ['qualified', []],
    ['expired', []],
    ['reassigned', []],
    ['recycled', []],
    ['disqualified', []],
  ] as const)('with one that is %s: %j', (state, expected) => {
    const possible = ACTIONS.filter((action) => refusalOf(action, { state, pausedAt: null }) === null)
    expect(possible).toEqual(expected)
  })

  it('depends on a pause only for pausing and resuming', () => {
    for (const state of STATES) {
      const still = ACTIONS.filter((action) => action !== 'pause' && action !== 'resume')
      for (const action of still)
        expect(refusalOf(action, { state, pausedAt: T })).toBe(refusalOf(action, { state, pausedAt: null }))
    }
    expect(refusalOf('pause', { state: 'offered', pausedAt: T })).toBe('paused_already')
    expect(refusalOf('resume', { state: 'offered', pausedAt: null })).toBe('not_paused')
    expect(refusalOf('resume', { state: 'offered', pausedAt: T })).toBeNull()
  })

  it('is refused with the reason', () => {
    expect(refusalOf('accept', { state: 'working', pausedAt: null })).toBe('accepted_already')
    expect(refusalOf('reject', { state: 'working', pausedAt: null })).toBe('work_began')
    expect(refusalOf('convert', { state: 'offered', pausedAt: null })).toBe('accept_first')
    expect(refusalOf('accept', { state: 'recycled', pausedAt: null })).toBe('closed')
    expect(refusalOf('dispute', { state: 'offered', pausedAt: null })).toBe('not_rejected')
  })
})
