import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCell, CORPUS, dangerous, readBack } from '#test/formulas.ts'
import { amounts, duration, instant, money } from './cell-value.ts'
import type { Column } from './column.ts'
import { tableCsv } from './csv.ts'

interface Row {
  name: string
  amount: number | null
}

const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, value: (row) => row.name },
  { id: 'amount', header: 'Amount', cell: (row) => row.amount, value: (row) => row.amount },
  { id: 'actions', header: 'Actions', cell: () => null },
]

test('the file has the columns of the table that have a value, in their order', () => {
  expect(
    tableCsv(columns, [
      { name: 'Blum, Rita', amount: -12.5 },
      { name: '', amount: null },
    ]),
  ).toBe('Name,Amount\r\n"Blum, Rita",-12.5\r\n,\r\n')
})

const named = (names: readonly string[]) =>
  tableCsv(
    columns,
    names.map((name) => ({ name, amount: 1 })),
  )

test('T-19: no text starts a formula in any program', () => {
  const cells = (parse(named(CORPUS), { relax_column_count: true }) as string[][]).slice(1)
  expect(cells).toHaveLength(CORPUS.length)
  expect(cells.map(([name]) => name!).filter(dangerous)).toEqual([])
})

test('T-19: whatever a text holds, an import reads back what was exported', async () => {
  const texts = fc.array(anyCell, { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(texts, async (names) => {
      fc.pre(names.join('').split('\0').length < 9)
      expect(await readBack(named(names))).toEqual(names.map((name) => [name, '1']))
    }),
    {
      numRuns: 500,
      examples: ["'=1", 'a;=cmd|x', 'a\t=1', '＝1+1', '%1', '\u200b=1', '"=1+1'].map((text) => [[text]]),
    },
  )
})

const at = Date.UTC(2026, 9, 26, 10)

/** The file of one column that holds these values, a line each. */
const fileOf = (...values: ReturnType<typeof money>[]) =>
  tableCsv([{ id: 'x', header: 'Amount', value: (value) => value }], values)
    .replace(/\r\n$/, '')
    .split('\r\n')

test('an instant is written with its zone, and nothing where there is none', () => {
  expect(fileOf(instant(at), instant(null))).toEqual(['Amount', '2026-10-26T10:00:00.000Z', '""'])
})

test('a duration says its units', () => {
  expect(fileOf(duration(27_000_000), duration(null))).toEqual(['Amount', 'PT7H30M', '""'])
})

test('money is a decimal with its currency beside it, by the digits of the currency', () => {
  expect(fileOf(money(123_450, 'EUR'), money(1_500, 'JPY'), money(null, 'EUR'), money(-5, 'KWD'))).toEqual([
    'Amount,Amount currency',
    '1234.5,EUR',
    '1500,JPY',
    ',',
    '-0.005,KWD',
  ])
})

test('an amount whose currency is not known is written alone', () => {
  expect(fileOf(money(123_450, null))).toEqual(['Amount,Amount currency', '1234.5,'])
})

test('the currency has its column also where no amount is known', () => {
  expect(fileOf(money(null, null))).toEqual(['Amount,Amount currency', ','])
})

test('sums in several currencies take as many pairs of columns as one row needs', () => {
  const dollars = { amountMinor: 200_00, currency: 'USD' }
  expect(
    fileOf(amounts([]), amounts([dollars]), amounts([{ amountMinor: 1, currency: 'EUR' }, dollars])),
  ).toEqual(['Amount,Amount currency,Amount 2,Amount 2 currency', ',,,', '200,USD,,', '0.01,EUR,200,USD'])
})

test('a column that shows several things is several columns in the file', () => {
  const columns: Column<Row>[] = [
    {
      id: 'both',
      header: 'Name and amount',
      csv: [
        { header: 'Name', value: (row) => row.name },
        { header: 'Amount', value: (row) => money(row.amount, 'EUR') },
      ],
    },
  ]
  expect(tableCsv(columns, [{ name: 'Rita', amount: 100 }])).toBe(
    'Name,Amount,Amount currency\r\nRita,1,EUR\r\n',
  )
})
