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
    [
      'a file over a million characters',
      `title: ${'x'.repeat(1_000_001)}`,
      'longer than a million characters',
    ],
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

  it('answers on a megabyte of rules', () => {
    const entry = '  - { key: touch, name: Touch, definition: A meeting of two }\n'
    const text = changed('lexicon:\n', `lexicon:\n${entry.repeat(Math.floor(900_000 / entry.length))}`)
    expect(first(text)?.message).toBe('lexicon takes at most 200 entries.')
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
      { numRuns: 300, seed: 5 },
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
      { numRuns: 100, seed: 6 },
    )
  })
})
