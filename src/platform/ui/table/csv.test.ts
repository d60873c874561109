import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
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

test.each(['=1+1', '+49 30', '-2', '@SUM(A1)', '\t=1', '\n=1', ' =1', '\0=1', '|cmd', ';=1'])(
  'the text %j cannot start a formula',
  (name) => {
    const [, row] = parse(tableCsv(columns, [{ name, amount: 1 }])) as string[][]
    expect(row?.[0]).toBe(`'${name}`)
  },
)

test('whatever a text holds, it comes back from a CSV reader as one cell', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 5 }),
      (names) => {
        const rows = parse(
          tableCsv(
            columns,
            names.map((name) => ({ name, amount: 1 })),
          ),
        ) as string[][]
        expect(rows.slice(1).map((row) => row[0]!.replace(/^'/, ''))).toEqual(
          names.map((name) => name.replace(/^'/, '')),
        )
      },
    ),
  )
})
