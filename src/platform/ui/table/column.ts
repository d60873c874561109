import type { ReactNode } from 'react'
import type { CellValue } from './cell-value.ts'

export interface Column<Row> {
  id: string
  header: string
  /** lexicon key that defines the header */
  term?: string
  /** numbers stand at the right, in tabular figures */
  align?: 'right'
  /** pixels on a wide screen; columns without it share what is left */
  width?: number
  /** absent: the value, a dash where it is not known */
  cell?: (row: Row) => ReactNode
  /**
   * What it holds: sorts rows that are all here, and is what the CSV export writes. Times, durations and money through `instant`,
   * `duration`, `money` and `amounts`.
   */
  value?: (row: Row) => CellValue
  /** columns that the CSV export has in place of this one, where a cell shows several things */
  csv?: readonly FileColumn<Row>[]
  /** whether its header sorts */
  sortable?: boolean
  /** first direction when sorting starts; numbers and dates usually begin at the top end */
  sortFirst?: 'asc' | 'desc'
  /** on a phone: the head of the card, a line of it, in its upper corner without a label, or left out */
  card?: 'title' | 'line' | 'corner' | 'hidden'
}

export interface FileColumn<Row> {
  header: string
  value: (row: Row) => CellValue
}

export interface Sort {
  id: string
  desc: boolean
}
