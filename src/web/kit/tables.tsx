import { useMemo } from 'react'
import {
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  instant,
  LoadMore,
  money,
  RelativeTime,
  SearchInput,
  Select,
  Switch,
  TeamBadge,
} from '#platform/ui/index.ts'
import { NOW, Specimen } from './specimen.tsx'

interface Lead {
  id: string
  name: string
  company: string
  stage: string
  team: string
  fit: number
  engagement: number
  amountMinor: number | null
  lastTouch: number
}

const NAMES = [
  'Rita Blum',
  'Jonas Falk',
  'Amara Okafor',
  'Li Wei',
  'Sofia Marin',
  'Tom Becker',
  'Noor Haddad',
]
const COMPANIES = ['Northwind Trading', 'Contoso', 'Kaltenbach Pumps', 'Delta Optics']
const STAGES = ['MQL', 'SAL', 'SQL', 'Opportunity']

function leads(count: number): Lead[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    name: NAMES[index % NAMES.length]!,
    company: COMPANIES[index % COMPANIES.length]!,
    stage: STAGES[index % STAGES.length]!,
    team: index % 4 === 0 ? 'marketing' : 'sales',
    fit: (index * 37) % 100,
    engagement: (index * 53) % 120,
    amountMinor: index % 3 === 0 ? null : ((index * 7_919) % 90_000) * 100,
    lastTouch: NOW - ((index * 3_571) % 4_000_000) * 1_000,
  }))
}

const COLUMNS: Column<Lead>[] = [
  {
    id: 'name',
    header: 'Person',
    card: 'title',
    sortable: true,
    value: (row) => row.name,
  },
  {
    id: 'company',
    header: 'Account',
    sortable: true,
    value: (row) => row.company,
  },
  {
    id: 'stage',
    header: 'Stage',
    term: 'mql',
    value: (row) => row.stage,
    cell: (row) => <Badge>{row.stage}</Badge>,
  },
  {
    id: 'team',
    header: 'Owner',
    card: 'hidden',
    value: (row) => row.team,
    cell: (row) => <TeamBadge team={row.team} />,
  },
  {
    id: 'fit',
    header: 'Fit',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    value: (row) => row.fit,
  },
  {
    id: 'engagement',
    header: 'Engagement',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    value: (row) => row.engagement,
  },
  {
    id: 'amount',
    header: 'Open amount',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    value: (row) => money(row.amountMinor, 'EUR'),
  },
  {
    id: 'last',
    header: 'Last touch',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    value: (row) => instant(row.lastTouch),
    cell: (row) => <RelativeTime at={row.lastTouch} now={NOW} />,
  },
]

export function Tables() {
  const few = useMemo(() => leads(6), [])
  const many = useMemo(() => leads(5_000), [])
  return (
    <>
      <Specimen title="Table, with filters" wide>
        <div>
          <FilterBar active={1} onClear={() => {}} end={<Button size="sm">Save view</Button>}>
            <SearchInput value="" onChange={() => {}} placeholder="Search leads" label="Search leads" />
            <Select
              compact
              label="Stage"
              value="mql"
              onChange={() => {}}
              options={[{ value: 'mql', label: 'Stage: MQL' }]}
            />
          </FilterBar>
          <DataTable
            caption="Leads"
            rows={few}
            columns={COLUMNS}
            rowId={(row) => row.id}
            rowHref={(row) => `/leads/${row.id}`}
            csv="leads"
            sortKey="sort"
          />
          <LoadMore shown={6} total={5_000} hasMore onLoadMore={() => {}} />
        </div>
      </Specimen>
      <Specimen title="Filters, the first of them shown on a phone" wide>
        <FilterBar
          first={<Button>Last 12 months</Button>}
          end={<Switch label="Compare with the period before" checked={false} onChange={() => {}} />}
        >
          <Button>All teams</Button>
        </FilterBar>
      </Specimen>
      <Specimen title="5,000 rows" wide>
        <div data-bounded="">
          <DataTable
            caption="Many leads"
            rows={many}
            columns={COLUMNS}
            rowId={(row) => row.id}
            rowHref={(row) => `/leads/${row.id}`}
            height="18rem"
            csv="many-leads"
          />
        </div>
      </Specimen>
      <Specimen title="Table loading">
        <DataTable
          caption="Loading leads"
          rows={[]}
          columns={COLUMNS.slice(0, 3)}
          rowId={(row) => row.id}
          loading
        />
      </Specimen>
      <Specimen title="Table empty">
        <DataTable
          caption="No leads"
          rows={[]}
          columns={COLUMNS.slice(0, 3)}
          rowId={(row) => row.id}
          empty={
            <EmptyState
              title="No lead fits these filters"
              action={<Button size="sm">Clear filters</Button>}
            />
          }
        />
      </Specimen>
    </>
  )
}
