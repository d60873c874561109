import { Route } from 'lucide-react'
import { useState } from 'react'
import {
  Badge,
  type Column,
  DataTable,
  Drawer,
  EmptyState,
  instant,
  rowsOf,
  Section,
  Segmented,
  useList,
} from '#platform/ui/index.ts'
import { listDecisions } from '../contract.ts'
import type { DecisionItem } from '../schema.ts'
import { Reasons } from './reasons.tsx'

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
        {...rowsOf(list)}
        columns={COLUMNS}
        rowId={(row) => row.id}
        onRowClick={setOpen}
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
  { id: 'rule', header: 'Rule', width: 200, value: (row) => row.rule.name },
  {
    id: 'because',
    header: 'Because',
    card: 'hidden',
    value: (row) => row.because,
  },
  {
    id: 'at',
    header: 'When',
    width: 130,
    value: (row) => instant(row.occurredAt),
  },
]
