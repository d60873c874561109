import { Download } from 'lucide-react'
import { IconButton } from '../button.tsx'
import { formatCount } from '../format.ts'
import { saveFile, tableCsv } from './csv.ts'
import type { DataTableProps } from './data-table-props.ts'

/** Above a table: what the page puts there, how many rows, and the CSV of exactly these. `rows` are in the order shown. */
export function TableToolbar<Row>({
  props,
  rows,
}: {
  props: DataTableProps<Row>
  rows: readonly { row: Row }[]
}) {
  const isEmpty = rows.length === 0 && !props.loading
  if (!props.toolbar && (!props.csv || isEmpty)) return null
  const total = props.total ?? rows.length
  const more = props.hasMore && props.total === undefined ? ' loaded' : ''
  const counted = `${formatCount(total)} ${total === 1 ? 'row' : 'rows'}${more}`
  return (
    <div className="no-print mb-2 flex min-h-7 flex-wrap items-center gap-2 text-xs text-ink-3">
      {props.toolbar}
      <span className="ml-auto flex items-center gap-2">
        <span className="num" aria-live="polite">
          {!props.loading && counted}
        </span>
        {props.csv && (
          <IconButton
            icon={Download}
            size="sm"
            label={props.hasMore ? 'Export the rows shown as CSV' : 'Export CSV'}
            disabled={rows.length === 0}
            onClick={() =>
              saveFile(
                `${props.csv}.csv`,
                tableCsv(
                  props.columns,
                  rows.map(({ row }) => row),
                ),
              )
            }
          />
        )}
      </span>
    </div>
  )
}
