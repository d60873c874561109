import {
  Bars,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Figure,
  FigureRow,
  formatShare,
  instant,
  Loading,
  Page,
  PageHeader,
  rowsOf,
  Section,
  UNKNOWN,
  useList,
  useOperation,
  usePathParam,
  useSearchState,
} from '#platform/ui/index.ts'
import { listCampaigns } from '#records/campaigns/contract.ts'
import { campaignOutcomes, listHandOffs } from '../contract.ts'
import { OUTCOME_STATES } from '../schema.ts'
import { Contest } from './contest.tsx'
import type { CampaignOutcome, HandOffItem } from './data.ts'
import { whenWords } from './due-words.ts'
import { useMinute } from './minute.ts'
import { OutcomeBar, OutcomeLegend } from './outcome-bar.tsx'
import { acceptedWords, unexplainedWords } from './outcome-words.ts'
import { Period, PeriodSearch, periodOf } from './period.tsx'
import { personColumn } from './person-column.tsx'
import { STATE_WORDS } from './words.ts'

/** One campaign: what became of its leads, and what sellers said about those they gave back. */
export default function CampaignPage() {
  const campaignId = usePathParam('campaignId')
  const [search, setSearch] = useSearchState(PeriodSearch)
  const outcomes = useOperation(campaignOutcomes, periodOf(search))
  const campaigns = useOperation(listCampaigns, { limit: 500 })
  const known = campaigns.data?.items.find(({ id }) => id === campaignId)
  const outcome = outcomes.data?.items.find((one) => one.campaignId === campaignId)
  const name = known?.name ?? outcome?.campaignName ?? 'Campaign'
  return (
    <Page>
      <PageHeader
        title={name}
        description={[known?.kind, known?.channel].filter(Boolean).join(' · ') || 'Campaign'}
        crumbs={[{ label: 'Campaigns', href: '/campaigns' }, { label: name }]}
        actions={<Period search={search} change={setSearch} />}
      />
      {outcomes.error ? (
        <ErrorState error={outcomes.error} onRetry={() => void outcomes.refetch()} />
      ) : outcomes.isPending ? (
        <Loading lines={6} label="Counting" />
      ) : (
        <div className="flex flex-col gap-8 wrap-anywhere">
          {outcome ? <Outcome outcome={outcome} /> : <NothingOffered />}
          <GivenBack campaignId={campaignId} />
        </div>
      )}
    </Page>
  )
}

function NothingOffered() {
  return (
    <EmptyState title="No lead of this campaign was offered in the period">
      Choose a longer period above. Leads count for the campaign that qualified them.
    </EmptyState>
  )
}

function Outcome({ outcome }: { outcome: CampaignOutcome }) {
  return (
    <>
      <div className="flex flex-col gap-3">
        <FigureRow>
          <Figure label="Offered to sales" value={outcome.offered} />
          <Figure
            label="Accepted"
            value={outcome.offered === 0 ? UNKNOWN : formatShare(outcome.accepted / outcome.offered, 0)}
            note={acceptedWords(outcome)}
          />
          <Figure label="Opportunities" value={outcome.opportunities} />
          <Figure label="Rejected" value={outcome.rejected} />
          <Figure label="Recycled" value={outcome.recycled} />
        </FigureRow>
        <OutcomeBar outcome={outcome} most={outcome.offered} />
        <OutcomeLegend />
      </div>
      <Section title="What sellers said" description="Reasons of rejection, recycling and disqualification">
        {outcome.reasons.length === 0 ? (
          <p className="text-ink-3">Nothing was given back in this period.</p>
        ) : (
          <div className="flex flex-col gap-3">
            <p className="text-ink-2">Other or no reason: {unexplainedWords(outcome)}</p>
            <Bars
              title="Reasons"
              titleHidden
              unit="Leads"
              items={outcome.reasons.map((reason) => ({
                key: `${reason.list} ${reason.key ?? ''}`,
                label: `${reason.name} · ${LISTS[reason.list]}`,
                value: reason.count,
                tone: TONES[reason.list],
              }))}
            />
          </div>
        )}
      </Section>
    </>
  )
}

const LISTS = { reject: 'rejected', recycle: 'recycled', disqualify: 'disqualified' } as const
const TONES = { reject: 'bad', recycle: 'marketing', disqualify: 'neutral' } as const

/** The leads that came back, each with its reason, and the way to contest a rejection. */
function GivenBack({ campaignId }: { campaignId: string }) {
  const now = useMinute()
  const list = useList(listHandOffs, {
    ...{ view: 'all', group: 'closed', outcome: [...OUTCOME_STATES] },
    ...{ campaign: [campaignId], limit: 200 },
  })
  return (
    <Section plain title="Leads that sales is done with">
      <DataTable
        caption="Leads of this campaign that sales is done with"
        {...rowsOf(list)}
        columns={columns(now)}
        rowId={(row) => row.id}
        rowHref={(row) => `/leads/${row.personId}`}
        csv="leads-of-campaign"
        empty={
          <EmptyState title="Nothing was closed yet">Leads appear here with the seller's reason.</EmptyState>
        }
      />
    </Section>
  )
}

const columns = (now: number): Column<HandOffItem>[] => [
  personColumn(),
  {
    id: 'outcome',
    header: 'Outcome',
    width: 130,
    value: (row) => STATE_WORDS[row.state].name,
    cell: (row) => STATE_WORDS[row.state].name,
  },
  {
    id: 'reason',
    header: 'Reason',
    value: (row) => row.reason?.name,
  },
  { id: 'grade', header: 'Grade', width: 70, value: (row) => row.grade },
  {
    id: 'when',
    header: 'When',
    align: 'right',
    width: 110,
    value: (row) => instant(row.stateAt),
    cell: (row) => whenWords(row.stateAt, now),
  },
  {
    id: 'contest',
    header: 'Marketing',
    align: 'right',
    width: 120,
    cell: (row) => row.state === 'rejected' && <Contest handOffId={row.id} personName={row.personName} />,
  },
]
