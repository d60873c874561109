import type { ReactNode } from 'react'

export type CellValue = string | number | boolean | null | undefined

export interface Column<Row> {
  id: string
  header: string
  /** lexicon key that defines the header */
  term?: string
  /** numbers stand at the right, in tabular figures */
  align?: 'right'
  /** pixels on a wide screen; columns without it share what is left */
  width?: number
  cell: (row: Row) => ReactNode
  /** plain value: sorts rows that are all here, and is what the CSV export writes */
  value?: (row: Row) => CellValue
  /** whether its header sorts */
  sortable?: boolean
  /** first direction when sorting starts; numbers and dates usually begin at the top end */
  sortFirst?: 'asc' | 'desc'
  /** on a phone: the head of the card, a line of it, in its upper corner without a label, or left out */
  card?: 'title' | 'line' | 'corner' | 'hidden'
}

export interface Sort {
  id: string
  desc: boolean
}
