import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { score } from '#leads/scoring/rules/score.ts'
import {
  deal,
  inbound,
  outbound,
  plainAgreement,
  reopened,
  reported,
  versionOf,
} from '#test/factories/lifecycle-histories.ts'
import { NOBODY } from '#test/factories/scoring-models.ts'
import type { Evidence } from './history.ts'
import { lifecycle } from './lifecycle.ts'
import { versionAt } from './version.ts'

const START = Date.UTC(2026, 0, 1)
const easier = plainAgreement((document) => {
  document.qualification.when = 'fit >= 30 && engagement >= 20'
  document.scoring.engagement.groups[0]!.rules[0]!.frequency = 'day'
})
const versions = [versionOf(plainAgreement(), 1), versionOf(easier, 2, START + 60 * 86_400_000)]

const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('page_view', 'content_download', 'demo_request')
      .map((kind) => (at: string) => inbound(at, kind)),
  },
  { weight: 1, arbitrary: fc.constant((at: string) => inbound(at, 'content_download', { machine: true })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('call', 'call_connected', 'meeting')
      .map((kind) => (at: string) => outbound(at, kind)),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        'inquiry',
        'mql',
        'sal',
        'sql',
        'recycled',
        'disqualified',
        'lost',
        'churned',
        'renewed',
        'expanded',
      )
      .map((stage) => (at: string) => reported(at, stage)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('inquiry', 'mql').map((stage) => (at: string) => reopened(at, stage)),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('created', 'stage', 'won', 'lost'), fc.constantFrom('a', 'b'), fc.boolean())
      .map(
        ([move, id, implicit]) =>
          (at: string) =>
            deal(at, move as 'created', id, implicit),
      ),
  },
)
/** Hours, so that equal instants are common. */
const histories = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 2_400 }), happening), { maxLength: 30 })
  .map((all) =>
    [...all]
      .sort(([a], [b]) => a - b)
      .map(([hour, make]): Evidence => make(new Date(START + hour * 3_600_000).toISOString())),
  )
const domains = fc.constantFrom('firm.example', 'uni.example', 'own.example')
const read = (evidence: readonly Evidence[], domain: string, state?: ReturnType<typeof lifecycle>['state']) =>
  lifecycle({ person: { ...NOBODY, domain }, account: null, evidence }, versions, state)

describe('any history', () => {
  it('read in two parts gives the same moves as read at once', () => {
    fc.assert(
      fc.property(histories, domains, fc.nat(30), (evidence, domain, cut) => {
        const whole = read(evidence, domain)
        const first = read(evidence.slice(0, cut), domain)
        const kept = structuredClone(first.state)
        const rest = read(evidence.slice(cut), domain, first.state)
        expect([...first.transitions, ...rest.transitions]).toEqual(whole.transitions)
        expect(rest.state).toEqual(whole.state)
        expect(first.state).toEqual(kept)
      }),
      { numRuns: 300 },
    )
  })

  it('moves forward only inside a cycle, and cycles are numbered without a gap', () => {
    fc.assert(
      fc.property(histories, domains, (evidence, domain) => {
        const { transitions } = read(evidence, domain)
        const { position, exits } = versions[0]!
        transitions.forEach((move, index) => {
          const before = transitions[index - 1]
          const sameCycle = before !== undefined && before.cycle === move.cycle
          expect(move.cycle).toBe(sameCycle ? before.cycle : (before?.cycle ?? 0) + 1)
          expect(move.fromStage).toBe(sameCycle ? before.toStage : null)
          expect(move.occurredAt).toBeGreaterThanOrEqual(before?.occurredAt ?? 0)
          const isExit = exits.includes(position.get(move.toStage)!)
          if (sameCycle && !isExit)
            expect(position.get(move.toStage)).toBeGreaterThan(position.get(before.toStage)!)
          if (!sameCycle && before) expect(exits).toContain(position.get(before.toStage))
        })
      }),
      { numRuns: 300 },
    )
  })

  it('is not changed by machine touches', () => {
    fc.assert(
      fc.property(histories, domains, (evidence, domain) => {
        const human = evidence.filter((one) => !one.facts.machine)
        expect(read(human, domain).transitions).toEqual(read(evidence, domain).transitions)
      }),
    )
  })

  it('never qualifies an excluded person', () => {
    fc.assert(
      fc.property(histories, (evidence) => {
        expect(read(evidence, 'own.example').transitions.map((move) => move.toStage)).not.toContain('mql')
      }),
    )
  })

  it('freezes on each move the score that the explained function gives at that instant', () => {
    fc.assert(
      fc.property(histories, domains, (evidence, domain) => {
        const attributes = { person: { ...NOBODY, domain }, account: null }
        let after = Number.NEGATIVE_INFINITY
        const { transitions } = read(evidence, domain)
        for (const move of transitions) {
          const { model, exits, position } = versionAt(versions, move.occurredAt)
          const upTo = evidence.findLastIndex(
            (one) => one.id === move.causeId && one.occurredAt === move.occurredAt,
          )
          const isExit = exits.includes(position.get(move.toStage)!)
          if (move.causeId !== null) {
            const events = evidence.slice(0, upTo + 1).map((one) => ({ ...one, id: one.id ?? '' }))
            expect(move.engagement).toBe(score(events, attributes, model, move.occurredAt, after).engagement)
            expect(move.fit).toBe(score([], attributes, model, move.occurredAt).fit)
          }
          if (isExit) after = move.occurredAt
        }
      }),
    )
  })
})
