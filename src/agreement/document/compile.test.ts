import { describe, expect, it } from 'vitest'
import { compileAgreement } from './compile.ts'
import { defaultAgreement } from './default.ts'
import type { AccountFacts, EventFacts, PersonFacts, StageFacts } from './rules/compiled.ts'

const person: PersonFacts = {
  email: 'ada@acme.test',
  domain: 'acme.test',
  jobTitle: 'Head of Marketing',
  country: 'DE',
  source: null,
  attributes: {},
}
const account: AccountFacts = {
  name: 'Acme',
  domain: 'acme.test',
  industry: 'Software',
  employees: 200,
  annualRevenue: null,
  country: null,
  region: null,
  attributes: {},
}
const event = (facts: Partial<EventFacts>): EventFacts => ({
  type: 'touch',
  kind: null,
  side: 'marketing',
  direction: 'inbound',
  channel: null,
  subject: null,
  campaign: null,
  stage: null,
  amount: null,
  machine: false,
  ...facts,
})
const state = (facts: Partial<StageFacts>): StageFacts => ({
  fit: 0,
  engagement: 0,
  person,
  account,
  cycle: { number: 1, stage: null, reached: [], days: 0 },
  counts: {},
  event: event({}),
  qualified: false,
  ...facts,
})

const compiled = compileAgreement(defaultAgreement())
const entered = (facts: Partial<StageFacts>) =>
  compiled.stages.filter(({ enters }) => enters(state(facts))).map(({ stage }) => stage.key)
const fitRules = (who: PersonFacts, at: AccountFacts | null) =>
  compiled.fitRules.filter((rule) => rule.matches(who, at)).map(({ rule }) => rule.key)
const engagementRules = (what: EventFacts) =>
  compiled.engagementRules.filter((rule) => rule.matches(what, person)).map(({ rule }) => rule.key)

describe('the default agreement in work', () => {
  it('gives fit points for company and role', () => {
    expect(fitRules(person, account)).toEqual(['size_core', 'industry', 'senior', 'department'])
    expect(fitRules({ ...person, jobTitle: null }, null)).toEqual(['no_company'])
  })

  it('gives engagement points by what happened, and none to machines', () => {
    expect(engagementRules(event({ kind: 'page_view', subject: '/Pricing' }))).toEqual([
      'pricing',
      'page_view',
    ])
    expect(engagementRules(event({ kind: 'page_view', subject: '/Pricing', machine: true }))).toEqual([])
    expect(engagementRules(event({ kind: 'email_open' }))).toEqual([])
  })

  it('says which fields each engagement rule reads', () => {
    const pricing = compiled.engagementRules.find(({ rule }) => rule.key === 'pricing')
    expect(pricing?.reads).toEqual(['event.machine', 'event.kind', 'event.subject'])
  })

  it('qualifies on both sides of the boundary as written: fit >= 30 and engagement >= 40', () => {
    expect(compiled.qualifies(state({ fit: 30, engagement: 40 }))).toBe(true)
    expect(compiled.qualifies(state({ fit: 29.9, engagement: 40 }))).toBe(false)
    expect(compiled.qualifies(state({ fit: 30, engagement: 39.9 }))).toBe(false)
  })

  it('takes a demo request as a hand-raise, unless a machine made it', () => {
    expect(compiled.isHandRaise(event({ kind: 'demo_request' }))).toBe(true)
    expect(compiled.isHandRaise(event({ kind: 'demo_request', machine: true }))).toBe(false)
    expect(compiled.isHandRaise(event({ kind: 'page_view' }))).toBe(false)
    expect(compiled.handRaiseReads).toEqual(['event.kind'])
  })

  it('sees intent in requests of this cycle or in what a source says', () => {
    expect(compiled.intent(state({ counts: { contact_request: 1 } }))).toBe(true)
    expect(compiled.intent(state({ person: { ...person, attributes: { intent: 'high' } } }))).toBe(true)
    expect(compiled.intent(state({}))).toBe(false)
  })

  it('names the exclusion', () => {
    expect(compiled.exclusion(person, account)).toBeNull()
    expect(compiled.exclusion({ ...person, jobTitle: 'PhD student' }, account)).toBe('students')
    expect(compiled.exclusion({ ...person, suppressed: true }, null)).toBe('suppressed')
    expect(compiled.exclusion({ ...person, domain: 'mailinator.com' }, null)).toBe('test_records')
  })

  it('finds listed domains whatever the case they were written in', () => {
    const document = defaultAgreement()
    document.lists.find((list) => list.key === 'competitors')!.values = ['Rival.test']
    const running = compileAgreement(document)
    expect(running.exclusion({ ...person, domain: 'rival.test' }, null)).toBe('competitors')
  })
})

describe('stages of the default agreement on imported history', () => {
  const mql = { number: 1, stage: 'mql', reached: ['inquiry', 'mql'], days: 3 }
  it.each<[string, Partial<StageFacts>, string[]]>([
    ['a first page view', { event: event({ kind: 'page_view' }) }, ['inquiry']],
    ['a cold call', { event: event({ kind: 'call', side: 'sales', direction: 'outbound' }) }, []],
    ['a qualifying event', { qualified: true, event: event({ kind: 'demo_request' }) }, ['inquiry', 'mql']],
    [
      'the first call after qualification',
      { cycle: mql, event: event({ kind: 'call', side: 'sales', direction: 'outbound' }) },
      ['sal'],
    ],
    [
      'an automatic e-mail after qualification',
      {
        cycle: mql,
        event: event({ kind: 'email_sent', side: 'sales', direction: 'outbound', machine: true }),
      },
      [],
    ],
    [
      'a meeting',
      { cycle: mql, event: event({ kind: 'meeting', side: 'sales', direction: 'outbound' }) },
      ['sal', 'sql'],
    ],
    [
      'a reported acceptance',
      { event: event({ type: 'stage_reported', stage: 'sal', side: null, direction: null }) },
      ['sal'],
    ],
    [
      'an opened opportunity',
      { event: event({ type: 'opportunity_created', side: null, direction: null }) },
      ['opportunity'],
    ],
    [
      'a won opportunity',
      { event: event({ type: 'opportunity_won', side: null, direction: null }) },
      ['customer'],
    ],
    [
      'a second win',
      { cycle: { ...mql, reached: ['customer'] }, event: event({ type: 'opportunity_won' }) },
      ['customer', 'expanded'],
    ],
    [
      'a lost opportunity',
      { event: event({ type: 'opportunity_lost', side: null, direction: null }) },
      ['lost'],
    ],
    [
      'a reported disqualification',
      { event: event({ type: 'stage_reported', stage: 'disqualified' }) },
      ['disqualified'],
    ],
  ])('%s', (_, facts, expected) => {
    expect(entered(facts)).toEqual(expected)
  })
})
