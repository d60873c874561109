import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = path.join(import.meta.dirname, '../src')

/** `value: (row) => …` up to the cell, or to the end of the column. */
const VALUE = /\bvalue: \(\w*\) =>([\s\S]*?)(?=\bcell:|\s\},?\n)/g
const MEASURED = /\b(instant|duration|money|amounts)\([\s\S]*/
/** Fields that hold an instant, milliseconds or minor units, and texts made of them. */
const BARE =
  /\.(\w*(At|Until|Ms|Minor)|at|since)\b|\b(toISOString|toIso|minorDigits|format(Money|Date|Exact|Duration))\(/

/**
 * Values of a page's columns that give an instant, a duration or money as a plain number or a text of their own: the CSV above the
 * table would not say what they are.
 */
function findingsOf(source: string): string[] {
  if (!source.includes('Column<')) return []
  return [...source.matchAll(VALUE)]
    .map(([, value]) => value!.replace(/\s+/g, ' ').trim())
    .filter((value) => BARE.test(value.replace(MEASURED, '')))
}

const column = (text: string) => `const COLUMNS: Column<Row>[] = [\n  ${text},\n]\n`

describe('a column says what its numbers are', () => {
  const pages = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tsx') && readFileSync(path.join(SRC, file), 'utf8').includes('Column<'),
  )

  it.each(pages)('%s', (file) => {
    expect(
      findingsOf(readFileSync(path.join(SRC, file), 'utf8')),
      'give these by instant(…), duration(…), money(…) or amounts(…) of platform/ui',
    ).toEqual([])
  })

  it('in all pages with tables', () => {
    expect(pages.length).toBeGreaterThan(35)
  })
})

describe('what is found', () => {
  it.each([
    "{ id: 'at', header: 'When', value: (row) => row.occurredAt }",
    "{\n    id: 'at',\n    value: (row) => row.doneAt ?? row.tryAt,\n    cell: (row) => <RelativeTime at={row.doneAt} />,\n  }",
    "{ id: 'at', value: (row) => row.lateness?.medianUsedMs, width: 90 }",
    "{ id: 'at', value: (row) => row.dueAt !== null && new Date(row.dueAt).toISOString() }",
    "{\n    id: 'sum',\n    value: (row) =>\n      row.amounts.map((one) => formatMoney(one)).join(' + '),\n  }",
    "{ id: 'sum', csv: [{ header: 'Amount', value: (row) => row.amountMinor }] }",
  ])('%s', (text) => {
    expect(findingsOf(column(text))).toHaveLength(1)
  })

  it.each([
    "{ id: 'at', header: 'When', value: (row) => instant(row.occurredAt) }",
    "{ id: 'sum', value: (row) => money(row.amountMinor, row.currency) }",
    "{ id: 'name', value: (row) => row.name, cell: (row) => formatDate(row.occurredAt) }",
    "{ id: 'day', value: (row) => row.startsOn }",
  ])('and what is not: %s', (text) => {
    expect(findingsOf(column(text))).toEqual([])
  })
})
