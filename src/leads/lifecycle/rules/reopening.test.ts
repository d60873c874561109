import { describe, expect, it } from 'vitest'
import {
  inbound,
  plainAgreement,
  reopened,
  reported,
  told,
  versionOf,
} from '#test/factories/lifecycle-histories.ts'
import { NOBODY } from '#test/factories/scoring-models.ts'
import type { Evidence } from './history.ts'
import { lifecycle } from './lifecycle.ts'

const plain = [versionOf(plainAgreement())]
const read = (evidence: Evidence[], versions = plain) =>
  lifecycle({ person: { ...NOBODY, domain: 'firm.example' }, account: null, evidence }, versions)
const out = [
  inbound('2026-01-01T10:00:00Z', 'demo_request'),
  reported('2026-01-05T10:00:00Z', 'disqualified'),
]
const moves = (...more: Evidence[]) => told(read([...out, ...more]).transitions).slice(3)

describe('reopening', () => {
  it('begins the next cycle at the stage that was said, with who and why', () => {
    const { transitions, state } = read([...out, reopened('2026-03-01T10:00:00Z')])
    expect(told(transitions)).toEqual(['1 inquiry', '1 mql', '1 disqualified', '2 inquiry'])
    expect(transitions.at(-1)).toMatchObject({
      fromStage: null,
      inferred: false,
      actorKind: 'user',
      actor: 'ada',
      reason: 'mistake',
      engagement: 0,
    })
    expect(state).toMatchObject({ cycle: 2, ended: false })
  })

  it('lets the person qualify again', () => {
    expect(moves(reopened('2026-03-01T10:00:00Z'), inbound('2026-03-02T10:00:00Z', 'demo_request'))).toEqual([
      '2 inquiry',
      '2 mql',
    ])
  })

  it('answers what was asked for since the end: a hand raised meanwhile qualifies at once', () => {
    expect(moves(inbound('2026-02-01T10:00:00Z', 'demo_request'), reopened('2026-03-01T10:00:00Z'))).toEqual([
      '2 inquiry',
      '2 mql',
    ])
    const answered = read([
      ...out,
      inbound('2026-02-01T10:00:00Z', 'demo_request'),
      reopened('2026-03-01T10:00:00Z'),
    ])
    expect(answered.transitions.slice(-2)).toMatchObject([
      { actorKind: 'user', actor: 'ada', reason: 'mistake' },
      { actorKind: 'rule', actor: 'qualification.handRaise', reason: null },
    ])
    // the one before the end was answered
    expect(moves(reopened('2026-03-01T10:00:00Z'))).toEqual(['2 inquiry'])
  })

  it('waits for no quiet time, and needs none of the entry rules', () => {
    const ended = [inbound('2026-01-01T10:00:00Z', 'page_view'), reported('2026-01-05T10:00:00Z', 'recycled')]
    const strict = versionOf(
      plainAgreement((document) => {
        document.stages[0]!.entry = 'event.kind == "page_view"'
      }),
    )
    const { transitions } = read([...ended, reopened('2026-01-06T10:00:00Z')], [strict])
    expect(told(transitions).at(-1)).toBe('2 inquiry')
  })

  it('is for cycles that have ended, after they did', () => {
    expect(moves(reopened('2026-01-05T10:00:00Z'))).toEqual([])
    const running = read([inbound('2026-01-01T10:00:00Z', 'demo_request'), reopened('2026-01-02T10:00:00Z')])
    expect(told(running.transitions)).toEqual(['1 inquiry', '1 mql'])
  })

  it('is said by one of us with a reason: a report of another system lets nobody in', () => {
    expect(moves(reported('2026-03-01T10:00:00Z', 'inquiry', 'mistake'))).toEqual([])
    expect(moves({ ...reopened('2026-03-01T10:00:00Z'), reason: null })).toEqual([])
    expect(moves(reopened('2026-03-01T10:00:00Z', 'recycled', 'no_budget'))).toEqual(['1 recycled'])
  })
})
