import { type MouseEvent, memo, type ReactNode } from 'react'
import { cx } from '../cx.ts'
import { formatDuration, formatMoney, UNKNOWN } from '../format.ts'
import { Anchor } from '../link.tsx'
import { Count } from '../numbers.tsx'
import { Skeleton } from '../states.tsx'
import { RelativeTime } from '../time.tsx'
import { type CellValue, isMeasured } from './cell-value.ts'
import type { Column } from './column.ts'

/** What acts by itself, though it stands in a row. */
const CONTROLS = 'a, button, input, label, select, textarea, [role="menuitem"], [role="checkbox"]'

/** A click on something that acts by itself, or in a dialog that a cell opened, is not a click on the row. */
function hitsControl({ target, currentTarget }: MouseEvent): boolean {
  const hit = target as Element
  return (
    !currentTarget.contains(hit) || hit.closest(CONTROLS) !== null || String(window.getSelection()) !== ''
  )
}

function DrawnRow<Row>({
  row,
  index,
  columns,
  href,
  onOpen,
  measure,
}: {
  row: Row
  index: number
  columns: readonly Column<Row>[]
  href: string | undefined
  /** the same function for every row and at every time */
  onOpen: ((row: Row) => void) | undefined
  measure: ((node: HTMLTableRowElement | null) => void) | undefined
}) {
  const title = columns.find((column) => column.card === 'title') ?? columns[0]
  return (
    <tr
      ref={measure}
      data-index={index}
      data-row={index}
      aria-rowindex={index + 1}
      tabIndex={index === 0 ? 0 : -1}
      onClick={(event) => {
        if (!onOpen || hitsControl(event)) return
        if (href && (event.metaKey || event.ctrlKey)) window.open(href, '_blank', 'noopener')
        else onOpen(row)
      }}
      className={cx('outline-offset-[-2px]', onOpen && 'hover:bg-hover focus-visible:bg-hover')}
    >
      {columns.map((column) => {
        const content = column.cell ? column.cell(row) : drawn(column.value?.(row))
        return (
          <td
            key={column.id}
            data-label={column.header}
            data-card={column === title ? 'title' : (column.card ?? 'line')}
            className={cx(
              'h-9 border-b px-2.5 py-1.5 first:pl-3.5 last:pr-3.5',
              column.align === 'right' && 'num text-right whitespace-nowrap',
            )}
          >
            {column === title ? (
              <span className="block sm:min-w-48">
                {href ? (
                  <Anchor href={href} tabIndex={-1} className="font-medium hover:underline">
                    {content}
                  </Anchor>
                ) : (
                  content
                )}
              </span>
            ) : (
              content
            )}
          </td>
        )
      })}
    </tr>
  )
}

/** Drawn anew only when its record or its columns change. */
export const TableRow = memo(DrawnRow) as typeof DrawnRow

export function SkeletonRows<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return Array.from({ length: 8 }, (_, line) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders
    <tr key={line} aria-hidden>
      {columns.map((column, index) => (
        <td key={column.id} className="h-9 border-b px-2.5 first:pl-3.5 last:pr-3.5">
          <Skeleton
            className={cx(
              'h-3',
              ['w-3/5', 'w-2/5', 'w-1/2'][(index + line) % 3],
              column.align === 'right' && 'ml-auto',
            )}
          />
        </td>
      ))}
    </tr>
  ))
}

/** A value as it stands in a cell. */
function drawn(value: CellValue): ReactNode {
  if (typeof value === 'number') return <Count value={value} />
  if (!isMeasured(value))
    return value === null || value === undefined || value === '' ? UNKNOWN : String(value)
  if (value.unit === 'instant') return <RelativeTime at={value.at} />
  if (value.unit === 'duration') return formatDuration(value.ms)
  const known = value.amounts.flatMap(({ amountMinor, currency }) =>
    currency ? [formatMoney(amountMinor, currency)] : [],
  )
  return known.length > 0 ? known.join(' + ') : UNKNOWN
}
