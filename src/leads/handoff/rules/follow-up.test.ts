import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '#platform/kernel/instant.ts'
import { followUpSteps, missingSteps, nextStep } from './follow-up.ts'
import { whyMe, whyNow } from './words.ts'

describe('the follow-up', () => {
  const from = Date.parse('2026-11-02T10:00:00Z')
  const start = { from, responseDueAt: from + 1_000 }
  const days = (steps: { dueAt: number }[]) => steps.map((step) => (step.dueAt - from) / DAY)

  it('spreads the attempts evenly, the first with the response and the last at the end', () => {
    expect(days(followUpSteps({ attempts: 3, withinDays: 10 }, start, [], []))).toEqual([1_000 / DAY, 5, 10])
    expect(days(followUpSteps({ attempts: 1, withinDays: 10 }, start, [], []))).toEqual([1_000 / DAY])
  })

  it('is pushed back by what was spent waiting for the customer', () => {
    const pause = { from: from + 4 * DAY, to: from + 6 * DAY }
    expect(days(followUpSteps({ attempts: 3, withinDays: 10 }, start, [], [pause]))).toEqual([
      1_000 / DAY,
      7,
      12,
    ])
  })

  it('tells what was made, late or in time, and what is owed', () => {
    const made = [
      { occurredAt: from + 1_000, kind: 'call' },
      { occurredAt: from + 5 * DAY + 1, kind: 'email_sent' },
    ]
    const steps = followUpSteps({ attempts: 3, withinDays: 10 }, start, made, [])
    expect(steps.map((step) => step.late)).toEqual([false, true, false])
    expect(nextStep(steps)?.number).toBe(3)
    expect(missingSteps(steps, from + 10 * DAY)).toBe(0)
    expect(missingSteps(steps, from + 10 * DAY + 1)).toBe(1)
  })

  it('never goes back in time, whatever the pauses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 365 }),
        fc.array(fc.nat(30 * DAY), { maxLength: 6 }),
        (attempts, withinDays, gaps) => {
          let at = from
          const pauses = gaps.map((gap, index) => {
            at += gap
            const span = { from: at, to: at + index * DAY }
            at = span.to
            return span
          })
          const steps = followUpSteps({ attempts, withinDays }, start, [], pauses)
          expect(steps).toHaveLength(attempts)
          for (const [index, step] of steps.entries())
            expect(step.dueAt).toBeGreaterThanOrEqual(steps[index - 1]?.dueAt ?? from)
        },
      ),
    )
  })
})

describe('the words of a hand-off', () => {
  it.each([
    [{ kind: 'demo_request', subject: null, campaign: null }, true, 'Asked for a demo'],
    [
      { kind: 'demo_request', subject: '/demo', campaign: 'Spring' },
      true,
      'Asked for a demo (/demo), campaign Spring',
    ],
    [
      { kind: 'page_view', subject: '/pricing', campaign: null },
      false,
      'Looked at /pricing and so meets the lead definition',
    ],
    [
      { kind: 'content_download', subject: null, campaign: null },
      false,
      'Downloaded a document and so meets the lead definition',
    ],
    [{ kind: 'other', subject: 'x', campaign: null }, false, 'Meets the lead definition'],
    [null, true, 'Raised a hand'],
  ])('%j: %s', (cause, handRaise, expected) => {
    expect(whyNow(cause, handRaise)).toBe(expected)
  })

  it('name those who were skipped', () => {
    expect(whyMe('Next in turn', [])).toBe('Next in turn')
    expect(whyMe('Next in turn.', [{ name: 'Kim', why: 'Had this lead already.' }])).toBe(
      'Next in turn; passed over: Kim (had this lead already).',
    )
  })
})
