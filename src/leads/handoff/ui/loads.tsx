import { Palmtree, Users } from 'lucide-react'
import {
  Badge,
  ButtonLink,
  type Column,
  cx,
  DataTable,
  duration,
  EmptyState,
  formatDate,
  UNKNOWN,
  useOperation,
} from '#platform/ui/index.ts'
import { sellerLoads } from '../contract.ts'
import type { SellerLoad } from './data.ts'
import { spanWords } from './due-words.ts'

/** Sellers with their open work; choosing one narrows the list below. */
export function Loads({ chosen, onChoose }: { chosen: string; onChoose: (sellerId: string) => void }) {
  const { data, error, isPending, refetch } = useOperation(sellerLoads, {})
  const items = data?.items ?? []
  const most = Math.max(1, ...items.map(openOf))
  const known = items.some(({ lateness }) => lateness !== null)
  return (
    <DataTable
      caption="Sellers"
      sortKey="sort"
      rows={items}
      columns={known ? [...columns(most, chosen), ...LATENESS] : columns(most, chosen)}
      rowId={(row) => row.sellerId}
      onRowClick={(row) => onChoose(row.sellerId)}
      loading={isPending}
      error={error}
      onRetry={() => void refetch()}
      csv="load-per-seller"
      sort={{ id: 'open', desc: true }}
      height="21rem"
      toolbar={<span>Choose a seller to see only their hand-offs below</span>}
      empty={
        <EmptyState
          icon={Users}
          title="There are no sellers yet"
          action={<ButtonLink href="/imports">Import the sellers</ButtonLink>}
        >
          Sellers come with an import of users or owners of your CRM.
        </EmptyState>
      }
    />
  )
}

const openOf = (row: SellerLoad) => row.offered + row.working + row.paused

const columns = (most: number, chosen: string): Column<SellerLoad>[] => [
  {
    id: 'name',
    header: 'Seller',
    card: 'title',
    sortable: true,
    value: (row) => row.name,
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <span className={cx(row.sellerId === chosen && 'font-semibold text-accent')}>{row.name}</span>
        {row.awayUntil !== null && (
          <Badge tone="warn" icon={Palmtree}>
            Away until {formatDate(row.awayUntil)}
          </Badge>
        )}
      </span>
    ),
  },
  {
    id: 'team',
    header: 'Team',
    width: 130,
    sortable: true,
    value: (row) => row.team,
  },
  {
    id: 'open',
    header: 'Open',
    width: 220,
    sortable: true,
    sortFirst: 'desc',
    value: openOf,
    cell: (row) => (
      <span className="flex items-center gap-3">
        <span className="num w-7 text-right">{openOf(row)}</span>
        <span aria-hidden className="flex h-1.5 min-w-20 flex-1 gap-px overflow-hidden rounded-full">
          <span className="bg-accent-fill" style={{ width: `${(row.offered / most) * 100}%` }} />
          <span className="bg-sales-fill" style={{ width: `${(row.working / most) * 100}%` }} />
          <span className="bg-line-strong" style={{ width: `${(row.paused / most) * 100}%` }} />
        </span>
      </span>
    ),
  },
  {
    ...number('offered', 'Offered'),
    value: (row) => row.offered,
  },
  {
    ...number('working', 'Working'),
    value: (row) => row.working,
  },
  { ...number('paused', 'Waiting'), value: (row) => row.paused },
  { ...number('today', 'New today'), value: (row) => row.today },
]

function number(id: string, header: string) {
  return { id, header, align: 'right', width: 88, sortable: true, sortFirst: 'desc' } as const
}

const LATENESS: Column<SellerLoad>[] = [
  {
    ...number('overdue', 'Overdue'),
    value: (row) => row.lateness?.overdue,
    cell: (row) =>
      row.lateness ? (
        <span className={row.lateness.overdue > 0 ? 'font-medium text-bad' : undefined}>
          {row.lateness.overdue}
        </span>
      ) : (
        UNKNOWN
      ),
  },
  {
    ...number('met', 'In time'),
    width: 110,
    value: (row) =>
      row.lateness ? `${row.lateness.met} of ${row.lateness.met + row.lateness.missed}` : null,
    sortable: false,
    cell: (row) =>
      row.lateness ? `${row.lateness.met} of ${row.lateness.met + row.lateness.missed}` : UNKNOWN,
  },
  {
    ...number('median', 'Median response'),
    width: 130,
    value: (row) => duration(row.lateness?.medianUsedMs),
    cell: (row) =>
      row.lateness?.medianUsedMs === null || !row.lateness ? UNKNOWN : spanWords(row.lateness.medianUsedMs),
  },
]
