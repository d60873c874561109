import { describe, expect, it } from 'vitest'
import { aCycle, aFrame, at } from '#test/factories/kpi.ts'
import { countDecisions, decisionOf, type HandOffStanding, presentSalRate } from './decisions.ts'
import type { CycleFact, HandOffFact } from './facts.ts'

const rateOf = (cycles: CycleFact[], handOffs: HandOffFact[] = [], frame = aFrame()) =>
  presentSalRate(countDecisions({ cycles, handOffs }, frame, frame.range), null)

const standing = (state: string, more: Partial<HandOffStanding> = {}): HandOffStanding => ({
  state,
  stateAt: at('2026-03-09'),
  acceptedAt: null,
  acceptedByDefault: false,
  ...more,
})
const handOff = (of: CycleFact, given: HandOffStanding, team: string | null = null): HandOffFact => ({
  personId: of.personId,
  cycle: of.cycle,
  decided: decisionOf(given),
  source: null,
  campaignId: null,
  team,
})
const mql = () => aCycle({ mql: at('2026-01-02') })

describe('what a hand-off decided', () => {
  const acceptedAt = at('2026-03-02')
  it.each([
    ['waits', standing('offered'), null],
    ['was passed on before an answer', standing('reassigned'), null],
    ['was rejected', standing('rejected'), { outcome: 'rejected', at: at('2026-03-09') }],
    [
      'was rejected after all',
      standing('rejected', { acceptedAt }),
      { outcome: 'rejected', at: at('2026-03-09') },
    ],
    ['expired', standing('expired'), { outcome: 'expired', at: at('2026-03-09') }],
    ['is worked on', standing('working', { acceptedAt }), { outcome: 'accepted', at: acceptedAt }],
    ['was recycled later', standing('recycled', { acceptedAt }), { outcome: 'accepted', at: acceptedAt }],
    [
      'was accepted by default',
      standing('accepted', { acceptedAt, acceptedByDefault: true }),
      { outcome: 'accepted_by_default', at: acceptedAt },
    ],
    ['became an opportunity elsewhere', standing('qualified'), { outcome: 'accepted', at: at('2026-03-09') }],
    ['ended elsewhere', standing('disqualified'), { outcome: 'rejected', at: at('2026-03-09') }],
  ] as const)('one that %s', (_, given, expected) => {
    expect(decisionOf(given)).toEqual(expected)
  })
})

describe('acceptance rate', () => {
  it('divides the accepted by accepted, rejected and expired hand-offs, and says what it is made of', () => {
    const [accepted, byDefault, rejected, lost] = [mql(), mql(), mql(), mql()]
    const acceptedAt = at('2026-03-02')
    const shown = rateOf(
      [accepted!, byDefault!, rejected!, lost!],
      [
        handOff(accepted!, standing('qualified', { acceptedAt })),
        handOff(byDefault!, standing('accepted', { acceptedAt, acceptedByDefault: true })),
        handOff(rejected!, standing('rejected')),
        // two sellers let it expire, the third waits
        handOff(lost!, standing('expired')),
        handOff(lost!, standing('expired')),
        handOff(lost!, standing('offered')),
      ],
    )
    // 2 accepted / (2 accepted + 1 rejected + 2 expired)
    expect(shown).toMatchObject({ value: 2 / 5, numerator: 2, denominator: 5 })
    expect(shown.parts).toEqual([
      { name: 'accepted by a seller', count: 1 },
      { name: 'accepted by default, because nobody answered', count: 1 },
      { name: 'rejected', count: 1 },
      { name: 'expired', count: 2 },
    ])
  })

  it('takes no call for an acceptance: who was tried, moved on by it and rejected is rejected', () => {
    const tried = aCycle(
      { mql: at('2026-03-01'), sal: at('2026-03-02') },
      { exit: { stage: 'recycled', fromStage: 'sal', at: at('2026-03-09') } },
    )
    expect(rateOf([tried], [handOff(tried, standing('rejected'))])).toMatchObject({
      value: 0,
      numerator: 0,
      denominator: 1,
    })
  })

  it('goes by the moves of cycles that were never handed over here', () => {
    const accepted = [1, 2, 3].map(() => aCycle({ mql: at('2026-01-02'), sal: at('2026-01-03') }))
    const turnedAway = aCycle(
      { mql: at('2026-01-02') },
      { exit: { stage: 'disqualified', fromStage: 'mql', at: at('2026-01-05') } },
    )
    const handed = mql()
    const shown = rateOf([...accepted, turnedAway, handed], [handOff(handed, standing('expired'))])
    expect(shown).toMatchObject({ value: 3 / 5, numerator: 3, denominator: 5 })
  })

  it('is counted between the stages that the agreement names', () => {
    const frame = aFrame({
      handOff: { from: 'qualified', to: 'taken' },
      stages: ['qualified', 'taken', 'gone'].map((key) => ({
        key,
        name: key,
        kind: key === 'gone' ? 'exit' : 'clocked',
      })),
    })
    const cycles = [
      aCycle({ qualified: at('2026-01-02'), taken: at('2026-01-03') }),
      aCycle(
        { qualified: at('2026-01-02') },
        { exit: { stage: 'gone', fromStage: 'qualified', at: at('2026-01-05') } },
      ),
    ]
    expect(rateOf(cycles, [], frame)).toMatchObject({ value: 0.5, numerator: 1, denominator: 2 })
  })

  it('belongs to the day of the decision and to the team that had the hand-off', () => {
    const lead = mql()
    const expired = handOff(lead, standing('expired'), 'EMEA')
    const counted = (change: Parameters<typeof aFrame>[0]) =>
      rateOf([lead], [expired], aFrame(change)).denominator
    expect(counted({ range: { from: '2026-03-09', to: '2026-03-09' } })).toBe(1)
    expect(counted({ range: { from: '2026-03-10', to: '2026-03-31' } })).toBe(0)
    expect(counted({ filters: { team: 'EMEA' } })).toBe(1)
    expect(counted({ filters: { team: 'Americas' } })).toBe(0)
  })

  it('is not known where acceptance was only inferred from later stages', () => {
    const inferred = aCycle(
      { mql: at('2026-01-02'), sal: at('2026-01-03'), sql: at('2026-01-03') },
      { inferred: ['sal'] },
    )
    expect(rateOf([inferred]).value).toBeNull()
  })
})
