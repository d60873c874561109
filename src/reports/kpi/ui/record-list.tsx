import {
  type Column,
  DataTable,
  EmptyState,
  formatDate,
  instant,
  Link,
  money,
  rowsOf,
  Section,
  Segmented,
  useList,
} from '#platform/ui/index.ts'
import { type FigureRecord, listRecords, type PARTS, type ReportQuery } from '../contract.ts'
import { CATALOGUE } from '../rules/catalogue.ts'
import type { Selector } from '../schema.ts'
import { valueText } from './present.ts'
import type { SetSearch } from './search.ts'

type Part = (typeof PARTS)[number]

/** Figures that lists of other pages stand behind. */
const ELSEWHERE: Partial<Record<Selector['figure'], { href: string; label: string }>> = {
  rows_refused: { href: '/imports', label: 'Open the imports' },
  duplicates_under_review: { href: '/review', label: 'Open the review list' },
}

/** Figures where every record counts, so that there is nothing to choose between. */
const WHOLE = new Set(
  CATALOGUE.filter(
    (one) => one.denominator === null || (one.unit === 'days' && one.key !== 'sales_velocity'),
  ).map((one) => one.key),
)

const PARTS_OF_ONE: readonly { value: Part; label: string }[] = [
  { value: 'denominator', label: 'All' },
  { value: 'numerator', label: 'Counted' },
  { value: 'rest', label: 'Not counted' },
]

/** Moves of a period: those into the stage, and those into the next, are not part of each other. */
const SIDES: readonly { value: Part; label: string }[] = [
  { value: 'denominator', label: 'Denominator' },
  { value: 'numerator', label: 'Numerator' },
]

/** The records behind a figure, piece by piece. */
export function RecordList({
  query,
  open,
  part,
  setSearch,
}: {
  query: ReportQuery
  open: Selector
  part: Part
  setSearch: SetSearch
}) {
  const elsewhere = ELSEWHERE[open.figure]
  const isTwoLists = open.figure === 'stage_conversion' && query.basis === 'period'
  const asked = { ...query, figure: open.figure, part, limit: 50, ...(open.stage && { stage: open.stage }) }
  const list = useList(listRecords, asked, { enabled: !elsewhere })
  if (elsewhere) return <Link href={elsewhere.href}>{elsewhere.label}</Link>
  return (
    <Section
      title="Records"
      flush
      actions={
        !WHOLE.has(open.figure) && (
          <Segmented
            label="Which records"
            value={part}
            onChange={(next) => setSearch({ part: next })}
            options={isTwoLists ? SIDES : PARTS_OF_ONE}
          />
        )
      }
    >
      <DataTable
        bare
        caption="Records behind the figure"
        csv={`records-of-${open.figure.replaceAll('_', '-')}`}
        {...rowsOf(list)}
        columns={columnsOf(list.items, part === 'denominator' && !isTwoLists && !WHOLE.has(open.figure))}
        rowId={(row) => row.key}
        rowHref={hrefOf}
        empty={
          <EmptyState title="No records">
            Nothing stands behind this side of the figure in this period.
          </EmptyState>
        }
        height="24rem"
      />
    </Section>
  )
}

const hrefOf = ({ kind, id }: FigureRecord): string =>
  kind === 'person' ? `/leads/${id}` : `/opportunities/${id}`

/** Columns that have something to say about these records. */
function columnsOf(rows: readonly FigureRecord[], withCounted: boolean): Column<FigureRecord>[] {
  const withValue = rows.some((row) => row.unit !== null)
  return columns.filter((column) =>
    column.id === 'value' ? withValue : column.id !== 'counted' || withCounted,
  )
}

const columns: Column<FigureRecord>[] = [
  {
    id: 'name',
    header: 'Name',
    card: 'title',
    value: (row) => row.title,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate">{row.title}</span>
        {row.subtitle && <span className="truncate text-xs text-ink-3">{row.subtitle}</span>}
      </span>
    ),
  },
  {
    id: 'at',
    header: 'Date',
    align: 'right',
    width: 120,
    value: (row) => instant(row.at),
    cell: (row) => (row.at === null ? '–' : formatDate(row.at)),
  },
  {
    id: 'value',
    header: 'Adds',
    align: 'right',
    width: 130,
    cell: (row) =>
      row.unit === null || row.value === null
        ? '–'
        : valueText(row.value, row.unit, row.currency ?? undefined),
    csv: [
      { header: 'Adds', value: (row) => (row.unit === 'money' ? money(row.value, row.currency) : row.value) },
      { header: 'Unit', value: (row) => row.unit },
    ],
  },
  {
    id: 'counted',
    header: 'Counted',
    width: 90,
    value: (row) => row.counted,
    cell: (row) => <span className={row.counted ? '' : 'text-ink-3'}>{row.counted ? 'yes' : 'no'}</span>,
  },
]
