import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultAgreement } from './default.ts'
import { defaultAgreementYaml } from './default-agreement.generated.ts'
import { parseAgreement } from './yaml.ts'

const first = (text: string) => {
  const parsed = parseAgreement(text)
  return (parsed.ok ? parsed.warnings : parsed.problems)[0]
}
const changed = (from: string, to: string) => {
  expect(defaultAgreementYaml).toContain(from)
  return defaultAgreementYaml.replace(from, to)
}
/** line and column of a text, counted by hand */
const at = (text: string, part: string) => {
  const before = text.slice(0, text.indexOf(part)).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

describe('hostile files end in one clear sentence', () => {
  it.each([
    ['an empty file', '', 'This file is empty'],
    ['a file over 300,000 characters', `title: ${'x'.repeat(1_000_000)}`, 'longer than 300,000 characters'],
    [
      'a name twice',
      changed('currency: EUR', 'currency: EUR\ncurrency: USD'),
      'This name stands twice in the same clause',
    ],
    ['tabs', 'stages:\n\t- key: a', 'Indent with spaces'],
    ['two documents', 'title: a\n---\ntitle: b', 'One file holds one agreement'],
    ['an alias to nothing', 'title: *x', 'points at nothing'],
    [
      'plain text',
      'Dear colleagues',
      'The agreement must be a clause with names and values, but here stands "Dear colleagues".',
    ],
    ['a list', '- a\n- b', 'must be a clause with names and values'],
    ['a binary file', 'PK\u0003\u0004\u0000\u0000', ''],
    ['deep nesting', '['.repeat(200_000), ''],
    [
      'deep block nesting',
      Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:`)
        .join('\n')
        .slice(0, 900_000),
      '',
    ],
  ])('%s', (_, text, message) => {
    const found = first(text)
    expect(found?.severity).toBe('error')
    expect(found?.message).toContain(message)
    expect(found?.message.length).toBeLessThan(200)
    expect(found?.line).toBeGreaterThan(0)
  })

  it('does not unfold aliases without end', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) =>
        `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(', ')}]`,
    )
    const started = performance.now()
    expect(first(['l0: &l0 [lol]', ...levels].join('\n'))?.message).toContain('too many aliases')
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('answers soon on the largest text of any shape', () => {
    const fill = (text: string) => text.repeat(Math.floor(290_000 / text.length))
    const names = (count: number, separator: string) =>
      Array.from({ length: count }, (_, index) => `k${index}: 1`).join(separator)
    const entry = '  - { key: touch, name: Touch, definition: A meeting of two }\n'
    const shapes = [
      `lexicon:\n${fill(entry)}`,
      names(25_000, '\n'),
      `a: {${names(25_000, ',')}}`,
      `a: [${fill('1,')}]`,
      fill('a: 1\n'),
      fill('%\n'),
      fill('[{'),
      fill('? '),
      fill('"'),
      `a: &a x\nb:\n${fill(' - *a\n')}`,
    ]
    for (const text of shapes) {
      const started = performance.now()
      expect(first(text)?.severity, text.slice(0, 40)).toBe('error')
      // about a second each on a slow machine; the square of the size would take minutes
      expect(performance.now() - started, text.slice(0, 40)).toBeLessThan(15_000)
    }
  })

  it('reads files with a byte order mark and with Windows line ends', () => {
    expect(parseAgreement(`\uFEFF${defaultAgreementYaml}`)).toMatchObject({ ok: true })
    const windows = parseAgreement(defaultAgreementYaml.replaceAll('\n', '\r\n'))
    expect(windows.ok && windows.value).toEqual(defaultAgreement())
  })

  it('refuses names that JavaScript objects are made of', () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString']) {
      const text = changed('currency: EUR', `currency: EUR\n${name}: { polluted: true }`)
      expect(first(text)).toMatchObject({ path: name, ...at(text, `${name}: {`) })
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        parseAgreement(text)
      }),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(
        fc.nat(defaultAgreementYaml.length),
        fc.nat(200),
        fc.string({ maxLength: 8 }),
        (from, length, put) => {
          parseAgreement(
            defaultAgreementYaml.slice(0, from) + put + defaultAgreementYaml.slice(from + length),
          )
        },
      ),
      { numRuns: 100 },
    )
  })
})
