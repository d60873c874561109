import type { z } from 'zod'
import { type Column, Count, DataTable } from '#platform/ui/index.ts'
import type { Counts } from '../contract.ts'
import { type CountLine, countLines } from './words.ts'

const number = (id: 'created' | 'updated' | 'unchanged' | 'refused', header: string): Column<CountLine> => ({
  id,
  header,
  align: 'right',
  width: 110,
  value: (line) => line[id],
  cell: (line) => <Count value={line[id]} />,
})

const COLUMNS: Column<CountLine>[] = [
  { id: 'kind', header: 'Records', card: 'title', value: (line) => line.kind, cell: (line) => line.kind },
  number('created', 'New'),
  number('updated', 'Changed'),
  number('unchanged', 'Unchanged'),
  number('refused', 'Left out'),
]

/** What an import did, or would do, per kind of record. */
export function CountsTable({ counts, caption }: { counts: z.output<typeof Counts>; caption: string }) {
  return (
    <DataTable
      caption={caption}
      rows={countLines(counts)}
      columns={COLUMNS}
      rowId={(line) => line.kind}
      bare
      csv="import-counts"
    />
  )
}
