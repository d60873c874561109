import type { ReactNode } from 'react'
import type { Column, Sort } from './column.ts'

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
  /** name in the address under which the order is kept, when the rows are sorted here */
  sortKey?: string
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
