import { UserRoundPlus, X } from 'lucide-react'
import { useState } from 'react'
import {
  Anchor,
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  Field,
  instant,
  rowsOf,
  Section,
  Textarea,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import {
  followUpBreaches,
  handOffCounts,
  listHandOffs,
  readHandOff,
  reassignHandOffs,
  sellerLoads,
} from '../contract.ts'
import type { HandOffItem } from './data.ts'
import { Due, WithheldSeller } from './due.tsx'
import { personColumn } from './person-column.tsx'
import { PickCell, PickHead, usePicked } from './picked.tsx'
import { givenWords, SellerDialog, useSellerName } from './seller-dialog.tsx'
import { STATE_WORDS } from './words.ts'

/** As many as one call may move. */
const MOST = 200

/** Open hand-offs, the most urgent first, many of which can be given to somebody else at once. */
export function Redistribute({ sellerId, onClear }: { sellerId: string; onClear: () => void }) {
  const sellerName = useSellerName()(sellerId) ?? 'one seller'
  const list = useList(listHandOffs, {
    view: 'all',
    group: 'open',
    limit: 200,
    ...(sellerId && { seller: [sellerId] }),
  })
  const mayMove = useMay('handoff.work')
  const picked = usePicked(list.items.map(({ id }) => id))
  const ids = picked.ids.slice(0, MOST)
  const [asking, setAsking] = useState(false)
  const columns = mayMove ? [pickColumn(picked), ...COLUMNS] : COLUMNS
  return (
    <Section plain title="Open hand-offs">
      <DataTable
        caption="Open hand-offs"
        {...rowsOf(list)}
        columns={columns}
        rowId={(row) => row.id}
        rowHref={(row) => `/handoffs?view=all&open=${row.id}`}
        height="32rem"
        toolbar={
          <>
            {mayMove && <PickHead picked={picked} all={list.items.map(({ id }) => id)} most={MOST} />}
            {ids.length > 0 && (
              <Button size="sm" variant="primary" icon={UserRoundPlus} onClick={() => setAsking(true)}>
                Reassign {ids.length}
              </Button>
            )}
            {sellerId && (
              <Button
                size="sm"
                icon={X}
                aria-label={`Show all sellers, not only ${sellerName}`}
                onClick={onClear}
              >
                Only {sellerName}
              </Button>
            )}
          </>
        }
        empty={
          sellerId ? (
            <EmptyState
              title={`Nothing is open with ${sellerName}`}
              action={<Button onClick={onClear}>Show all sellers</Button>}
            />
          ) : (
            <EmptyState title="Nothing is open">New hand-offs appear here by themselves.</EmptyState>
          )
        }
      />
      {asking && <Reassign ids={ids} onDone={() => picked.drop(ids)} onClose={() => setAsking(false)} />}
    </Section>
  )
}

/** What a reassignment does; giving back is one more, so there is no undo. */
const REASSIGNED =
  'The new seller is asked anew, also for what was accepted already. Their clock starts now; the clock of the lead runs on. It cannot be undone: giving back asks the former seller anew.'

function Reassign({ ids, onDone, onClose }: { ids: string[]; onDone: () => void; onClose: () => void }) {
  const [note, setNote] = useState('')
  const nameOf = useSellerName()
  const move = useMutate(reassignHandOffs, {
    invalidates: [listHandOffs, handOffCounts, readHandOff, sellerLoads, followUpBreaches],
    done: ({ reassigned, unchanged }, { sellerId }) => givenWords(reassigned, unchanged, nameOf(sellerId)),
    onDone: () => {
      onDone()
      onClose()
    },
  })
  return (
    <SellerDialog
      title={ids.length === 1 ? 'Reassign one hand-off' : `Reassign ${ids.length} hand-offs`}
      description={REASSIGNED}
      byRules="By the rules"
      busy={move.isPending}
      onClose={onClose}
      onSend={(sellerId) =>
        move.mutate({
          handOffIds: ids,
          ...(sellerId && { sellerId }),
          ...(note.trim() && { note: note.trim() }),
        })
      }
    >
      <Field label="Note" optional>
        <Textarea rows={2} maxLength={2_000} value={note} onChange={setNote} placeholder="Why it moves" />
      </Field>
    </SellerDialog>
  )
}

const pickColumn = (picked: ReturnType<typeof usePicked>): Column<HandOffItem> => ({
  id: 'pick',
  header: 'Pick',
  width: 40,
  card: 'corner',
  cell: (row) => <PickCell picked={picked} id={row.id} label={row.personName} />,
})

const COLUMNS: Column<HandOffItem>[] = [
  personColumn(),
  {
    id: 'state',
    header: 'State',
    width: 110,
    value: (row) => STATE_WORDS[row.state].name,
    cell: (row) => <Badge tone={STATE_WORDS[row.state].tone}>{STATE_WORDS[row.state].name}</Badge>,
  },
  {
    id: 'seller',
    header: 'Seller',
    width: 170,
    value: (row) => row.sellerName,
    cell: (row) => {
      if (row.sellerName !== null) return row.sellerName
      if (row.sellerWithheld) return <WithheldSeller />
      return (
        <Anchor href="/handoffs?view=all&unassigned=true" className="text-warn hover:underline">
          Nobody
        </Anchor>
      )
    },
  },
  { id: 'grade', header: 'Grade', width: 70, value: (row) => row.grade },
  {
    id: 'due',
    header: 'Due',
    width: 190,
    value: (row) => instant(row.dueAt),
    cell: (row) => <Due item={row} />,
  },
]
