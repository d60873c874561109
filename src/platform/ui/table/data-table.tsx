import { useCallback, useMemo, useRef } from 'react'
import { cx } from '../cx.ts'
import { useGo } from '../link.tsx'
import { ErrorState } from '../states.tsx'
import type { DataTableProps } from './data-table-props.ts'
import { HeaderCell } from './header-cell.tsx'
import { useLoadMore } from './load-more.ts'
import { SkeletonRows, TableRow } from './row.tsx'
import { useRowKeys } from './row-keys.ts'
import { TableToolbar } from './table-toolbar.tsx'
import { useDrawnRows } from './use-drawn-rows.ts'
import { useSortedTable } from './use-sorted-table.ts'

/** Rows of records: sorted by their headers, walked by j, k and Enter, cards on a phone, drawn only as far as seen. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rowHref, onRowClick, loading = false, error, height } = props
  const go = useGo()
  const table = useSortedTable(props)
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const model = table.getRowModel().rows
  const rows = useMemo(() => model.map(({ id, original }) => ({ id, row: original as Row })), [model])
  const drawn = useDrawnRows(scroller, {
    count: rows.length,
    keyOf: (index) => rows[index]?.id ?? '',
    long: height !== undefined,
  })
  const latest = useRef((_: Row) => {})
  latest.current = (row) => (rowHref ? go(rowHref(row)) : onRowClick?.(row))
  // never changes, so that scrolling draws only the rows that come into sight
  const open = useCallback((row: Row) => latest.current(row), [])
  const onKeyDown = useRowKeys(body, {
    count: rows.length,
    scrollTo: drawn.scrollTo,
    open: (index) => rows[index] && open(rows[index].row),
  })
  useLoadMore(scroller, { enabled: Boolean(props.hasMore) && !props.loadingMore, load: props.onLoadMore })
  const nothing = !loading && !error && rows.length === 0
  const sort = table.state.sorting[0]
  return (
    <div className="min-w-0">
      <TableToolbar props={props} rows={rows} />
      <div
        ref={scroller}
        className={cx(
          'print-open relative min-w-0 overflow-auto',
          !props.bare && 'rounded-lg border bg-surface',
        )}
        style={height && drawn.ownArea && !nothing ? { maxHeight: height } : undefined}
      >
        <table
          aria-rowcount={props.total ?? rows.length}
          className="data-table w-full border-separate border-spacing-0"
        >
          <caption className="sr-only">{props.caption}</caption>
          <thead className={nothing ? 'sr-only' : 'max-sm:sr-only'}>
            <tr>
              {columns.map((column) => (
                <HeaderCell
                  key={column.id}
                  column={column}
                  direction={sort?.id === column.id ? (sort.desc ? 'desc' : 'asc') : null}
                  onSort={() => table.getColumn(column.id)?.toggleSorting()}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={onKeyDown}>
            {drawn.above > 0 && <Spacer height={drawn.above} columns={columns.length} />}
            {loading && rows.length === 0 && <SkeletonRows columns={columns} />}
            {drawn.indexes.map((index) => {
              const { id, row } = rows[index]!
              return (
                <TableRow
                  key={id}
                  row={row}
                  index={index}
                  columns={columns}
                  href={rowHref?.(row)}
                  onOpen={rowHref || onRowClick ? open : undefined}
                  measure={drawn.measure}
                />
              )
            })}
            {drawn.below > 0 && <Spacer height={drawn.below} columns={columns.length} />}
          </tbody>
        </table>
        {error !== undefined && error !== null && (
          <ErrorState error={error} {...(props.onRetry && { onRetry: props.onRetry })} />
        )}
        {nothing && (props.empty ?? <p className="px-4 py-8 text-center text-ink-3">Nothing to list</p>)}
        {props.loadingMore && <p className="py-2 text-center text-xs text-ink-3">Loading more</p>}
      </div>
    </div>
  )
}

/** Stands for the rows that are not drawn. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden data-spacer="">
      <td colSpan={columns} style={{ height }} className="!p-0" />
    </tr>
  )
}
