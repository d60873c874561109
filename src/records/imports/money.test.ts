import { describe, expect, it } from 'vitest'
import { readCsv } from '#test/factories/csv-reading.ts'

const HEADER = 'Deal ID,Deal Name,Deal Stage,Amount,Close Date'

/** Deals with these amounts, one each, in a workspace of a currency. */
const deals = (amounts: string[], options: Parameters<typeof readCsv>[1] = { currency: 'USD' }) =>
  readCsv(
    {
      'deals.csv': `${HEADER}\n${amounts.map((amount, index) => `${index},D${index},Demo,"${amount}",2025-05-01`).join('\n')}\n`,
    },
    options,
  )

const money = ({ rows }: Awaited<ReturnType<typeof readCsv>>) =>
  rows.flatMap((row) => (row.kind === 'opportunity' ? [[row.amountMinor, row.currency]] : []))

describe('the currency of amounts', () => {
  it('is read from what stands beside each of them', async () => {
    const read = await deals(['$1,000', 'CA$1,000', '1,000 Euro', 'US$ 1,000.00', '€ 1,000', '¥1,000 JPY'])
    expect(money(read)).toEqual([
      [100_000, 'USD'],
      [100_000, 'CAD'],
      [100_000, 'EUR'],
      [100_000, 'USD'],
      [100_000, 'EUR'],
      [1_000, 'JPY'],
    ])
    expect(read.errors).toEqual([])
  })

  it('is read from a currency column that writes codes, signs or names', async () => {
    const read = await readCsv({
      'deals.csv': `${HEADER},Currency\n${['Euro', '€', 'US Dollar', 'gbp'].map((currency, index) => `${index},D,Demo,1000,2025-05-01,${currency}`).join('\n')}\n`,
    })
    expect(money(read)).toEqual([
      [100_000, 'EUR'],
      [100_000, 'EUR'],
      [100_000, 'USD'],
      [100_000, 'GBP'],
    ])
    expect(read.understanding.questions).toEqual([])
  })

  it('is never made up: a word that is no currency leaves the amount out, with the reason', async () => {
    const beside = await deals(['1000 TBD', '5'])
    expect(money(beside)).toEqual([
      [undefined, undefined],
      [500, 'USD'],
    ])
    expect(beside.errors).toMatchObject([{ row: 2, header: 'Amount', value: '1000 TBD', refused: false }])
    const column = await readCsv({ 'deals.csv': `${HEADER},Currency\n1,D,Demo,1000,2025-05-01,Doubloon\n` })
    expect(money(column)).toEqual([[undefined, undefined]])
    expect(column.errors).toMatchObject([
      { row: 2, header: 'Currency', value: 'Doubloon', message: expect.stringContaining('as EUR') },
    ])
  })

  it('is asked for once where a sign is shared and the workspace does not use it', async () => {
    const first = await deals(['$700', '€5'], { currency: 'EUR' })
    const [question] = first.understanding.questions.filter(({ must }) => must)
    expect(question).toMatchObject({ id: '*|sign|$', about: 'currency', assumed: 'USD' })
    expect(first.understanding.mapping.files[0]!.signs).toEqual({ $: null })
    expect(money(first)).toEqual([
      [undefined, undefined],
      [500, 'EUR'],
    ])
    const answered = await deals(['$700', '€5'], { currency: 'EUR', answers: { '*|sign|$': 'CAD' } })
    expect(answered.understanding.questions).toEqual([])
    expect(money(answered)).toEqual([
      [70_000, 'CAD'],
      [500, 'EUR'],
    ])
    const saved = await deals(['$9'], { currency: 'EUR', mapping: answered.understanding.mapping })
    expect(saved.understanding.questions).toEqual([])
    expect(money(saved)).toEqual([[900, 'CAD']])
  })

  it('is stated as an assumption as soon as one amount names none', async () => {
    const { understanding } = await deals(['€5', '6'], { currency: 'EUR' })
    expect(understanding.questions).toMatchObject([{ id: '*|currency', must: false, assumed: 'EUR' }])
  })
})
