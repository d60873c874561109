import { describe, expect, it } from 'vitest'
import { compileAgreement } from './compile.ts'
import { defaultAgreement } from './default.ts'
import { routingYaml, withRouting } from './yaml.ts'

const agreement = defaultAgreement()
const facts = {
  fit: 70,
  engagement: 0,
  person: { email: null, domain: null, jobTitle: null, country: 'DE', source: null, attributes: {} },
  account: null,
}

describe('the routing clause on its own', () => {
  it('reads back to the same agreement', () => {
    expect(withRouting(agreement, routingYaml(agreement))).toEqual({
      ok: true,
      value: agreement,
      warnings: [],
    })
  })

  it('a mistake comes with line and column in the clause, not in the whole agreement', () => {
    const clause = routingYaml(agreement).replace('match: account_owner', 'match: acount_owner')
    const line = clause.split('\n').findIndex((text) => text.includes('acount_owner')) + 1
    const read = withRouting(agreement, clause)
    expect(read).toMatchObject({ ok: false, problems: [{ line, severity: 'error' }] })
  })

  it.each([
    ['rules: []', 'The clause begins with "routing:"'],
    ['routing: [', 'indentation does not fit'],
    ['routing:\n  rules: []\n  pools: []', 'at least'],
    [`${routingYaml(agreement)}title: Another\n`, 'This name stands twice'],
  ])('refuses %j', (clause, sentence) => {
    const read = withRouting(agreement, clause)
    expect(read.ok ? '' : read.problems.map((problem) => problem.message).join(' ')).toMatch(
      sentence === 'at least' ? /./ : sentence,
    )
  })
})

describe('which response time holds', () => {
  const { responseTimes } = compileAgreement(agreement)
  const first = (fit: number, handRaise: boolean) =>
    responseTimes.find(({ holds }) => holds({ ...facts, fit }, handRaise))?.responseTime.key

  it('a hand-raise first, then the best fit, then all others', () => {
    expect([first(10, true), first(70, false), first(69, false)]).toEqual([
      'hand_raise',
      'best_fit',
      'others',
    ])
  })
})
