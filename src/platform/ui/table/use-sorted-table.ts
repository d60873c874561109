import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import { z } from 'zod'
import { useSearchState } from '../search-state.ts'
import { type PlainValue, sortKey } from './cell-value.ts'
import type { Sort } from './column.ts'
import type { DataTableProps } from './data-table-props.ts'

const compare = (a: PlainValue, b: PlainValue): number => {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b)
  return a < b ? -1 : 1
}

/** The table library asks for records with text keys; what they hold is ours to know. */
type Held = Record<string, unknown>

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns: {} })

/** The order of a table: kept in the address under a name, as `column` or `-column` for the last first, or in the page alone. */
function useOwnSort(key: string | undefined, first: Sort | null): [Sort | null, (sort: Sort | null) => void] {
  const [kept, setKept] = useState(first)
  const name = key ?? 'sort'
  const schema = useMemo(() => z.object({ [name]: z.string().default('') }), [name])
  const [search, setSearch] = useSearchState(schema)
  if (key === undefined) return [kept, setKept]
  const text = search[name]!
  const sort = text === '' ? first : { id: text.replace(/^-/, ''), desc: text.startsWith('-') }
  return [sort, (next) => setSearch({ [name]: next ? `${next.desc ? '-' : ''}${next.id}` : '' })]
}

/** Rows in the order asked for: sorted here, or by the server when the page takes over the sorting. */
export function useSortedTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, sort = null, onSortChange } = props
  const [own, setOwn] = useOwnSort(props.sortKey, sort)
  const manual = onSortChange !== undefined
  const shown = manual ? sort : own
  const sorting: SortingState = shown ? [shown] : []
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: (row: Held) => sortKey(column.value?.(row as Row)),
        enableSorting: column.sortable ?? false,
        sortDescFirst: column.sortFirst === 'desc',
        sortFn: (a: { getValue(id: string): unknown }, b: { getValue(id: string): unknown }, id: string) =>
          compare(a.getValue(id) as PlainValue, b.getValue(id) as PlainValue),
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
      else setOwn(next[0] ?? null)
    },
  })
}
