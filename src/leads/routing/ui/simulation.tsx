import { ArrowRight } from 'lucide-react'
import {
  Badge,
  type Column,
  DataTable,
  EmptyState,
  Figure,
  FigureRow,
  formatDate,
  formatShare,
  Link,
  Section,
  Segmented,
} from '#platform/ui/index.ts'
import type { Simulation } from '../schema.ts'

type Lead = Simulation['items'][number]
type Total = Simulation['sellers'][number]

const NOBODY = 'Nobody'
export const SHOWN_LEADS = ['different', 'all'] as const
type ShownLeads = (typeof SHOWN_LEADS)[number]

/** Who got the leads and who would have: in figures, per seller and per lead, differences first. */
export function SimulationResult({
  result,
  shown,
  onShow,
}: {
  result: Simulation
  shown: ShownLeads
  onShow: (next: ShownLeads) => void
}) {
  const nobody = result.sellers.find((one) => one.seller === null)
  const got = result.source === 'decisions' ? 'Got' : 'In force'
  return (
    <div className="flex flex-col gap-6">
      <FigureRow>
        <Figure label="Leads" value={result.leads.toLocaleString('en')} note={SOURCES[result.source]} />
        <Figure
          label="Would go elsewhere"
          value={result.changed.toLocaleString('en')}
          note={
            result.differsToday > 0
              ? `${result.differsToday} would under the rules in force too: records or people changed since`
              : formatShare(result.changed / result.leads, 0)
          }
        />
        <Figure
          label="Would reach nobody"
          value={(nobody?.would ?? 0).toLocaleString('en')}
          note={`${(nobody?.got ?? 0).toLocaleString('en')} did`}
        />
      </FigureRow>
      <Section title="By seller" plain>
        <DataTable
          caption="Leads by seller"
          sortKey="sellers"
          rows={result.sellers}
          rowId={(row) => row.seller?.id ?? NOBODY}
          columns={totals(got)}
        />
      </Section>
      <Section
        title="By lead"
        actions={
          <Segmented
            label="Which leads"
            value={shown}
            onChange={onShow}
            options={[
              { value: 'different', label: `Differences (${result.changed})` },
              { value: 'all', label: `All (${result.leads})` },
            ]}
          />
        }
        plain
      >
        <DataTable
          caption="Leads in the simulation"
          rows={shown === 'all' ? result.items : result.items.filter((one) => one.changed)}
          rowId={(row) => `${row.personId}${row.at}`}
          columns={leads(got)}
          csv="routing-simulation"
          sortKey="leads"
          height="36rem"
          empty={
            <EmptyState title="Nobody would go elsewhere">Each lead would reach the same seller.</EmptyState>
          }
        />
      </Section>
      <p className="text-xs text-ink-3">
        Each lead is judged by what is known of it now, in the order they came, with the turns and daily caps
        that follow. Work at hand in the past is not known, so caps of leads in work are left out.
      </p>
    </div>
  )
}

const SOURCES = {
  decisions: 'the last that were routed',
  qualified: 'the last that qualified; none is routed yet',
} as const

const totals = (got: string): Column<Total>[] => [
  {
    id: 'seller',
    header: 'Seller',
    card: 'title',
    value: (row) => row.seller?.name ?? NOBODY,
    cell: (row) => row.seller?.name ?? <Badge tone="bad">{NOBODY}</Badge>,
  },
  count('got', got, (row) => row.got),
  count('would', 'Would get', (row) => row.would),
  {
    ...count('more', 'Difference', (row) => row.would - row.got),
    cell: (row) => <span className="num">{signed(row.would - row.got)}</span>,
  },
]

const count = (id: string, header: string, value: (row: Total) => number): Column<Total> => ({
  ...{ id, header, value, align: 'right', width: 120, sortable: true, sortFirst: 'desc' },
  cell: (row) => <span className="num">{value(row)}</span>,
})

const signed = (value: number) => (value > 0 ? `+${value}` : String(value))

const leads = (got: string): Column<Lead>[] => [
  {
    id: 'lead',
    header: 'Lead',
    width: 230,
    card: 'title',
    value: (row) => row.personName,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <Link quiet href={`/leads/${row.personId}`} className="truncate">
          {row.personName}
        </Link>
        <span className="truncate text-xs text-ink-3">
          {[row.accountName, formatDate(row.at)].filter(Boolean).join(' · ')}
        </span>
      </span>
    ),
  },
  {
    id: 'got',
    header: got,
    width: 150,
    value: (row) => row.got.seller?.name ?? NOBODY,
    cell: (row) => <Named side={row.got} />,
  },
  {
    id: 'would',
    header: 'Would get',
    value: (row) => row.would.seller?.name ?? NOBODY,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex items-center gap-1.5">
          {row.changed && <ArrowRight aria-label="changed" className="size-3.5 shrink-0 text-accent" />}
          <Named side={row.would} strong={row.changed} />
        </span>
        <span className="line-clamp-2 text-xs text-ink-3" title={row.would.because}>
          {row.would.because}
        </span>
      </span>
    ),
  },
]

function Named({ side, strong = false }: { side: Lead['got']; strong?: boolean }) {
  if (!side.seller) return <Badge tone="bad">{NOBODY}</Badge>
  return <span className={strong ? 'truncate font-medium' : 'truncate'}>{side.seller.name}</span>
}
