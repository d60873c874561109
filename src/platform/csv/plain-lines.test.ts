import { Parser } from 'csv-parse'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PlainLines } from './plain-lines.ts'

/** Records as csv-parse reads them, with the options of the reader. */
function parsed(text: string): string[][] {
  const parser = new Parser({
    delimiter: ';',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
  })
  const records: string[][] = []
  const drain = () => {
    for (let record = parser.read(); record !== null; record = parser.read()) records.push(record as string[])
  }
  parser.on('readable', drain)
  parser.write(text)
  parser.end()
  drain()
  return records
}

function split(
  text: string,
  sizes: readonly number[],
  maxLength = 1_000,
): { records: string[][]; rest?: string } {
  const lines = new PlainLines({ separator: ';', quote: '"', skipRecords: 0 }, maxLength)
  const records: string[][] = []
  for (let at = 0, piece = 0; at < text.length; piece++) {
    const size = sizes[piece % sizes.length]!
    const taken = lines.take(text.slice(at, at + size))
    at += size
    records.push(...taken.records)
    if (taken.rest !== undefined) return { records, rest: taken.rest + text.slice(at) }
  }
  return { records: [...records, ...lines.end()] }
}

const TEXT = fc.array(fc.constantFrom('a', 'long enough to be a part', ';', '\n', '\r\n', '\r', 'ü', '"'), {
  maxLength: 40,
})
const SIZES = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 })

it('splits as a parser does, however the text is cut, and hands over where the first quote stands', () => {
  fc.assert(
    fc.property(TEXT, SIZES, (parts, sizes) => {
      const text = parts.join('')
      const { records, rest } = split(text, sizes)
      const before = text.slice(0, text.length - (rest?.length ?? 0))
      expect(before + (rest ?? '')).toBe(text)
      expect(before).not.toContain('"')
      if (rest !== undefined && before !== '') expect(before).toMatch(/[\r\n]$/)
      expect(records).toEqual(parsed(before))
    }),
  )
})

it('hands over a line that is longer than a record may be', () => {
  expect(split('a;b\nlonger than ten characters;c\n', [50], 10).rest).toContain('longer than ten')
  expect(split('a;b\nlonger than ten characters', [5], 10).rest).toContain('longer than')
})
