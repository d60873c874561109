import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCell, CORPUS, dangerous, readBack } from '#test/formulas.ts'
import { csvFile, guardFormula, unguardFormula } from './index.ts'

describe('T-19 csv.roundtrip', () => {
  it('leaves nothing in a written cell that a spreadsheet would run', () => {
    expect(CORPUS.filter((text) => dangerous(guardFormula(text)))).toEqual([])
    fc.assert(
      fc.property(anyCell, (text) => !dangerous(guardFormula(text))),
      { numRuns: 3_000 },
    )
  })

  it('takes off exactly what it put on', () => {
    expect(CORPUS.filter((text) => unguardFormula(guardFormula(text)) !== text)).toEqual([])
    fc.assert(
      fc.property(anyCell, (text) => unguardFormula(guardFormula(text)) === text),
      { numRuns: 5_000 },
    )
  })

  it('keeps plain negative numbers numbers', () => {
    for (const text of ['-1', '-12.5', '-1,5', '-1.234.567,89', '-3 %']) expect(guardFormula(text)).toBe(text)
    expect(guardFormula('-1+cmd')).toBe("'-1+cmd")
    expect(guardFormula('+49 30 1234')).toBe("'+49 30 1234")
  })

  it('gives back what was exported when the file is read again', async () => {
    const row = fc.tuple(fc.constant('r'), anyCell, anyCell, fc.constant('end'))
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
