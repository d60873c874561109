import { Environment } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TOUCH_KINDS as RECORDED_KINDS } from '#records/touches/tables.ts'
import { parseExpression } from './expressions.ts'
import { type CheckScope, checkExpression } from './rules/expression/check.ts'
import { CALLABLES, FIELDS, TOUCH_KINDS, USAGES } from './rules/expression/fields.ts'
import { predicate, type Scope } from './rules/expression/run.ts'
import { reads } from './rules/expression/term.ts'

const scope: CheckScope = { usage: 'stage', lists: ['competitors'], stages: ['inquiry', 'mql', 'sal'] }

function answer(text: string, facts: Scope): boolean {
  const parsed = parseExpression(text)
  if (!parsed.ok) throw new Error(parsed.fault.message)
  return predicate(parsed.term)(facts)
}

function faults(text: string, usage: CheckScope['usage'] = 'stage'): string[] {
  const parsed = parseExpression(text)
  if (!parsed.ok) return [parsed.fault.message]
  return checkExpression(parsed.term, { ...scope, usage }).map((fault) => fault.message)
}

const ada = {
  email: 'ada@acme.test',
  jobTitle: 'VP of Sales',
  country: null,
  attributes: { seats: '60', vip: true },
}
const acme = { name: 'Acme', employees: 120, industry: 'Software', attributes: {} }
const facts = {
  person: ada,
  account: acme,
  fit: 40,
  engagement: 10,
  lists: { competitors: ['rival.test'] },
  counts: { page_view: 3 },
}

describe('an expression answers yes or no', () => {
  it.each([
    ['fit >= 30 && engagement >= 40', false],
    ['fit >= 30 || engagement >= 40', true],
    ['account.employees >= 50 && account.employees <= 5000', true],
    ['person.jobTitle.mentions(["vp", "chief"])', true],
    ['person.jobTitle.mentions("sale")', false],
    ['person.jobTitle.contains("Sale")', true],
    ['account.industry.lowerAscii() == "software"', true],
    ['person.attributes.seats > 50', true],
    ['person.attributes["vip"]', true],
    ['counts.page_view + counts.demo_request == 3', true],
    ['account.domain in lists.competitors', false],
    ['fit > 100 ? true : account.name == "Acme"', true],
    ['-fit < 0 && fit % 7 == 5', true],
    ['size(account.name) == 4', true],
  ])('%s is %s', (text, expected) => {
    expect(answer(text, facts)).toBe(expected)
  })
})

describe('what is not known matches nothing and never throws', () => {
  it.each([
    ['person.country == "DE"', false],
    ['person.country != "DE"', true],
    ['person.country == null', true],
    ['person.country in ["DE", "AT"]', false],
    ['!(person.country in ["DE", "AT"])', true],
    ['has(person.country)', false],
    ['person.country.startsWith("D")', false],
    ['account.annualRevenue > 0', false],
    ['account.annualRevenue < 1000', false],
    ['account.annualRevenue * 2 > 0 || true', true],
    ['person.attributes.nothing.contains("x")', false],
    ['event.kind == "call"', false],
    ['1 / 0 > 5', false],
  ])('%s is %s', (text, expected) => {
    expect(answer(text, facts)).toBe(expected)
    expect(answer(text, { ...facts, account: null })).toBe(expected)
  })
})

describe('a mistake is named before it can do harm', () => {
  it.each([
    ['fti >= 30', 'There is no field fti. Did you mean fit?'],
    ['person.job_title == "x"', 'There is no field person.job_title. Did you mean person.jobTitle?'],
    ['event.kind == "demo_reqest"', '"demo_reqest" cannot occur here. Did you mean demo_request?'],
    ['"mqll" in cycle.reached', '"mqll" cannot occur here. Did you mean mql?'],
    ['person.domain in lists.competitor', 'This agreement has no list competitor. Did you mean competitors?'],
    ['fit >= "30"', 'This compares a number with text, which is never true.'],
    ['fit + 1', 'The whole expression must be yes or no, but this is a number.'],
    ['fit && qualified', 'Each side of && and || must be yes or no, but this is a number.'],
    [
      'person.jobTitle.matches("(a+)+$")',
      'Patterns are not part of agreement expressions; use mentions, contains, startsWith or endsWith.',
    ],
    ['fit = 30', 'Write == to compare.'],
    ['fit >= 30 && ', 'The expression ends too early.'],
    ['person.jobTitle == "x', 'This text has no closing quote.'],
    ['fit >= 30 and qualified', 'Write && for "and".'],
    ['cycle.reached.exists(x, x == "a")', 'Write "value in list" in place of exists.'],
    [
      'person',
      'There is no field person. Did you mean person.attributes.* or person.country or person.domain?',
    ],
  ])('%s', (text, message) => {
    expect(faults(text)).toEqual([message])
  })

  it('says which fields a place sees', () => {
    expect(faults('event.kind == "call"', 'fit')).toEqual([
      'event.kind is not known in a fit rule, which sees: person, account, lists.',
    ])
  })
})

/** Ways out of a sandbox that were tried on expression languages elsewhere. */
const ESCAPES = [
  'this.constructor.constructor("return process")()',
  'person.constructor.constructor("return 1")() == 1',
  'person["constructor"]["constructor"] == null',
  'person.__proto__.polluted == true',
  'person.attributes.__proto__ == null',
  'person.attributes["constructor"] == "x"',
  'person.attributes.toString == "x"',
  'person.attributes.hasOwnProperty("x")',
  'person.email.constructor == "x"',
  '"".sub.constructor("x")',
  '[].constructor == 1',
  'process.env == null',
  'globalThis == null',
  'require("fs") == null',
  'import("fs") == null',
  'eval("1") == 1',
  'cel.bind(x, person, x.email) == "a"',
  '{"a": 1}.a == 1',
  'b"ab" == "ab"',
  'type(person) == string',
  'timestamp("2024-01-01T00:00:00Z") > timestamp("2023-01-01T00:00:00Z")',
  '`x` == 1',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the attack itself
  '"${process.exit()}" == "x"',
  'person.email.mentions.constructor("x")',
  'lists.__proto__ == null',
  'counts.constructor > 0',
  'x => x',
  'true; false',
  'person.attributes[person.email] == "x"',
]

describe('an expression is data', () => {
  it.each(ESCAPES)('%s is refused or looks at data only', (text) => {
    const parsed = parseExpression(text)
    if (!parsed.ok) {
      expect(parsed.fault.message).toMatch(/\.|:/)
      return
    }
    const run = predicate(parsed.term)
    expect(run(facts)).toBe(text.endsWith('== null'))
  })

  it('has no way to reach a function', () => {
    for (const name of [
      'constructor',
      '__proto__',
      'toString',
      'valueOf',
      '__defineGetter__',
      'hasOwnProperty',
    ]) {
      expect(answer(`has(person.attributes["${name}"])`, facts)).toBe(false)
      expect(answer(`has(person["${name}"])`, facts)).toBe(false)
    }
  })

  it('is bounded in size and depth', () => {
    expect(parseExpression(`${'('.repeat(500)}true${')'.repeat(500)}`).ok).toBe(false)
    expect(parseExpression(Array.from({ length: 2_000 }, () => 'true').join(' && ')).ok).toBe(false)
    expect(parseExpression(`${'!'.repeat(1_500)}true`).ok).toBe(false)
  })

  it('never throws, whatever the text and the facts', () => {
    const word = fc.constantFrom(
      'fit',
      'person.email',
      'account.employees',
      '"x"',
      '3',
      'null',
      'true',
      'cycle.reached',
      '["a", 1]',
    )
    const sign = fc.constantFrom('==', '!=', '<', '>=', '+', '-', '*', '/', '%', 'in', '&&', '||')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, sign), { minLength: 1, maxLength: 6 }),
        word,
        fc.anything(),
        (list, last, value) => {
          const parsed = parseExpression([...list.flat(), last].join(' '))
          if (!parsed.ok) return
          checkExpression(parsed.term, scope)
          const run = predicate(parsed.term)
          expect(typeof run({ fit: value, person: value, account: { employees: value }, cycle: value })).toBe(
            'boolean',
          )
        },
      ),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        parseExpression(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the answers are those of CEL where CEL has one', () => {
  const cel = new Environment({ unlistedVariablesAreDyn: true })

  it('agrees with the library on known facts', () => {
    const number = fc.integer({ min: -50, max: 150 })
    const atom = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('fit', 'engagement'),
          fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
          number,
        )
        .map((t) => t.join(' ')),
      fc.constantFrom(
        'person.email.contains("a")',
        'person.email.startsWith("b")',
        'person.email in ["a", "b"]',
        'person.email == "b"',
      ),
    )
    const expression = fc.array(fc.tuple(fc.constantFrom('', '!'), atom, fc.constantFrom('&&', '||')), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(
        expression,
        number,
        number,
        fc.constantFrom('a', 'b', 'ba', ''),
        (list, fit, engagement, email) => {
          const text = list
            .map(([not, part, join], index) => `${not}(${part})${index < list.length - 1 ? ` ${join} ` : ''}`)
            .join('')
          const ours = answer(text, { fit, engagement, person: { email } })
          expect(ours).toBe(cel.evaluate(text, { fit, engagement, person: { email } }))
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('the table of fields', () => {
  it('is complete: each field and function says what it is and where it may stand', () => {
    for (const field of FIELDS) {
      expect(field.description.length, field.path).toBeGreaterThan(5)
      expect(field.usableIn.length, field.path).toBeGreaterThan(0)
    }
    expect(new Set(FIELDS.map((field) => field.path)).size).toBe(FIELDS.length)
  })

  it('holds examples that are sound', () => {
    for (const entry of CALLABLES) {
      const parsed = parseExpression(entry.example)
      expect(parsed.ok, entry.example).toBe(true)
      const usage = USAGES.find(
        (candidate) => parsed.ok && checkExpression(parsed.term, { ...scope, usage: candidate }).length === 0,
      )
      expect(usage, entry.example).toBeDefined()
    }
  })

  it('knows the same kinds of touch as the record store', () => {
    expect(TOUCH_KINDS).toEqual(RECORDED_KINDS)
  })

  it('tells which fields an expression reads', () => {
    const parsed = parseExpression(
      'event.kind == "call" && (event.subject.contains("x") || event.kind == "meeting")',
    )
    expect(parsed.ok && reads(parsed.term)).toEqual(['event.kind', 'event.subject'])
  })
})
