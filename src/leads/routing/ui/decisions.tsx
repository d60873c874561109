import { Route } from 'lucide-react'
import { useState } from 'react'
import {
  Badge,
  type Column,
  DataTable,
  Drawer,
  EmptyState,
  Link,
  RelativeTime,
  Section,
  Segmented,
  useList,
} from '#platform/ui/index.ts'
import { listDecisions } from '../contract.ts'
import type { DecisionItem } from '../schema.ts'

export const SHOWN = ['all', 'catch_all', 'nobody'] as const
type Shown = (typeof SHOWN)[number]

const ASKED: Record<Shown, Record<string, unknown>> = {
  all: {},
  catch_all: { match: 'catch_all' },
  nobody: { unassigned: true },
}

/** What was decided, latest first; a row opens its reasons. */
export function Decisions({ show, onShow }: { show: Shown; onShow: (next: Shown) => void }) {
  const list = useList(listDecisions, { limit: 50, ...ASKED[show] })
  const [open, setOpen] = useState<DecisionItem | null>(null)
  return (
    <Section title="Decisions" plain>
      <DataTable
        caption="Routing decisions"
        rows={list.items}
        columns={COLUMNS}
        rowId={(row) => row.id}
        onRowClick={setOpen}
        loading={list.isPending}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        onLoadMore={list.loadMore}
        loadingMore={list.loadingMore}
        csv="routing-decisions"
        toolbar={
          <Segmented
            label="Which decisions"
            value={show}
            onChange={onShow}
            options={[
              { value: 'all', label: 'All' },
              { value: 'catch_all', label: 'Catch-all' },
              { value: 'nobody', label: 'To nobody' },
            ]}
          />
        }
        empty={
          <EmptyState icon={Route} title={show === 'all' ? 'No lead was routed yet' : 'None of these'}>
            {show === 'all'
              ? 'A lead is routed the moment it qualifies. The simulator shows today who would get the last ones.'
              : 'Nothing landed here.'}
          </EmptyState>
        }
      />
      <Drawer open={open !== null} onOpenChange={() => setOpen(null)} title="Why this seller">
        {open && <Reasons decision={open} />}
      </Drawer>
    </Section>
  )
}

const COLUMNS: Column<DecisionItem>[] = [
  {
    id: 'lead',
    header: 'Lead',
    card: 'title',
    value: (row) => row.personName,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate">{row.personName}</span>
        {row.accountName && <span className="truncate text-xs text-ink-3">{row.accountName}</span>}
      </span>
    ),
  },
  {
    id: 'seller',
    header: 'Seller',
    width: 180,
    value: (row) => row.seller?.name,
    cell: (row) => row.seller?.name ?? <Badge tone="bad">Nobody</Badge>,
  },
  { id: 'rule', header: 'Rule', width: 200, value: (row) => row.rule.name, cell: (row) => row.rule.name },
  {
    id: 'because',
    header: 'Because',
    card: 'hidden',
    value: (row) => row.because,
    cell: (row) => row.because,
  },
  {
    id: 'at',
    header: 'When',
    width: 130,
    value: (row) => new Date(row.occurredAt).toISOString(),
    cell: (row) => <RelativeTime at={row.occurredAt} />,
  },
]

/** Everything a decision followed from. */
function Reasons({
  decision,
}: {
  decision: Pick<DecisionItem, 'personId' | 'personName' | 'because' | 'evidence' | 'tried' | 'skipped'> & {
    givenBack?: boolean
  }
}) {
  const { personId, personName, because, evidence, tried, skipped, givenBack } = decision
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Link href={`/leads/${personId}`}>{personName}</Link>
        <p className="mt-1">{because}</p>
        {givenBack && <p className="text-ink-3">Its turn was given back when the lead was reassigned.</p>}
      </div>
      <Sentences title="How the account was found" items={evidence} />
      <Sentences title="Passed over" items={skipped.map(({ name, why }) => `${name}: ${why}`)} />
      <Sentences title="Rules that did not match" items={tried.map(({ name, why }) => `${name}: ${why}`)} />
    </div>
  )
}

function Sentences({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <div>
      <h3 className="text-xs font-medium text-ink-3">{title}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}
