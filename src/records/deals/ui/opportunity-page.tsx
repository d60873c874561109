import {
  Badge,
  type Column,
  Count,
  DataTable,
  Day,
  EmptyState,
  ErrorState,
  Facts,
  instant,
  Link,
  Loading,
  Money,
  money,
  Page,
  PageHeader,
  RelativeTime,
  Section,
  UNKNOWN,
  useOperation,
  usePathParam,
} from '#platform/ui/index.ts'
import { type Opportunity, readOpportunity } from '../contract.ts'
import { OutcomeBadge } from './outcome-badge.tsx'

export default function OpportunityPage() {
  const opportunityId = usePathParam('opportunityId')
  const { data, error, isPending, refetch } = useOperation(
    readOpportunity,
    { opportunityId },
    { keep: false },
  )
  return (
    <Page>
      {isPending && <Loading lines={10} label="Loading the opportunity" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <OpportunityInFull opportunity={data} />}
    </Page>
  )
}

function OpportunityInFull({ opportunity }: { opportunity: Opportunity }) {
  const { name, status, stage, currency } = opportunity
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: 'Opportunities', href: '/opportunities' }, { label: name }]}
        description={[stage, opportunity.product].filter(Boolean).join(' · ')}
        meta={<OutcomeBadge status={status} />}
      />
      <div className="flex flex-col gap-6">
        <Section title="At a glance">
          <Facts items={factsOf(opportunity)} />
        </Section>
        <Section title="Who takes part" flush>
          <DataTable
            caption={`People in ${name}`}
            rows={opportunity.contacts}
            columns={CONTACTS}
            rowId={(row) => row.personId}
            rowHref={(row) => `/leads/${row.personId}`}
            bare
            empty={
              <EmptyState title="Nobody is named in this deal">
                Contact roles come with an import, or when a lead is converted. Until then the whole account
                counts.
              </EmptyState>
            }
          />
        </Section>
        <Section title="Stage history" plain>
          <DataTable
            caption={`Stages of ${name}`}
            rows={opportunity.history}
            columns={historyOf(currency)}
            rowId={(row) => `${row.occurredAt} ${row.toStage}`}
            csv="stages-of-opportunity"
            empty={
              <EmptyState title="No move is known">
                The source tells the present stage only. Moves come with an export of the stage history.
              </EmptyState>
            }
          />
        </Section>
        <Elsewhere opportunity={opportunity} />
      </div>
    </>
  )
}

const DAY_MS = 86_400_000

function factsOf(opportunity: Opportunity) {
  const { account, amountMinor, currency, occurredAt, closedAt, status, lostReason } = opportunity
  const days = occurredAt === null ? null : Math.floor(((closedAt ?? Date.now()) - occurredAt) / DAY_MS)
  return [
    {
      label: 'Account',
      value: account ? <Link href={`/accounts/${account.id}`}>{account.name}</Link> : UNKNOWN,
    },
    { label: 'Owner', value: opportunity.sellerName ?? 'Nobody' },
    { label: 'Amount', value: currency ? <Money amountMinor={amountMinor} currency={currency} /> : UNKNOWN },
    { label: 'Origin', value: opportunity.origin ?? UNKNOWN },
    { label: 'Created', value: <RelativeTime at={occurredAt} /> },
    closedAt === null
      ? { label: 'Expected to close', value: <Day day={opportunity.expectedCloseOn} /> }
      : { label: 'Closed', value: <RelativeTime at={closedAt} /> },
    { label: status === 'open' ? 'Open for' : 'Cycle', value: <Count value={days} unit="day" /> },
    ...(status === 'lost' ? [{ label: 'Lost because', value: lostReason ?? UNKNOWN }] : []),
  ]
}

type Contact = Opportunity['contacts'][number]
type Move = Opportunity['history'][number]

const CONTACTS: Column<Contact>[] = [
  {
    id: 'name',
    header: 'Person',
    card: 'title',
    value: (row) => row.name,
    cell: (row) => (
      <span className="inline-flex items-center gap-2">
        {row.name}
        {row.isPrimary && <Badge tone="accent">Primary</Badge>}
      </span>
    ),
  },
  { id: 'role', header: 'Part', width: 180, value: (row) => row.role },
  {
    id: 'title',
    header: 'Job title',
    width: 200,
    value: (row) => row.jobTitle,
  },
  {
    id: 'email',
    header: 'E-mail',
    width: 240,
    value: (row) => row.email,
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

const historyOf = (currency: string | null): Column<Move>[] => [
  { id: 'to', header: 'Stage', card: 'title', value: (row) => row.toStage },
  {
    id: 'from',
    header: 'From',
    width: 200,
    value: (row) => row.fromStage,
  },
  {
    id: 'amount',
    header: 'Amount then',
    align: 'right',
    width: 150,
    value: (row) => money(row.amountMinor, currency),
  },
  {
    id: 'at',
    header: 'When',
    align: 'right',
    width: 140,
    value: (row) => instant(row.occurredAt),
  },
]

/** Ids in other systems and fields that have no place of their own. */
function Elsewhere({ opportunity: { externalIds, attributes } }: { opportunity: Opportunity }) {
  const items = [
    ...externalIds.map(({ system, externalId }) => ({ label: `Id in ${system}`, value: externalId })),
    ...Object.entries(attributes).map(([label, value]) => ({ label, value: String(value) })),
  ]
  if (items.length === 0) return null
  return (
    <Section title="From the source">
      <Facts items={items} />
    </Section>
  )
}
