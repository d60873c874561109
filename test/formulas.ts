import fc from 'fast-check'
import { openCsv } from '#platform/csv/index.ts'

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
/** Texts a spreadsheet would run, in every disguise we know. */
export const CORPUS = LEADS.flatMap((lead) => TRIGGERS.map((trigger) => `${lead}${trigger}cmd|'/C calc'!A0`))

/** Whether some program would run the cell, judged without the product's own guard. */
export const dangerous = (cell: string) =>
  cell.split(/[,;|\t\r\n]/).some((part) => {
    const seen = part.replace(/^[\s\p{Cc}\p{Cf}"]+/u, '')
    return /^[=+\-@%＝＋－＠−]/.test(seen) && !/^-\d+([.,]\d+)*\s?%?\s*$/.test(seen)
  }) || /^[\t\r\n|;]/.test(cell)

/** Any text, most of them near the border of what runs. */
export const anyCell = fc.oneof(
  fc.constantFrom(...CORPUS),
  fc
    .array(fc.constantFrom(...TRIGGERS, ...LEADS, 'x', '1', ',', '\n'), { maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
)

/** The cells of a file as an import reads them, without the header. */
export async function readBack(file: string): Promise<string[][]> {
  const out: string[][] = []
  const csv = await openCsv(async function* () {
    yield Buffer.from(file)
  })
  for await (const batch of csv.rows()) for (const row of batch) out.push(row.cells)
  return out
}
