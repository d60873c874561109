import { describe, expect, it } from 'vitest'
import {
  deal,
  inbound,
  outbound,
  plainAgreement,
  reported,
  told,
  versionOf,
} from '#test/factories/lifecycle-histories.ts'
import { NOBODY } from '#test/factories/scoring-models.ts'
import type { Evidence } from './history.ts'
import { lifecycle } from './lifecycle.ts'
import { scoresAt, stageEntries } from './standing.ts'

const plain = [versionOf(plainAgreement())]
const read = (evidence: Evidence[], domain: string | null = 'firm.example', versions = plain) =>
  lifecycle({ person: { ...NOBODY, domain }, account: null, evidence }, versions)
const story = (evidence: Evidence[], domain?: string) => told(read(evidence, domain).transitions)

describe('the way forward', () => {
  it('a first touch makes an inquiry, and the event that reaches the threshold makes a qualified lead', () => {
    const { transitions } = read([
      inbound('2026-01-01T10:00:00Z', 'page_view'),
      inbound('2026-01-05T10:00:00Z', 'content_download'),
      inbound('2026-01-09T10:00:00Z', 'content_download'),
    ])
    expect(told(transitions)).toEqual(['1 inquiry', '1 mql'])
    expect(transitions[1]).toMatchObject({
      fromStage: 'inquiry',
      occurredAt: Date.parse('2026-01-09T10:00:00Z'),
      actorKind: 'rule',
      actor: 'qualification.when',
      fit: 50,
      engagement: 40,
      inferred: false,
      agreementVersion: 1,
      reason: null,
    })
  })

  it('a score just below the threshold qualifies nobody, and a window that has ended does not count', () => {
    const late = ['2026-01-05T10:00:00.000Z', '2026-02-04T09:59:59.999Z', '2026-02-04T10:00:00.000Z']
    expect(story([inbound(late[0]!, 'content_download'), inbound(late[1]!, 'content_download')])).toContain(
      '1 mql',
    )
    expect(
      story([inbound(late[0]!, 'content_download'), inbound(late[2]!, 'content_download')]),
    ).not.toContain('1 mql')
    const calls = Array.from({ length: 3 }, (_, day) =>
      outbound(`2026-01-0${day + 2}T10:00:00Z`, 'call_connected'),
    )
    // 20 + 3 × 5 = 35, then 40
    expect(story([inbound('2026-01-01T10:00:00Z', 'content_download'), ...calls])).toEqual(['1 inquiry'])
    expect(
      story([
        inbound('2026-01-01T10:00:00Z', 'content_download'),
        ...calls,
        outbound('2026-01-06T10:00:00Z', 'call_connected'),
      ]),
    ).toEqual(['1 inquiry', '1 mql'])
  })

  it('a hand-raise qualifies at once, whatever the score', () => {
    const { transitions, state } = read([inbound('2026-01-01T10:00:00Z', 'demo_request')], 'uni.example')
    expect(told(transitions)).toEqual(['1 inquiry', '1 mql'])
    expect(transitions[1]).toMatchObject({ actor: 'qualification.handRaise', fit: 10, engagement: 0 })
    expect(state.handRaiseAt).toBe(Date.parse('2026-01-01T10:00:00Z'))
  })

  it('a stage that was skipped is written as inferred at the same instant', () => {
    const { transitions } = read([
      inbound('2026-01-01T10:00:00Z', 'page_view'),
      deal('2026-02-01T10:00:00Z', 'created'),
      deal('2026-03-01T10:00:00Z', 'won'),
    ])
    expect(told(transitions)).toEqual([
      '1 inquiry',
      '1 ~mql',
      '1 ~sal',
      '1 ~sql',
      '1 opportunity',
      '1 customer',
    ])
    expect(transitions.slice(1, 5).map((one) => one.occurredAt)).toEqual(
      Array(4).fill(Date.parse('2026-02-01T10:00:00Z')),
    )
    expect(transitions.slice(1, 5).map((one) => one.fromStage)).toEqual(['inquiry', 'mql', 'sal', 'sql'])
  })

  it('a later report of an earlier stage moves nobody back', () => {
    expect(
      story([inbound('2026-01-01T10:00:00Z', 'demo_request'), reported('2026-01-02T10:00:00Z', 'inquiry')]),
    ).toEqual(['1 inquiry', '1 mql'])
  })

  it('the first human attempt of sales after qualification is acceptance, one before it is not', () => {
    expect(
      story([
        outbound('2026-01-01T10:00:00Z', 'call'),
        inbound('2026-01-02T10:00:00Z', 'contact_request'),
        outbound('2026-01-02T11:00:00Z', 'email_sent'),
      ]),
    ).toEqual(['1 inquiry', '1 mql', '1 sal'])
  })

  it('a stage after the sale that nobody has to pass is not inferred', () => {
    expect(
      story([deal('2026-01-01T10:00:00Z', 'won'), reported('2026-06-01T10:00:00Z', 'expanded')]).slice(-2),
    ).toEqual(['1 customer', '1 expanded'])
  })

  it('two things at one instant are taken in the order they were recorded', () => {
    const at = '2026-01-01T10:00:00Z'
    expect(story([deal(at, 'created'), deal(at, 'lost')]).at(-1)).toBe('1 lost')
    expect(read([deal(at, 'lost'), deal(at, 'created')]).state.stage).toBe('lost')
  })

  it('machine touches neither open a cycle nor qualify', () => {
    expect(
      story([
        inbound('2026-01-01T10:00:00Z', 'content_download', { machine: true }),
        inbound('2026-01-01T10:00:00Z', 'demo_request', { machine: true }),
      ]),
    ).toEqual([])
  })
})

describe('the end of a cycle', () => {
  const lost = [deal('2026-01-01T10:00:00Z', 'created'), deal('2026-02-01T10:00:00Z', 'lost')]

  it('a dead opportunity is never still at its highest stage', () => {
    expect(read(lost).state).toMatchObject({ stage: 'lost', ended: true })
  })

  it('a churned customer is never still a customer', () => {
    expect(
      read([deal('2026-01-01T10:00:00Z', 'won'), reported('2026-09-01T10:00:00Z', 'churned')]).state.stage,
    ).toBe('churned')
  })

  it('one lost deal does not end the cycle while another is open', () => {
    const both = [
      deal('2026-01-01T10:00:00Z', 'created', 'first'),
      deal('2026-01-02T10:00:00Z', 'created', 'second'),
      deal('2026-02-01T10:00:00Z', 'lost', 'first'),
    ]
    expect(read(both).state.stage).toBe('opportunity')
    expect(read([...both, deal('2026-02-02T10:00:00Z', 'lost', 'second')]).state.stage).toBe('lost')
  })

  it.each([
    ['a stage change dated after the loss', [deal('2026-02-01T14:00:00Z', 'stage', 'first')]],
    ['a stage change at the instant of the loss', [deal('2026-02-01T00:00:00Z', 'stage', 'first')]],
    ['a creation dated after the loss', [deal('2026-02-01T09:00:00Z', 'created', 'first')]],
  ])('%s brings no dead deal back to life', (_, late) => {
    const first = [
      deal('2026-01-01T10:00:00Z', 'created', 'first'),
      deal('2026-02-01T00:00:00Z', 'lost', 'first'),
      ...late,
    ]
    expect(story(first).at(-1)).toBe('1 lost')
    const second = [
      deal('2026-05-01T10:00:00Z', 'created', 'second'),
      deal('2026-06-01T10:00:00Z', 'lost', 'second'),
    ]
    expect(story([...first, ...second]).slice(-2)).toEqual(['2 opportunity', '2 lost'])
  })

  it('whoever comes back is not taken on by a deal that is dead', () => {
    const back = [
      deal('2026-02-01T00:00:00Z', 'lost'),
      inbound('2026-03-01T10:00:00Z', 'page_view'),
      deal('2026-03-02T10:00:00Z', 'created'),
    ]
    expect(story(back).at(-1)).toBe('2 inquiry')
  })

  it('a deal that was won may go on to stages after the sale, and brings nobody back who has left', () => {
    const onboarding = plainAgreement((document) => {
      document.stages.find(({ key }) => key === 'onboarded')!.entry = 'event.type == "opportunity_stage"'
    })
    const won = [deal('2026-01-01T10:00:00Z', 'created'), deal('2026-02-01T00:00:00Z', 'won')]
    const moves = deal('2026-03-01T10:00:00Z', 'stage')
    const under = (evidence: Evidence[]) => told(read(evidence, null, [versionOf(onboarding)]).transitions)
    expect(under([...won, moves]).at(-1)).toBe('1 onboarded')
    expect(under([...won, reported('2026-02-20T10:00:00Z', 'churned'), moves]).at(-1)).toBe('1 churned')
    const declined = [
      ...won,
      deal('2026-02-01T09:00:00Z', 'created'),
      reported('2026-03-01T10:00:00Z', 'churned'),
    ]
    const second = [
      deal('2026-05-01T10:00:00Z', 'created', 'second'),
      deal('2026-06-01T10:00:00Z', 'lost', 'second'),
    ]
    expect(under([...declined, ...second]).at(-1)).toBe('2 lost')
  })

  it('a customer who declines a second deal stays a customer', () => {
    const evidence = [
      deal('2026-01-01T10:00:00Z', 'won', 'first'),
      deal('2026-05-01T10:00:00Z', 'created', 'second'),
      deal('2026-06-01T10:00:00Z', 'lost', 'second'),
    ]
    expect(read(evidence).state.stage).toBe('customer')
  })

  it('a reason in the words of the source becomes the key of the agreement, another one stays as it was said', () => {
    const reasonOf = (reason: string) =>
      read([
        inbound('2026-01-01T10:00:00Z', 'demo_request'),
        reported('2026-01-05T10:00:00Z', 'recycled', reason),
      ]).transitions.at(-1)?.reason
    expect(reasonOf('No budget this year')).toBe('no_budget')
    expect(reasonOf('No response')).toBe('no_answer')
    expect(reasonOf('Mercury in retrograde')).toBe('Mercury in retrograde')
  })

  it('the next cycle counts from zero: what came before the end no longer does', () => {
    const recycled = [
      inbound('2026-01-01T10:00:00Z', 'content_download'),
      inbound('2026-01-02T10:00:00Z', 'content_download'),
      reported('2026-01-10T10:00:00Z', 'recycled'),
    ]
    const { transitions } = read([...recycled, inbound('2026-01-20T10:00:00Z', 'content_download')])
    expect(told(transitions)).toEqual(['1 inquiry', '1 mql', '1 recycled', '2 inquiry'])
    expect(transitions.at(-1)).toMatchObject({ fromStage: null, engagement: 20 })
    expect(
      story([
        ...recycled,
        inbound('2026-01-20T10:00:00Z', 'content_download'),
        inbound('2026-01-21T10:00:00Z', 'content_download'),
      ]).slice(-2),
    ).toEqual(['2 inquiry', '2 mql'])
  })

  it.each([
    ['2026-01-17T09:59:59.999Z', 'page_view', 'recycled', 'a visit a millisecond before seven days are over'],
    ['2026-01-17T10:00:00.000Z', 'page_view', 'inquiry', 'a visit when seven days are over'],
    ['2026-01-11T10:00:00.000Z', 'demo_request', 'mql', 'a hand-raise does not have to wait'],
    ['2026-01-10T10:00:00.000Z', 'demo_request', 'recycled', 'at the instant of the end itself'],
  ])('at %s a %s leads to %s (%s)', (at, kind, stage) => {
    const ended = [
      inbound('2026-01-01T10:00:00Z', 'demo_request'),
      reported('2026-01-10T10:00:00Z', 'recycled'),
    ]
    expect(read([...ended, inbound(at, kind)]).state.stage).toBe(stage)
  })

  it('who was disqualified stays so, until sales opens a deal with them', () => {
    const out = [
      inbound('2026-01-01T10:00:00Z', 'demo_request'),
      reported('2026-01-05T10:00:00Z', 'disqualified'),
    ]
    expect(story([...out, inbound('2026-06-01T10:00:00Z', 'demo_request')]).at(-1)).toBe('1 disqualified')
    expect(story([...out, deal('2026-06-01T10:00:00Z', 'created', 'deal', true)]).at(-1)).toBe(
      '1 disqualified',
    )
    expect(story([...out, deal('2026-06-01T10:00:00Z', 'created')]).at(-1)).toBe('2 opportunity')
  })

  it('a hand-raise belongs to its cycle: none is left when that ended, until the next', () => {
    const ended = [
      inbound('2026-01-01T10:00:00Z', 'demo_request'),
      reported('2026-01-05T10:00:00Z', 'recycled'),
      inbound('2026-01-05T10:00:00Z', 'demo_request'),
      inbound('2026-01-20T10:00:00Z', 'page_view'),
    ]
    expect(read(ended).state).toMatchObject({ cycle: 2, stage: 'inquiry', handRaiseAt: null })
    const again = inbound('2026-01-21T10:00:00Z', 'demo_request')
    expect(read([...ended, again]).state.handRaiseAt).toBe(Date.parse('2026-01-21T10:00:00Z'))
  })

  it('a lost deal that goes back to nurture ends the same cycle as recycled', () => {
    expect(story([...lost, reported('2026-02-10T10:00:00Z', 'recycled')]).slice(-2)).toEqual([
      '1 lost',
      '1 recycled',
    ])
  })

  it('another deal after a lost one opens the next cycle', () => {
    const { transitions } = read([...lost, deal('2026-07-01T10:00:00Z', 'created', 'next')])
    expect(told(transitions).slice(-5)).toEqual(['2 ~inquiry', '2 ~mql', '2 ~sal', '2 ~sql', '2 opportunity'])
  })
})

describe('excluded people', () => {
  it('are kept and never qualify, neither by score nor by a raised hand nor by report', () => {
    expect(
      story(
        [
          inbound('2026-01-01T10:00:00Z', 'content_download'),
          inbound('2026-01-02T10:00:00Z', 'content_download'),
          inbound('2026-01-03T10:00:00Z', 'demo_request'),
          reported('2026-01-04T10:00:00Z', 'mql'),
          outbound('2026-01-05T10:00:00Z', 'meeting'),
        ],
        'own.example',
      ),
    ).toEqual(['1 inquiry'])
  })

  it('keep what another system knows of their deals, without a qualification in between', () => {
    expect(story([deal('2026-01-01T10:00:00Z', 'won')], 'own.example')).toEqual(['1 customer'])
  })
})

describe('qualifications', () => {
  it('first-ever, latest and count are facts of their own; inferred ones are counted apart', () => {
    const { transitions } = read([
      inbound('2026-01-01T10:00:00Z', 'demo_request'),
      reported('2026-01-10T10:00:00Z', 'recycled'),
      inbound('2026-03-01T10:00:00Z', 'demo_request'),
      reported('2026-03-10T10:00:00Z', 'recycled'),
      deal('2026-05-01T10:00:00Z', 'created'),
    ])
    expect(stageEntries(transitions, 'mql')).toEqual({
      first: Date.parse('2026-01-01T10:00:00Z'),
      latest: Date.parse('2026-03-01T10:00:00Z'),
      count: 2,
      inferred: 1,
    })
  })
})

describe('several agreement versions', () => {
  const easier = plainAgreement((document) => {
    document.qualification.when = 'fit >= 30 && engagement >= 20'
  })
  const versions = [versionOf(plainAgreement(), 1), versionOf(easier, 2, Date.parse('2026-02-01T00:00:00Z'))]

  it.each([
    ['2026-01-31T23:59:59.999Z', ['1 inquiry']],
    ['2026-02-01T00:00:00.000Z', ['1 inquiry', '1 mql']],
  ])('the one in force at %s decides', (at, expected) => {
    expect(told(read([inbound(at, 'content_download')], 'firm.example', versions).transitions)).toEqual(
      expected,
    )
  })

  it('a new version moves nobody until something happens, then counts the cycle by its own rules', () => {
    const before = inbound('2026-01-20T10:00:00Z', 'content_download')
    expect(told(read([before], 'firm.example', versions).transitions)).toEqual(['1 inquiry'])
    const { transitions } = read(
      [before, inbound('2026-02-02T10:00:00Z', 'page_view')],
      'firm.example',
      versions,
    )
    expect(transitions.at(-1)).toMatchObject({ toStage: 'mql', agreementVersion: 2, engagement: 20 })
  })
})

describe('the scores that stand now', () => {
  it('are those of the present cycle at the stated instant', () => {
    const evidence = [
      inbound('2026-01-01T10:00:00Z', 'content_download'),
      reported('2026-01-05T10:00:00Z', 'recycled'),
      inbound('2026-01-20T10:00:00Z', 'content_download'),
      outbound('2026-01-21T10:00:00Z', 'call_connected'),
    ]
    const now = scoresAt(
      read(evidence),
      { person: NOBODY, account: null },
      plain,
      Date.parse('2026-02-01T10:00:00Z'),
    )
    expect(now).toMatchObject({
      fit: 50,
      engagement: 25,
      counted: 2,
      nextDecayAt: Date.parse('2026-02-19T10:00:00Z'),
    })
  })
})

describe('the worked example of docs/method/lifecycle.md', () => {
  it('is what happens', () => {
    const { transitions } = read([
      inbound('2026-01-01T10:00:00Z', 'page_view'),
      inbound('2026-01-05T10:00:00Z', 'content_download'),
      inbound('2026-01-09T10:00:00Z', 'content_download'),
      deal('2026-01-10T10:00:00Z', 'created'),
      deal('2026-02-20T10:00:00Z', 'lost'),
      inbound('2026-03-01T10:00:00Z', 'content_download'),
      inbound('2026-03-02T10:00:00Z', 'demo_request'),
    ])
    expect(told(transitions).map((move, index) => [move, transitions[index]!.engagement])).toEqual([
      ['1 inquiry', 0],
      ['1 mql', 40],
      ['1 ~sal', 40],
      ['1 ~sql', 40],
      ['1 opportunity', 40],
      ['1 lost', 0],
      ['2 inquiry', 20],
      ['2 mql', 20],
    ])
  })
})
