import { describe, expect, it } from 'vitest'
import { readCsv } from '#test/factories/csv-reading.ts'

/** More rows than are counted, all of them settled, and then these. */
const longFile = (...last: string[]) => {
  const rows = Array.from({ length: 24_000 }, (_, row) => `d${row},D,Demo,${100 + (row % 7)},,2025-01-09`)
  return {
    'deals.csv': `Deal ID,Deal Name,Deal Stage,Amount,Close Date,Create Date\n${[...rows, ...last].join('\n')}\n`,
  }
}

describe('the last rows of a long file', () => {
  it('can prove how its numbers and dates are written', async () => {
    const { understanding, rows } = await readCsv(
      longFile('x1,X,Won,1.234,03/04/2025,03/04/2025', 'x2,X,Won,"1.234,50",13/04/2025,13/04/2025'),
    )
    expect(understanding.questions.filter(({ must }) => must)).toEqual([])
    expect(understanding.files[0]).toMatchObject({ rows: 24_002, isWhole: true })
    expect(understanding.mapping.files[0]!.columns.slice(3)).toMatchObject([
      { decimal: 'comma' },
      { dateOrder: 'dmy' },
      { dateOrder: 'dmy' },
    ])
    expect(rows.slice(-2)).toMatchObject([
      { amountMinor: 123_400, closedAt: Date.UTC(2025, 3, 3), occurredAt: Date.UTC(2025, 3, 3) },
      { amountMinor: 123_450, closedAt: Date.UTC(2025, 3, 13), occurredAt: Date.UTC(2025, 3, 13) },
    ])
  })

  it('are asked about when they can be read two ways', async () => {
    const { understanding } = await readCsv(longFile('x1,X,Won,1.234,03/04/2025,03/04/2025'))
    expect(understanding.questions.filter(({ must }) => must).map(({ id }) => id)).toEqual([
      'deals.csv|Amount|decimal',
      'deals.csv|Close Date|date_order',
      'deals.csv|Create Date|date_order',
    ])
  })
})
