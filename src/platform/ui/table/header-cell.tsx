import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { cx } from '../cx.ts'
import { Term, TermTip } from '../term.tsx'
import type { Column } from './column.ts'

const STATES = { asc: 'ascending', desc: 'descending' } as const

/** Head of one column: its name with the definition, and the button that sorts by it. */
export function HeaderCell<Row>({
  column,
  direction,
  onSort,
}: {
  column: Column<Row>
  direction: 'asc' | 'desc' | null
  onSort: () => void
}) {
  const right = column.align === 'right'
  const Arrow = direction === 'asc' ? ArrowUp : direction === 'desc' ? ArrowDown : ChevronsUpDown
  return (
    <th
      scope="col"
      aria-sort={direction ? STATES[direction] : column.sortable ? 'none' : undefined}
      style={column.width ? { width: column.width } : undefined}
      className={cx(
        'sticky top-0 z-1 h-8 border-b bg-surface px-2.5 text-xs first:pl-3.5 last:pr-3.5 whitespace-nowrap text-ink-3',
        right && 'text-right',
      )}
    >
      {column.sortable ? (
        <TermTip term={column.term}>
          <button
            type="button"
            onClick={onSort}
            className={cx('group/sort relative rounded-sm hover:text-ink', direction && 'text-ink')}
          >
            {column.header}
            <Arrow
              aria-hidden
              className={cx(
                'absolute top-0.5 size-3',
                right ? '-left-3.5' : '-right-3.5',
                !direction && 'opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100',
              )}
            />
          </button>
        </TermTip>
      ) : column.term ? (
        <Term k={column.term}>{column.header}</Term>
      ) : (
        column.header
      )}
    </th>
  )
}
