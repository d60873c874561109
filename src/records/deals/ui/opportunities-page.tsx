import { Handshake } from 'lucide-react'
import { z } from 'zod'
import {
  type Column,
  DataTable,
  Day,
  EmptyState,
  FilterBar,
  instant,
  Link,
  money,
  Page,
  PageHeader,
  RelativeTime,
  rowsOf,
  SearchInput,
  Segmented,
  UNKNOWN,
  useList,
  useSearchState,
} from '#platform/ui/index.ts'
import { listOpportunities, type OpportunityItem } from '../contract.ts'
import { OutcomeBadge } from './outcome-badge.tsx'

const Search = z.object({
  search: z.string().default(''),
  status: z.enum(['all', 'open', 'won', 'lost']).default('all'),
  account: z.enum(['any', 'none']).default('any'),
})

const COLUMNS: Column<OpportunityItem>[] = [
  { id: 'name', header: 'Opportunity', card: 'title', value: (row) => row.name },
  {
    id: 'account',
    header: 'Account',
    width: 190,
    value: (row) => row.account?.name,
    cell: (row) =>
      row.account ? (
        <Link quiet href={`/accounts/${row.account.id}`}>
          {row.account.name}
        </Link>
      ) : (
        UNKNOWN
      ),
  },
  {
    id: 'status',
    header: 'Outcome',
    width: 100,
    value: (row) => row.status,
    cell: (row) => <OutcomeBadge status={row.status} />,
  },
  { id: 'stage', header: 'Stage', width: 150, value: (row) => row.stage },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    width: 130,
    value: (row) => money(row.amountMinor, row.currency),
  },
  {
    id: 'owner',
    header: 'Owner',
    width: 150,
    value: (row) => row.sellerName,
  },
  {
    id: 'contacts',
    header: 'Contacts',
    align: 'right',
    width: 90,
    value: (row) => row.contacts,
  },
  {
    id: 'created',
    header: 'Created',
    align: 'right',
    width: 130,
    value: (row) => instant(row.occurredAt),
  },
  {
    id: 'closed',
    header: 'Closed or due',
    align: 'right',
    width: 140,
    cell: (row) =>
      row.closedAt === null ? <Day day={row.expectedCloseOn} /> : <RelativeTime at={row.closedAt} />,
    csv: [
      { header: 'Expected to close', value: (row) => row.expectedCloseOn },
      { header: 'Closed', value: (row) => instant(row.closedAt) },
    ],
  },
]

export default function OpportunitiesPage() {
  const [search, setSearch] = useSearchState(Search)
  const list = useList(listOpportunities, {
    account: search.account,
    limit: 200,
    ...(search.search && { search: search.search }),
    ...(search.status !== 'all' && { status: search.status }),
  })
  const active =
    Number(search.search !== '') + Number(search.status !== 'all') + Number(search.account !== 'any')
  return (
    <Page width="full">
      <PageHeader title="Opportunities" description="Deals that sales works on, the latest first" />
      <FilterBar active={active} onClear={() => setSearch({ search: '', status: 'all', account: 'any' })}>
        <SearchInput
          value={search.search}
          onChange={(text) => setSearch({ search: text })}
          placeholder="Name, product or account"
          label="Search opportunities"
        />
        <Segmented
          label="Outcome"
          value={search.status}
          onChange={(status) => setSearch({ status })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'open', label: 'Open' },
            { value: 'won', label: 'Won' },
            { value: 'lost', label: 'Lost' },
          ]}
        />
        <Segmented
          label="Account"
          value={search.account}
          onChange={(account) => setSearch({ account })}
          options={[
            { value: 'any', label: 'Any account' },
            { value: 'none', label: 'Without account' },
          ]}
        />
      </FilterBar>
      <DataTable
        caption="Opportunities"
        {...rowsOf(list)}
        columns={COLUMNS}
        rowId={(row) => row.id}
        rowHref={(row) => `/opportunities/${row.id}`}
        csv="opportunities"
        height="calc(100dvh - 13.5rem)"
        empty={
          <EmptyState
            icon={Handshake}
            title={active > 0 ? 'No opportunity matches' : 'There are no opportunities yet'}
          >
            {active > 0 ? 'Try fewer words or another outcome.' : 'Deals come with an import of your CRM.'}
          </EmptyState>
        }
      />
    </Page>
  )
}
