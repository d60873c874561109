import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { CellValue } from './column.ts'
import type { DataTableProps } from './data-table-props.ts'

const compare = (a: CellValue, b: CellValue): number => {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b)
  return a < b ? -1 : 1
}

/** The table library asks for records with text keys; what they hold is ours to know. */
type Held = Record<string, unknown>

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns: {} })

/** Rows in the order asked for: sorted here, or by the server when the page takes over the sorting. */
export function useSortedTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, sort, onSortChange } = props
  const [own, setOwn] = useState<SortingState>(sort ? [sort] : [])
  const manual = onSortChange !== undefined
  const sorting = manual ? (sort ? [sort] : []) : own
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: (row: Held) => column.value?.(row as Row),
        enableSorting: column.sortable ?? false,
        sortDescFirst: column.sortFirst === 'desc',
        sortFn: (a: { getValue(id: string): unknown }, b: { getValue(id: string): unknown }, id: string) =>
          compare(a.getValue(id) as CellValue, b.getValue(id) as CellValue),
      })),
    [columns],
  )
  const data = useMemo(() => [...rows] as Held[], [rows])
  return useTable({
    features,
    columns: definitions,
    data,
    getRowId: (row) => rowId(row as Row),
    manualSorting: manual,
    enableMultiSort: false,
    state: { sorting },
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(sorting) : update
      if (manual) onSortChange(next[0] ?? null)
      else setOwn(next)
    },
  })
}
