import { describe, expect, it } from 'vitest'
import { type CsvLimits, CsvProblem, openCsv } from './index.ts'

const source = (bytes: string | Uint8Array, chunkBytes = 7) =>
  async function* () {
    const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
    for (let at = 0; at < all.length; at += chunkBytes) yield all.subarray(at, at + chunkBytes)
  }

async function read(bytes: string | Uint8Array, limits?: Partial<CsvLimits>) {
  const file = await openCsv(source(bytes), limits)
  const rows = []
  for await (const batch of file.rows()) rows.push(...batch)
  return { file, rows, cells: rows.map((row) => row.cells) }
}

const refusal = async (bytes: string | Uint8Array, limits?: Partial<CsvLimits>) => {
  try {
    await read(bytes, limits)
  } catch (error) {
    if (error instanceof CsvProblem) return [error.code, error.message]
    throw error
  }
  return ['read']
}

describe('reading CSV', () => {
  it('finds the separator', async () => {
    for (const separator of [',', ';', '\t', '|', '^', '`']) {
      const text = `${['name', 'city', 'size'].join(separator)}\n${['Ann', 'Köln', '1'].join(separator)}\n`
      const { file, cells } = await read(text)
      expect(file.dialect.separator).toBe(separator)
      expect(cells).toEqual([['Ann', 'Köln', '1']])
    }
  })

  it('reads decimal commas in a semicolon file', async () => {
    const { file, cells } = await read('name;amount\nA;1.200,50\nB;3,10\nC;4,99\n')
    expect(file.dialect.separator).toBe(';')
    expect(cells[0]).toEqual(['A', '1.200,50'])
  })

  it('reads UTF-8 with mark, UTF-16 both ways and windows-1252', async () => {
    const text = 'name,city\nZoë,Münster\n'
    const le = Buffer.from(`\ufeff${text}`, 'utf16le')
    const latin = Buffer.from(text, 'latin1')
    for (const bytes of [Buffer.from(`\ufeff${text}`), le, Buffer.from(le).swap16(), le.subarray(2), latin]) {
      expect((await read(bytes)).cells).toEqual([['Zoë', 'Münster']])
      expect((await read(bytes)).file.headers).toEqual(['name', 'city'])
    }
  })

  it('notices windows-1252 that begins only after the sample', async () => {
    const text = `name,city\n${'Ann,Berlin\n'.repeat(40_000)}Zoë,Münster\n`
    const file = await openCsv(source(Buffer.from(text, 'latin1'), 65_536))
    let last: string[] = []
    for await (const batch of file.rows()) last = batch.at(-1)!.cells
    expect(last).toEqual(['Zoë', 'Münster'])
  })

  it('keeps newlines inside quotes and counts rows as a spreadsheet does', async () => {
    const { rows } = await read('name,address\r\nAnn,"1 High St\nLondon"\r\n\r\nBob,"x ""y"""\r\n')
    expect(rows).toEqual([
      { number: 2, cells: ['Ann', '1 High St\nLondon'] },
      { number: 4, cells: ['Bob', 'x "y"'] },
    ])
  })

  it('trims headers and names repeated and empty ones', async () => {
    const { file } = await read('Name ,Date,Date,,Owner\na,b,c,d,e\n')
    expect(file.headers).toEqual(['Name', 'Date', 'Date (2)', 'Column 4', 'Owner'])
    expect(file.warnings).toHaveLength(1)
  })

  it('reports rows that do not fit the header and goes on', async () => {
    const { rows, file } = await read('a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n"1,2,3",,\n')
    expect(rows.map((row) => row.problem?.slice(0, 24))).toEqual([
      undefined,
      'The row has 2 cells, the',
      'The row has 4 cells, the',
      undefined,
      undefined,
    ])
    expect(file.counts).toMatchObject({ rows: 5, ragged: 2 })
  })

  it('skips titles above and remarks below a report', async () => {
    const { file, rows } = await read(
      'Lead report\n\nLead ID,Email,Status\n1,a@b.co,Open\n2,c@d.co,Open\n\nConfidential Information - Do Not Distribute\n',
    )
    expect(file.headers).toEqual(['Lead ID', 'Email', 'Status'])
    expect(rows).toHaveLength(2)
  })

  it('ends in a clear sentence when a file cannot be read', async () => {
    const wide = Array.from({ length: 300 }, (_, index) => `column ${index}`).join(',')
    expect(await refusal('')).toEqual(['empty', 'This file is empty. Export the data again.'])
    expect((await refusal('  \n'))[0]).toBe('empty')
    expect((await refusal('name,email\n'))[0]).toBe('header_only')
    expect((await refusal(`"${wide}"\n"${wide}"\n`))[1]).toContain('300 columns packed into one cell')
    expect((await refusal(`${wide}\n"${wide}"\n"${wide}"\n`))[1]).toContain(
      '300 columns packed into one cell',
    )
    expect((await refusal(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0])))[1]).toContain('Excel workbook')
    expect(
      (await refusal(Buffer.from(Array.from({ length: 4_000 }, (_, index) => (index * 7919) % 256))))[0],
    ).toBe('binary')
    expect((await refusal('12,ann@acme.com,2024-01-02\n13,bob@acme.com,2024-01-03\n'))[0]).toBe('no_header')
    expect((await refusal('a,b\n1,"2\n3,4\n'))[0]).toBe('row_too_long')
    expect((await refusal('a,b\n1,2\n3,4\n', { maxRows: 1 }))[1]).toContain('more than 1 rows')
    expect((await refusal('a,b\n1,2\n3,4\n', { maxBytes: 5 }))[0]).toBe('too_large')
  })

  it('keeps a stray NUL for the caller to judge', async () => {
    expect((await read('name,city\nAn\0n,Rome\n')).cells).toEqual([['An\0n', 'Rome']])
  })
})
