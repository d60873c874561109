import {
  type Column,
  Count,
  DataTable,
  EmptyState,
  ErrorState,
  Facts,
  formatMoney,
  instant,
  Link,
  Loading,
  money,
  Page,
  PageHeader,
  RelativeTime,
  Section,
  UNKNOWN,
  useOperation,
  usePathParam,
} from '#platform/ui/index.ts'
import { OutcomeBadge } from '#records/deals/ui/index.ts'
import { type Account, readAccount } from '../contract.ts'
import { Amounts } from './amounts.tsx'

export default function AccountPage() {
  const accountId = usePathParam('accountId')
  const { data, error, isPending, refetch } = useOperation(readAccount, { accountId }, { keep: false })
  return (
    <Page>
      {isPending && <Loading lines={10} label="Loading the account" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <AccountInFull account={data} />}
    </Page>
  )
}

type Contact = Account['contacts'][number]
type Deal = Account['opportunities'][number]

const PEOPLE: Column<Contact>[] = [
  { id: 'name', header: 'Person', card: 'title', value: (row) => row.name },
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
    id: 'touches',
    header: 'Touches',
    align: 'right',
    width: 90,
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

const DEALS: Column<Deal>[] = [
  { id: 'name', header: 'Opportunity', card: 'title', value: (row) => row.name },
  {
    id: 'status',
    header: 'Outcome',
    width: 100,
    value: (row) => row.status,
    cell: (row) => <OutcomeBadge status={row.status} />,
  },
  { id: 'stage', header: 'Stage', width: 160, value: (row) => row.stage },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    width: 130,
    value: (row) => money(row.amountMinor, row.currency),
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
    header: 'Closed',
    align: 'right',
    width: 130,
    value: (row) => instant(row.closedAt),
  },
]

function AccountInFull({ account }: { account: Account }) {
  return (
    <>
      <PageHeader
        title={account.name}
        crumbs={[{ label: 'Accounts', href: '/accounts' }, { label: account.name }]}
        description={
          [account.industry, account.region, account.country].filter(Boolean).join(' · ') || undefined
        }
      />
      <div className="flex flex-col gap-6">
        <Section title="At a glance">
          <Facts items={factsOf(account)} />
        </Section>
        <Section title="Opportunities" flush>
          <DataTable
            caption={`Opportunities of ${account.name}`}
            csv="opportunities-of-account"
            rows={account.opportunities}
            columns={DEALS}
            rowId={(row) => row.id}
            rowHref={(row) => `/opportunities/${row.id}`}
            bare
            empty={<EmptyState title="No opportunities yet">They come with an import.</EmptyState>}
          />
        </Section>
        <Section title="People" flush>
          <DataTable
            caption={`People of ${account.name}`}
            csv="people-of-account"
            rows={account.contacts}
            columns={PEOPLE}
            rowId={(row) => row.id}
            rowHref={(row) => `/leads/${row.id}`}
            bare
            empty={
              <EmptyState title="Nobody is known here yet">
                People are linked by their company or the domain of their address.
              </EmptyState>
            }
          />
        </Section>
        {account.children.length > 0 && (
          <Section title="Subsidiaries">
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {account.children.map(({ id, name }) => (
                <li key={id}>
                  <Link href={`/accounts/${id}`}>{name}</Link>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Elsewhere account={account} />
      </div>
    </>
  )
}

function factsOf(account: Account) {
  const revenue =
    account.annualRevenueMinor !== null && account.currency
      ? formatMoney(account.annualRevenueMinor, account.currency, { short: true })
      : UNKNOWN
  return [
    { label: 'Owner', value: account.sellerName ?? UNKNOWN },
    { label: 'Domain', value: account.domain ?? UNKNOWN },
    { label: 'Employees', value: <Count value={account.employees} /> },
    { label: 'Annual revenue', value: revenue },
    { label: 'Open pipeline', value: <Amounts amounts={account.pipeline} /> },
    { label: 'Last touch', value: <RelativeTime at={account.lastTouchAt} /> },
    { label: 'Phone', value: account.phone ?? UNKNOWN },
    {
      label: 'Part of',
      value: account.parent ? (
        <Link href={`/accounts/${account.parent.id}`}>{account.parent.name}</Link>
      ) : (
        UNKNOWN
      ),
    },
  ]
}

/** Ids in other systems and fields that have no place of their own. */
function Elsewhere({ account }: { account: Account }) {
  const items = [
    ...account.externalIds.map(({ system, externalId }) => ({ label: `Id in ${system}`, value: externalId })),
    ...Object.entries(account.attributes).map(([label, value]) => ({ label, value: String(value) })),
  ]
  if (items.length === 0) return null
  return (
    <Section title="From the source">
      <Facts items={items} />
    </Section>
  )
}
