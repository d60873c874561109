import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Download } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { IconButton } from '../button.tsx'
import { cx } from '../cx.ts'
import { formatCount } from '../format.ts'
import { useGo } from '../link.tsx'
import { ErrorState } from '../states.tsx'
import type { CellValue, Column, Sort } from './column.ts'
import { saveFile, tableCsv } from './csv.ts'
import { HeaderCell } from './header-cell.tsx'
import { useLoadMore } from './load-more.ts'
import { SkeletonRows, TableRow } from './row.tsx'
import { useRowKeys } from './row-keys.ts'

export interface DataTableProps<Row> {
  /** what the table lists; read aloud and printed */
  caption: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowId: (row: Row) => string
  /** page of a row: a click, Enter and the head of its card go there */
  rowHref?: (row: Row) => string
  onRowClick?: (row: Row) => void
  /** with `onSortChange` the server sorts; without it the rows given are sorted here */
  sort?: Sort | null
  onSortChange?: (sort: Sort | null) => void
  loading?: boolean
  error?: unknown
  onRetry?: () => void
  /** shown instead of rows when there are none */
  empty?: ReactNode
  /** file name: offers a CSV of exactly these rows and columns */
  csv?: string
  /** stands left of the count, above the table */
  toolbar?: ReactNode
  /** rows in all, when not all are here */
  total?: number
  hasMore?: boolean
  onLoadMore?: () => void
  loadingMore?: boolean
  /** CSS height of the scrolled area; long lists only draw the rows in sight. Default: as high as its rows */
  height?: string
  /** draws no frame, for a table inside a card */
  bare?: boolean
}

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

function useSortedTable<Row>(props: DataTableProps<Row>) {
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

/** Rows of records: sorted by their headers, walked by j, k and Enter, cards on a phone, drawn only as far as seen. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, rows, columns, rowHref, onRowClick, loading = false, error, empty, height, bare } = props
  const go = useGo()
  const table = useSortedTable(props)
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const sorted = table.getRowModel().rows
  const virtual = height !== undefined && sorted.length > 60
  const virtualizer = useVirtualizer({
    count: sorted.length,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => 37,
    overscan: 12,
    getItemKey: (index) => sorted[index]?.id ?? index,
  })
  const items = virtualizer.getVirtualItems()
  const open = (row: Row) => (rowHref ? go(rowHref(row)) : onRowClick?.(row))
  const onKeyDown = useRowKeys(body, {
    count: sorted.length,
    scrollTo: (index) => virtual && virtualizer.scrollToIndex(index, { align: 'auto' }),
    open: (index) => sorted[index] && open(sorted[index].original as Row),
  })
  useLoadMore(scroller, { enabled: Boolean(props.hasMore) && !props.loadingMore, load: props.onLoadMore })

  const shown = virtual
    ? items.map((item) => ({ row: sorted[item.index]!, index: item.index }))
    : sorted.map((row, index) => ({ row, index }))
  const above = virtual ? (items[0]?.start ?? 0) : 0
  const below = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  const nothing = !loading && !error && rows.length === 0
  const sortState = table.state.sorting[0]
  return (
    <div className="min-w-0">
      {(props.toolbar || props.csv) && (
        <div className="no-print mb-2 flex min-h-7 flex-wrap items-center gap-2 text-xs text-ink-3">
          {props.toolbar}
          <span className="num ml-auto" aria-live="polite">
            {loading
              ? ''
              : `${formatCount(props.total ?? rows.length)} ${(props.total ?? rows.length) === 1 ? 'row' : 'rows'}`}
          </span>
          {props.csv && (
            <IconButton
              icon={Download}
              size="sm"
              label={props.hasMore ? 'Export the rows shown as CSV' : 'Export CSV'}
              disabled={nothing || loading}
              onClick={() =>
                saveFile(
                  `${props.csv}.csv`,
                  tableCsv(
                    columns,
                    sorted.map((row) => row.original as Row),
                  ),
                )
              }
            />
          )}
        </div>
      )}
      <div
        ref={scroller}
        className={cx('print-open relative min-w-0 overflow-auto', !bare && 'rounded-lg border bg-surface')}
        style={height && !nothing ? { maxHeight: height } : undefined}
      >
        <table
          aria-rowcount={props.total ?? rows.length}
          className="data-table w-full border-separate border-spacing-0"
        >
          <caption className="sr-only">{caption}</caption>
          <thead className={nothing ? 'sr-only' : 'max-sm:sr-only'}>
            <tr>
              {columns.map((column) => (
                <HeaderCell
                  key={column.id}
                  column={column}
                  direction={sortState?.id === column.id ? (sortState.desc ? 'desc' : 'asc') : null}
                  onSort={() => table.getColumn(column.id)?.toggleSorting()}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={onKeyDown}>
            {above > 0 && <Spacer height={above} columns={columns.length} />}
            {loading && rows.length === 0 ? (
              <SkeletonRows columns={columns} />
            ) : (
              shown.map(({ row, index }) => (
                <TableRow
                  key={row.id}
                  row={row.original as Row}
                  index={index}
                  columns={columns}
                  href={rowHref?.(row.original as Row)}
                  onOpen={rowHref || onRowClick ? () => open(row.original as Row) : undefined}
                  measure={virtual ? virtualizer.measureElement : undefined}
                />
              ))
            )}
            {below > 0 && <Spacer height={below} columns={columns.length} />}
          </tbody>
        </table>
        {error !== undefined && error !== null && (
          <ErrorState error={error} {...(props.onRetry && { onRetry: props.onRetry })} />
        )}
        {nothing && (empty ?? <p className="px-4 py-8 text-center text-ink-3">Nothing to list</p>)}
        {props.loadingMore && <p className="py-2 text-center text-xs text-ink-3">Loading more</p>}
      </div>
    </div>
  )
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden data-spacer="">
      <td colSpan={columns} style={{ height }} className="!p-0" />
    </tr>
  )
}
