import { type Column, DataTable, EmptyState, instant, Section, useOperation } from '#platform/ui/index.ts'
import { followUpBreaches } from '../contract.ts'
import type { HandOffItem } from './data.ts'
import { whenWords } from './due-words.ts'
import { useMinute } from './minute.ts'
import { personColumn } from './person-column.tsx'

type Breach = HandOffItem & { missing: number }

/** Leads whose follow-up is behind the agreement: by name for one's own and one's people, the rest as a number. */
export function Breaches() {
  const { data, error, isPending, refetch } = useOperation(followUpBreaches, {})
  const now = useMinute()
  const others = data?.others ?? 0
  return (
    <Section
      plain
      title="Follow-up behind the agreement"
      description={
        others > 0
          ? `And ${others} more of sellers whom you do not manage: only they and their managers see them by name.`
          : 'Your own and those of the people you manage, by name.'
      }
    >
      <DataTable<Breach>
        caption="Follow-up behind the agreement"
        sortKey="late"
        rows={data?.items ?? []}
        columns={columns(now)}
        rowId={(row) => row.id}
        rowHref={(row) => `/handoffs?view=all&open=${row.id}`}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <EmptyState title="No follow-up is behind">
            Every accepted lead has had its attempts so far.
          </EmptyState>
        }
      />
    </Section>
  )
}

const columns = (now: number): Column<Breach>[] => [
  personColumn(),
  {
    id: 'seller',
    header: 'Seller',
    width: 180,
    sortable: true,
    value: (row) => row.sellerName,
    cell: (row) => row.sellerName ?? 'Nobody',
  },
  {
    id: 'attempts',
    header: 'Made',
    align: 'right',
    width: 80,
    value: (row) => row.attempts,
  },
  {
    id: 'missing',
    header: 'Missing',
    align: 'right',
    width: 90,
    sortable: true,
    sortFirst: 'desc',
    value: (row) => row.missing,
    cell: (row) => <span className="font-medium text-bad">{row.missing}</span>,
  },
  {
    id: 'next',
    header: 'Next was due',
    align: 'right',
    width: 140,
    value: (row) => instant(row.followUpDueAt),
    cell: (row) => (row.followUpDueAt === null ? '–' : whenWords(row.followUpDueAt, now)),
  },
]
