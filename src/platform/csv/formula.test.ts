import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvFile, guardFormula, openCsv, unguardFormula } from './index.ts'

const TRIGGERS = ['=', '+', '-', '@', '\t', '\r', '|', ';', '%', '＝', '＋', '－', '＠', '−']
const LEADS = [
  '',
  ' ',
  '\n',
  '\r\n',
  '\0',
  '\u00a0',
  '"',
  "'",
  "''",
  '\ufeff',
  '\u200b',
  'a,',
  'a;',
  'a|',
  'a\t',
  'a;"',
  'a\n ',
]
const CORPUS = LEADS.flatMap((lead) => TRIGGERS.map((trigger) => `${lead}${trigger}cmd|'/C calc'!A0`))

const dangerous = (cell: string) =>
  cell.split(/[,;|\t\r\n]/).some((part) => {
    const seen = part.replace(/^[\s\p{Cc}\p{Cf}"]+/u, '')
    return /^[=+\-@%＝＋－＠−]/.test(seen) && !/^-\d+([.,]\d+)*\s?%?\s*$/.test(seen)
  }) || /^[\t\r\n|;]/.test(cell)

const cell = fc.oneof(
  fc.constantFrom(...CORPUS),
  fc
    .array(fc.constantFrom(...TRIGGERS, ...LEADS, 'x', '1', ',', '\n'), { maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
)

async function readBack(file: string): Promise<string[][]> {
  const out: string[][] = []
  const csv = await openCsv(async function* () {
    yield Buffer.from(file)
  })
  for await (const batch of csv.rows()) for (const row of batch) out.push(row.cells)
  return out
}

describe('T-19 csv.roundtrip', () => {
  it('leaves nothing in a written cell that a spreadsheet would run', () => {
    expect(CORPUS.filter((text) => dangerous(guardFormula(text)))).toEqual([])
    fc.assert(
      fc.property(cell, (text) => !dangerous(guardFormula(text))),
      { numRuns: 3_000 },
    )
  })

  it('takes off exactly what it put on', () => {
    expect(CORPUS.filter((text) => unguardFormula(guardFormula(text)) !== text)).toEqual([])
    fc.assert(
      fc.property(cell, (text) => unguardFormula(guardFormula(text)) === text),
      { numRuns: 5_000 },
    )
  })

  it('keeps plain negative numbers numbers', () => {
    for (const text of ['-1', '-12.5', '-1,5', '-1.234.567,89', '-3 %']) expect(guardFormula(text)).toBe(text)
    expect(guardFormula('-1+cmd')).toBe("'-1+cmd")
    expect(guardFormula('+49 30 1234')).toBe("'+49 30 1234")
  })

  it('gives back what was exported when the file is read again', async () => {
    const row = fc.tuple(fc.constant('r'), cell, cell, fc.constant('end'))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
        const file = csvFile(['name', 'first', 'second', 'last'], rows)
        const nul = rows.flat().join('').split('\0').length - 1
        fc.pre(nul < 8)
        expect(await readBack(file)).toEqual(rows)
      }),
      { numRuns: 500 },
    )
  })
})
