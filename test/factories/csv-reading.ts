import { readFiles } from '#records/imports/reading.ts'
import type { RecordRow } from '#records/imports/rules/rows.ts'
import { type ReadingOptions, understand } from '#records/imports/understand.ts'
import type { RowError } from '#records/imports/understanding.ts'

const source = (name: string, text: string) => ({
  name,
  open: async function* () {
    yield Buffer.from(text)
  },
})

/**
 * Understands CSV texts as files of an import and reads them under the mapping that was made.
 *
 * @param files name → text
 */
export async function readCsv(files: Record<string, string>, options: ReadingOptions = {}) {
  const sources = Object.entries(files).map(([name, text]) => source(name, text))
  const understanding = await understand(sources, options)
  const rows: RecordRow[] = []
  const errors: RowError[] = []
  for await (const batch of readFiles(sources, understanding.mapping)) {
    rows.push(...batch.records)
    errors.push(...batch.errors)
  }
  const fields = Object.fromEntries(
    understanding.files.flatMap((file) => file.columns.map((column) => [column.header, column.field])),
  )
  return { understanding, rows, errors, fields }
}
