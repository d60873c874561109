import { Building2 } from 'lucide-react'
import { z } from 'zod'
import {
  amounts,
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  instant,
  Page,
  PageHeader,
  RelativeTime,
  rowsOf,
  SearchInput,
  Segmented,
  useList,
  useSearchState,
} from '#platform/ui/index.ts'
import { type AccountItem, listAccounts } from '../contract.ts'
import { Amounts } from './amounts.tsx'

const Search = z.object({ search: z.string().default(''), owner: z.enum(['any', 'none']).default('any') })

const COLUMNS: Column<AccountItem>[] = [
  { id: 'name', header: 'Account', card: 'title', value: (row) => row.name },
  {
    id: 'domain',
    header: 'Domain',
    width: 190,
    value: (row) => row.domain,
  },
  {
    id: 'industry',
    header: 'Industry',
    width: 160,
    value: (row) => row.industry,
  },
  {
    id: 'country',
    header: 'Country',
    width: 90,
    value: (row) => row.country,
  },
  {
    id: 'owner',
    header: 'Owner',
    width: 150,
    value: (row) => row.sellerName,
  },
  {
    id: 'people',
    header: 'People',
    align: 'right',
    width: 90,
    value: (row) => row.people,
  },
  {
    id: 'open',
    header: 'Open deals',
    align: 'right',
    width: 110,
    value: (row) => row.openOpportunities,
  },
  {
    id: 'pipeline',
    header: 'Pipeline',
    align: 'right',
    width: 130,
    value: (row) => amounts(row.pipeline),
    cell: (row) => <Amounts amounts={row.pipeline} />,
  },
  {
    id: 'touched',
    header: 'Last touch',
    align: 'right',
    width: 130,
    value: (row) => instant(row.lastTouchAt),
    cell: (row) => <RelativeTime at={row.lastTouchAt} />,
  },
]

export default function AccountsPage() {
  const [search, setSearch] = useSearchState(Search)
  const list = useList(listAccounts, {
    owner: search.owner,
    limit: 200,
    ...(search.search && { search: search.search }),
  })
  const isFiltered = search.search !== '' || search.owner !== 'any'
  return (
    <Page width="full">
      <PageHeader
        title="Accounts"
        description="Companies, each known by its domain, its ids in your systems, or its name with a second piece of evidence"
      />
      <FilterBar active={Number(isFiltered)} onClear={() => setSearch({ search: '', owner: 'any' })}>
        <SearchInput
          value={search.search}
          onChange={(text) => setSearch({ search: text })}
          placeholder="Name or domain"
          label="Search accounts"
        />
        <Segmented
          label="Owner"
          value={search.owner}
          onChange={(owner) => setSearch({ owner })}
          options={[
            { value: 'any', label: 'All' },
            { value: 'none', label: 'Without owner' },
          ]}
        />
      </FilterBar>
      <DataTable
        caption="Accounts"
        {...rowsOf(list)}
        columns={COLUMNS}
        rowId={(row) => row.id}
        rowHref={(row) => `/accounts/${row.id}`}
        csv="accounts"
        height="calc(100dvh - 13.5rem)"
        empty={
          <EmptyState
            icon={Building2}
            title={isFiltered ? 'No account matches' : 'There are no accounts yet'}
          >
            {isFiltered
              ? 'Try fewer words.'
              : 'Accounts come with an import, or from people who name their company.'}
          </EmptyState>
        }
      />
    </Page>
  )
}
