import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toYaml } from '#agreement/document/index.ts'
import { type Cell, csvLines } from '#platform/csv/index.ts'
import type { RecordRow } from '#records/imports/rules/rows.ts'
import { sampleAgreements } from './agreements.ts'
import { EXPORT_FILES, type ExportFile } from './export-files.ts'
import { generate, type StoryOptions } from './generate.ts'

/** Rows that no reader can take, as every export has some: each would be refused, and the reason said. */
const BROKEN: Readonly<Record<string, Cell[][]>> = {
  'marketing events.csv': [
    ['T-X000001', 'P-999901', 'Page view', '', 'Direct', '/', 'false', '2026-02-30T10:00:00.000Z'],
    ['T-X000002', '', 'Form submission', '', 'Direct', '/guides', 'false', '2026-03-02T10:00:00.000Z'],
  ],
  'sales activities.csv': [
    ['T-X000003', '', 'Priya Raman', 'Call', 'outbound', 'First attempt', 'yesterday'],
  ],
}

/**
 * Rows of the export that a reader is expected to refuse.
 *
 * @internal
 */
export const REFUSED_ROWS = Object.values(BROKEN).reduce((sum, lines) => sum + lines.length, 0)

/** What was written, for whoever wants to say so. */
export interface SampleFolder {
  files: { name: string; rows: number }[]
}

/**
 * Writes the sample company as a folder of CSV exports, the way two CRMs and a spreadsheet would give them, with both
 * agreements beside them (`agreement-1.yaml`, `agreement-2.yaml`).
 *
 * @param dir made when it is missing; files of the same name are replaced
 * @param seed any integer; the same seed and end give the same files, to the byte
 * @example await writeSampleFolder('sample', 7, { endsOn: '2026-11-22' })
 */
export async function writeSampleFolder(
  dir: string,
  seed: number,
  options: StoryOptions,
): Promise<SampleFolder> {
  await mkdir(dir, { recursive: true })
  const writers = await Promise.all(EXPORT_FILES.map((file) => startFile(dir, file)))
  let waiting = 0
  for (const row of generate(seed, options)) {
    for (const writer of writers) writer.add(row)
    if (++waiting % 5_000 === 0) for (const writer of writers) await writer.flush()
  }
  for (const writer of writers) await writer.end()
  const [first, second] = sampleAgreements(options.endsOn)
  await writeFile(join(dir, 'agreement-1.yaml'), toYaml(first))
  await writeFile(join(dir, 'agreement-2.yaml'), toYaml(second))
  return { files: writers.map(({ name, rows }) => ({ name, rows: rows() })) }
}

async function startFile(dir: string, file: ExportFile) {
  const handle = await open(join(dir, file.name), 'w')
  const text = file.separator === ';' ? withSemicolons : csvLines
  let pending: Cell[][] = []
  let rows = 0
  await handle.write((file.separator === ';' ? '\uFEFF' : '') + text([[...file.header]]))
  const flush = async () => {
    if (pending.length > 0) await handle.write(text(pending))
    pending = []
  }
  return {
    name: file.name,
    rows: () => rows,
    add(row: RecordRow) {
      const lines = file.lines(row)
      rows += lines.length
      for (const line of lines) pending.push(line)
    },
    flush,
    async end() {
      pending.push(...(BROKEN[file.name] ?? []))
      rows += BROKEN[file.name]?.length ?? 0
      await flush()
      await handle.close()
    },
  }
}

/** As spreadsheets in half of Europe write it. */
function withSemicolons(rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell) => {
    const text = value === null || value === undefined ? '' : String(value)
    return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')
}
