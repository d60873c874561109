import { Route, UserRoundPlus, Workflow, Wrench } from 'lucide-react'
import { useState } from 'react'
import { PickCell, type Picked, PickHead, usePicked, WithheldSeller } from '#leads/handoff/ui/index.ts'
import {
  amounts,
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  formatMoney,
  instant,
  rowsOf,
  Section,
  useList,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { type LeakCount, type LeakItem, leakItems } from '../contract.ts'
import type { LeakKind, Mend } from '../rules/kinds.ts'
import { MendDialog, useMend } from './mend-dialog.tsx'

/** As many as one call mends. */
const MOST = 200

const MENDS: Record<Mend, { one: string; many: string; icon: typeof Route }> = {
  route: { one: 'Route', many: 'Route', icon: Route },
  reassign: { one: 'Reassign', many: 'Reassign', icon: UserRoundPlus },
  enrol: { one: 'Enrol', many: 'Enrol', icon: Workflow },
  own: { one: 'Give owner', many: 'Give owners', icon: Wrench },
}

/** The people in one leak, the longest first, mended one by one or many at once. */
export function LeakPeople({ leak }: { leak: LeakCount }) {
  const list = useList(leakItems, { kind: leak.key, limit: 200 })
  const mayWork = useMay('handoff.work')
  const mayEnrol = useMay('nurture.change')
  const may = leak.mend === 'enrol' ? mayEnrol : mayWork
  const ids = list.items.map(({ personId }) => personId)
  const picked = usePicked(ids)
  const [asking, setAsking] = useState<string[] | null>(null)
  const mend = useMend(leak, () => {
    picked.drop(asking ?? [])
    setAsking(null)
  })
  const { many, icon } = MENDS[leak.mend]
  return (
    <Section plain title={leak.name} description={leak.meaning}>
      <DataTable
        caption={leak.name}
        {...rowsOf(list)}
        columns={[
          ...(may ? [pickColumn(picked)] : []),
          ...columnsOf(leak.key),
          ...(may ? [mendColumn(leak.mend, (item) => setAsking([item.personId]), mend.busy)] : []),
        ]}
        rowId={(row) => row.personId}
        rowHref={(row) =>
          row.handOffId === null ? `/leads/${row.personId}` : `/handoffs?view=all&open=${row.handOffId}`
        }
        total={leak.count}
        height="calc(100dvh - 15rem)"
        csv={`leak-${leak.key}`}
        toolbar={
          may &&
          list.items.length > 0 && (
            <>
              <PickHead picked={picked} all={ids} most={MOST} />
              {picked.ids.length > 0 && (
                <Button
                  size="sm"
                  variant="primary"
                  icon={icon}
                  onClick={() => setAsking(picked.ids.slice(0, MOST))}
                >
                  {many} {Math.min(picked.ids.length, MOST)}
                </Button>
              )}
            </>
          )
        }
        empty={<EmptyState title="Nothing leaks here">{leak.meaning}</EmptyState>}
      />
      {asking && (
        <MendDialog
          leak={leak}
          people={asking.length}
          busy={mend.busy}
          onClose={() => setAsking(null)}
          onSend={(choice) => mend.send(asking, choice)}
        />
      )}
    </Section>
  )
}

const pickColumn = (picked: Picked): Column<LeakItem> => ({
  id: 'pick',
  header: 'Pick',
  width: 40,
  card: 'corner',
  cell: (row) => <PickCell picked={picked} id={row.personId} label={row.personName} />,
})

const mendColumn = (mend: Mend, onMend: (item: LeakItem) => void, busy: boolean): Column<LeakItem> => ({
  id: 'mend',
  header: 'Mend',
  align: 'right',
  width: 120,
  cell: (row) => {
    // who has it already gets another seller, whatever the leak
    const { one } = MENDS[mend === 'route' && row.handOffId !== null ? 'reassign' : mend]
    return (
      <Button size="sm" disabled={busy} aria-label={`${one}: ${row.personName}`} onClick={() => onMend(row)}>
        {one}
      </Button>
    )
  },
})

const SINCE: Record<LeakKind, string> = {
  hand_raises: 'Raised a hand',
  unrouted: 'Qualified',
  untouched: 'Was due',
  silent: 'Last attempt',
  trackless: 'Recycled',
  ownerless: 'Last activity',
}

function columnsOf(kind: LeakKind): Column<LeakItem>[] {
  return [
    {
      id: 'person',
      header: 'Person',
      card: 'title',
      value: (row) => row.personName,
      cell: (row) => (
        <span className="flex flex-col">
          {row.personName}
          <span className="text-xs font-normal text-ink-3">{row.accountName ?? 'No account known'}</span>
        </span>
      ),
    },
    ...WHO[kind],
    {
      id: 'stake',
      header: 'At stake',
      align: 'right',
      width: 150,
      value: (row) => amounts(row.amounts),
      cell: (row) =>
        row.amounts.length === 0 ? (
          <span className="text-ink-3" title="No open opportunity with an amount is known at the account">
            none known
          </span>
        ) : (
          row.amounts
            .map(({ amountMinor, currency }) => formatMoney(amountMinor, currency, { short: true }))
            .join(' + ')
        ),
    },
    {
      id: 'since',
      header: SINCE[kind],
      align: 'right',
      width: 150,
      value: (row) => instant(row.since),
    },
  ]
}

const seller: Column<LeakItem> = {
  id: 'seller',
  header: 'Seller',
  width: 160,
  value: (row) => row.sellerName,
  cell: (row) => row.sellerName ?? (row.handOffId === null ? 'Nobody' : <WithheldSeller />),
}

const WHO: Record<LeakKind, Column<LeakItem>[]> = {
  hand_raises: [seller],
  untouched: [seller],
  silent: [seller],
  unrouted: [
    {
      id: 'live',
      header: 'Before going live',
      width: 140,
      value: (row) => (row.beforeLive ? 'yes' : ''),
      cell: (row) => row.beforeLive && <Badge>From before</Badge>,
    },
  ],
  trackless: [
    {
      id: 'reason',
      header: 'Reason',
      width: 170,
      value: (row) => row.reason?.name,
    },
    {
      id: 'track',
      header: 'Its track',
      width: 150,
      value: (row) => row.track?.name,
    },
  ],
  ownerless: [
    {
      id: 'hint',
      header: 'Worked on by',
      width: 170,
      value: (row) => row.suggestedSeller?.name,
    },
  ],
}
