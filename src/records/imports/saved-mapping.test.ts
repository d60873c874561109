import { describe, expect, it } from 'vitest'
import { readCsv } from '#test/factories/csv-reading.ts'

const HEADER = 'Deal ID,Deal Name,Deal Stage,Amount,Close Date'
const file = (...lines: string[]) => ({ 'deals.csv': `${HEADER}\n${lines.join('\n')}\n` })
const columnsOf = ({ understanding }: Awaited<ReturnType<typeof readCsv>>) =>
  understanding.mapping.files[0]!.columns
const musts = ({ understanding }: Awaited<ReturnType<typeof readCsv>>) =>
  understanding.questions.filter(({ must }) => must)
const closed = ({ rows }: Awaited<ReturnType<typeof readCsv>>) =>
  rows.flatMap((row) => (row.kind === 'opportunity' ? [[row.amountMinor, row.closedAt]] : []))

describe('a saved mapping', () => {
  it('claims no decimal sign that nothing has proven, so the next export can prove one', async () => {
    const first = await readCsv(file('1,A,Won,500,2025-02-01', '2,B,Won,900,2025-02-15'))
    expect(columnsOf(first)[3]).toEqual({ header: 'Amount', field: 'opportunity.amount' })
    const next = await readCsv(
      file('1,A,Won,1.234,2025-02-01', '2,B,Won,"2.345,50",2025-02-01', '3,C,Won,12.000,2025-02-01'),
      { mapping: first.understanding.mapping },
    )
    expect(musts(next)).toEqual([])
    expect(closed(next).map(([amount]) => amount)).toEqual([123_400, 234_550, 1_200_000])
  })

  it('is asked about when the cells prove the opposite of an order, and takes the answer', async () => {
    const first = await readCsv(file('1,A,Won,1,15/02/2025'))
    const mapping = first.understanding.mapping
    const next = file('1,A,Won,1,02/15/2025', '2,B,Won,1,03/04/2025')
    const asked = await readCsv(next, { mapping })
    const [question] = musts(asked)
    expect(question).toMatchObject({ id: 'deals.csv|Close Date|date_order', assumed: 'mdy' })
    expect(question!.text).toBe(
      'The mapping reads "Close Date" day first, but here 02/15/2025 in row 2 can only be month first. Which is right for this file?',
    )
    const answered = await readCsv(next, { mapping, answers: { [question!.id]: 'mdy' } })
    expect(musts(answered)).toEqual([])
    expect(closed(answered).map(([, at]) => at)).toEqual([Date.UTC(2025, 1, 15), Date.UTC(2025, 2, 4)])
  })

  it('is asked about when the cells prove the opposite of a decimal sign', async () => {
    const first = await readCsv(file('1,A,Won,1.50,2025-02-01'))
    const asked = await readCsv(file('1,A,Won,"2.345,50",2025-02-01', '2,B,Won,12.000,2025-02-01'), {
      mapping: first.understanding.mapping,
    })
    expect(musts(asked)).toMatchObject([
      {
        about: 'decimal',
        assumed: 'comma',
        text: 'The mapping reads "Amount" with a decimal point, but here 2.345,50 in row 2 has a decimal comma. Which is right for this file?',
      },
    ])
  })

  it('is asked about two ways in one column once, not at each export', async () => {
    const both = file('1,A,Won,1,15/02/2025', '2,B,Won,1,02/15/2025')
    const plain = await readCsv(file('1,A,Won,1,15/02/2025'))
    expect(musts(await readCsv(both, { mapping: plain.understanding.mapping }))).toHaveLength(1)
    const first = await readCsv(both)
    const [question] = musts(first)
    const answered = await readCsv(both, { answers: { [question!.id]: 'dmy' } })
    expect(musts(await readCsv(both, { mapping: answered.understanding.mapping }))).toEqual([])
  })
})
