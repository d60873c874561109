import { expect, it, describe as suite } from 'vitest'
import { parseExpression } from '../../expressions.ts'
import { describe } from './describe.ts'

const inWords = (text: string) => {
  const parsed = parseExpression(text)
  if (!parsed.ok) throw new Error(parsed.fault.message)
  return describe(parsed.term, (key) => key.toUpperCase())
}

suite('a rule in plain words', () => {
  it.each([
    ['fit >= 30 && engagement >= 40', 'fit is at least 30 and engagement is at least 40'],
    [
      'qualified || (event.type == "stage_reported" && event.stage == "mql")',
      'the lead definition is met, or another system reports the stage MQL',
    ],
    ['event.kind in ["demo_request", "contact_request"]', 'it is a demo request or a contact request'],
    [
      '"mql" in cycle.reached && event.side == "sales"',
      'MQL was reached before and it is an activity of sales',
    ],
    ['person.jobTitle.mentions(["vp", "head"])', 'the job title mentions "vp" or "head"'],
    ['account.domain in lists.named_accounts', 'the company\'s domain is in the list "named accounts"'],
    ['!has(account.name)', 'the company is not known'],
    ['account.annualRevenue >= 10000000', 'yearly revenue is at least 10,000,000'],
    [
      'event.kind == "page_view" && (event.subject.contains("a") || event.subject.contains("b"))',
      'it is a page view and (its subject contains "a", or its subject contains "b")',
    ],
    ['person.attributes["Lead rating"] == "hot"', '"Lead rating" of the person is "hot"'],
    ['counts.page_view > 3', 'the number of touches of kind page view is above 3'],
    ['account.country == null', "the company's country is not known"],
    ['!(fit > 10)', 'not (fit is above 10)'],
  ])('%s', (text, words) => {
    expect(inWords(text)).toBe(words)
  })
})
