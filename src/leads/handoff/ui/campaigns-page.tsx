import { Megaphone } from 'lucide-react'
import {
  Anchor,
  type Column,
  DataTable,
  EmptyState,
  formatShare,
  stringifySearch,
  UNKNOWN,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { campaignOutcomes } from '../contract.ts'
import { AreaPage } from './area-page.tsx'
import type { CampaignOutcome } from './data.ts'
import { OUTCOMES, OutcomeBar, OutcomeLegend } from './outcome-bar.tsx'
import { acceptedWords, unexplainedWords } from './outcome-words.ts'
import { Period, PeriodSearch, periodOf } from './period.tsx'

/** The marketer's view: what became of my leads, campaign by campaign, with the sellers' reasons. */
export default function CampaignsPage() {
  const [search, setSearch] = useSearchState(PeriodSearch)
  const { data, error, isPending, refetch } = useOperation(campaignOutcomes, periodOf(search))
  const items = data?.items ?? []
  const most = Math.max(0, ...items.map(({ offered }) => offered))
  return (
    <AreaPage
      here="/handoffs/campaigns"
      title="What became of the leads"
      description="Every lead that was offered to sales in the period, by the campaign that qualified it, with the sellers' reasons."
      actions={<Period search={search} change={setSearch} />}
    >
      <DataTable
        caption="Leads by campaign"
        sortKey="sort"
        rows={items}
        columns={columns(most, stringifySearch(search))}
        rowId={(row) => row.campaignId ?? 'none'}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        csv="leads-by-campaign"
        toolbar={<OutcomeLegend />}
        empty={
          <EmptyState icon={Megaphone} title="No lead was offered in this period">
            Choose a longer period, or look at the leaks for leads that qualified and were not routed.
          </EmptyState>
        }
      />
    </AreaPage>
  )
}

function columns(most: number, period: string): Column<CampaignOutcome>[] {
  return [
    {
      id: 'campaign',
      header: 'Campaign',
      card: 'title',
      sortable: true,
      value: (row) => row.campaignName,
      cell: (row) =>
        row.campaignId === null ? (
          <span className="text-ink-2">{row.campaignName}</span>
        ) : (
          <Anchor href={`/campaigns/${row.campaignId}${period}`} className="font-medium hover:underline">
            {row.campaignName}
          </Anchor>
        ),
    },
    {
      id: 'bar',
      header: 'Outcome',
      width: 220,
      card: 'hidden',
      cell: (row) => <OutcomeBar outcome={row} most={most} />,
    },
    count('offered', 'Offered', null),
    {
      id: 'accepted',
      header: 'Accepted',
      align: 'right',
      width: 96,
      sortable: true,
      sortFirst: 'desc',
      value: (row) => row.accepted,
      cell: (row) => (
        <span title={`${acceptedWords(row)}, of ${row.offered}`}>
          {row.accepted}
          <span className="ml-1.5 text-xs text-ink-3">
            {row.offered === 0 ? UNKNOWN : formatShare(row.accepted / row.offered, 0)}
          </span>
          {row.acceptedByDefault > 0 && (
            <span className="block text-xs text-ink-3">{row.acceptedByDefault} by default</span>
          )}
        </span>
      ),
    },
    ...OUTCOMES.map(({ key, name, list }) => count(key, name, list)),
    count('expired', 'Offers expired', null, 116),
    {
      id: 'reasons',
      header: 'Most frequent reasons',
      value: (row) => row.reasons.map(({ name, count }) => `${name} (${count})`).join('; '),
      cell: (row) => (
        <span
          className="line-clamp-3 min-w-40 whitespace-normal text-xs text-ink-2"
          title={reasonsOf(row, 20)}
        >
          {reasonsOf(row, 2) || UNKNOWN}
          {row.unexplained > 0 && (
            <span className="block text-ink-3">Other or no reason: {unexplainedWords(row)}</span>
          )}
        </span>
      ),
    },
  ]
}

const reasonsOf = (row: CampaignOutcome, most: number) =>
  row.reasons
    .slice(0, most)
    .map(({ name, count }) => `${name} ${count}`)
    .join(', ')

/** A number that opens the hand-offs behind it. */
function count(
  key: (typeof OUTCOMES)[number]['key'] | 'offered' | 'expired',
  header: string,
  list: (typeof OUTCOMES)[number]['list'] | null,
  width = 84,
): Column<CampaignOutcome> {
  return {
    id: key,
    header,
    align: 'right',
    width,
    sortable: true,
    sortFirst: 'desc',
    value: (row) => row[key],
    cell: (row) => {
      if (row[key] === 0) return <span className="text-ink-3">0</span>
      if (row.campaignId === null || list === null) return row[key]
      return (
        <Anchor
          href={`/handoffs${stringifySearch({ view: 'all', campaign: row.campaignId, ...list })}`}
          aria-label={`${row[key]} ${header.toLowerCase()} of ${row.campaignName}: open the list`}
          className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
        >
          {row[key]}
        </Anchor>
      )
    },
  }
}
