import { Megaphone } from 'lucide-react'
import { z } from 'zod'
import {
  amounts,
  type Column,
  DataTable,
  Day,
  EmptyState,
  FilterBar,
  instant,
  Page,
  PageHeader,
  RelativeTime,
  rowsOf,
  SearchInput,
  useList,
  useSearchState,
} from '#platform/ui/index.ts'
import { Amounts } from '../../accounts/ui/index.ts'
import { type CampaignItem, listCampaigns } from '../contract.ts'

const Search = z.object({ search: z.string().default('') })

const COLUMNS: Column<CampaignItem>[] = [
  { id: 'name', header: 'Campaign', card: 'title', value: (row) => row.name },
  {
    id: 'channel',
    header: 'Channel',
    width: 150,
    value: (row) => row.channel,
  },
  { id: 'kind', header: 'Type', width: 130, value: (row) => row.kind },
  {
    id: 'starts',
    header: 'From',
    width: 120,
    value: (row) => row.startsOn,
    cell: (row) => <Day day={row.startsOn} />,
  },
  {
    id: 'ends',
    header: 'To',
    width: 120,
    value: (row) => row.endsOn,
    cell: (row) => <Day day={row.endsOn} />,
  },
  {
    id: 'cost',
    header: 'Cost',
    align: 'right',
    width: 130,
    value: (row) => amounts(row.costs),
    cell: (row) => <Amounts amounts={row.costs} />,
  },
  {
    id: 'people',
    header: 'People',
    align: 'right',
    width: 90,
    value: (row) => row.people,
  },
  {
    id: 'touches',
    header: 'Touches',
    align: 'right',
    width: 100,
    value: (row) => row.touches,
  },
  {
    id: 'last',
    header: 'Last touch',
    align: 'right',
    width: 130,
    value: (row) => instant(row.lastTouchAt),
    cell: (row) => <RelativeTime at={row.lastTouchAt} />,
  },
]

export default function CampaignsPage() {
  const [{ search }, setSearch] = useSearchState(Search)
  const list = useList(listCampaigns, { limit: 200, ...(search && { search }) })
  return (
    <Page width="full">
      <PageHeader title="Campaigns" description="What marketing ran, what it cost and whom it reached" />
      <FilterBar active={Number(search !== '')} onClear={() => setSearch({ search: '' })}>
        <SearchInput
          value={search}
          onChange={(text) => setSearch({ search: text })}
          placeholder="Name or channel"
          label="Search campaigns"
        />
      </FilterBar>
      <DataTable
        caption="Campaigns"
        {...rowsOf(list)}
        columns={COLUMNS}
        rowId={(row) => row.id}
        rowHref={(row) => `/campaigns/${row.id}`}
        csv="campaigns"
        height="calc(100dvh - 13.5rem)"
        empty={
          <EmptyState icon={Megaphone} title={search ? 'No campaign matches' : 'There are no campaigns yet'}>
            {search
              ? 'Try fewer words.'
              : 'Campaigns come with an import: a list of campaigns, or the campaign column of touches.'}
          </EmptyState>
        }
      />
    </Page>
  )
}
