import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import {
  Badge,
  Button,
  type Column,
  ConfirmDialog,
  DataTable,
  EmptyState,
  instant,
  rowsOf,
  Segmented,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { listMessages, listWebhooks, replayFailed } from '../contract.ts'
import { MESSAGE_STATES, type MessageRow, type WebhookRow } from './webhook-words.ts'

const THIRTY_DAYS_MS = 30 * 86_400_000

const COLUMNS: Column<MessageRow>[] = [
  {
    id: 'event',
    header: 'Event',
    card: 'title',
    value: (row) => row.event,
    cell: (row) => <code className="font-mono text-xs">{row.event}</code>,
  },
  {
    id: 'state',
    header: 'State',
    width: 110,
    value: (row) => MESSAGE_STATES[row.state].label,
    cell: (row) => <Badge tone={MESSAGE_STATES[row.state].tone}>{MESSAGE_STATES[row.state].label}</Badge>,
  },
  {
    id: 'answer',
    header: 'Last answer',
    value: (row) => row.lastFault ?? row.lastStatus,
    cell: (row) => (
      <span className="line-clamp-1 text-xs text-ink-2" title={row.lastFault ?? undefined}>
        {row.lastFault ?? row.lastStatus ?? '–'}
      </span>
    ),
  },
  { id: 'attempts', header: 'Attempts', align: 'right', width: 80, value: (row) => row.attempts },
  {
    id: 'next',
    header: 'Next try',
    align: 'right',
    width: 100,
    card: 'hidden',
    value: (row) => instant(row.nextAt),
  },
  {
    id: 'created',
    header: 'Happened',
    align: 'right',
    width: 110,
    value: (row) => instant(row.createdAt),
  },
]

type Shown = MessageRow['state'] | 'all'

/** What was sent to a webhook in the last 30 days. */
export function MessageLog({ webhook, onOpen }: { webhook: WebhookRow; onOpen: (id: string) => void }) {
  const [shown, setShown] = useState<Shown>('all')
  const [asking, setAsking] = useState(false)
  const messages = useList(listMessages, {
    id: webhook.id,
    limit: 50,
    ...(shown !== 'all' && { state: shown }),
  })
  const replay = useMutate(replayFailed, {
    invalidates: [listMessages, listWebhooks],
    done: ({ replayed }) => (replayed === 0 ? 'Nothing had failed' : `${replayed} on their way again`),
  })
  return (
    <section aria-label="Log" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented<Shown>
          label="Which messages"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: 'All' },
            { value: 'waiting', label: 'Waiting' },
            { value: 'failed', label: 'Failed' },
            { value: 'delivered', label: 'Delivered' },
          ]}
        />
        <Button
          size="sm"
          icon={RotateCcw}
          disabled={webhook.state !== 'active'}
          busy={replay.isPending}
          onClick={() => setAsking(true)}
        >
          Send failed ones again
        </Button>
      </div>
      <DataTable
        caption="Messages"
        csv="webhook-messages"
        {...rowsOf(messages)}
        columns={COLUMNS}
        rowId={(row) => row.id}
        onRowClick={(row) => onOpen(row.id)}
        empty={
          <EmptyState title={shown === 'all' ? 'Nothing was sent yet' : 'No such message'}>
            {shown === 'all'
              ? 'Send a test event to see that the receiver takes it.'
              : 'Messages of the last 30 days are kept here.'}
          </EmptyState>
        }
      />
      <ConfirmDialog
        title="Send all failed messages again?"
        description="Every message that failed in the last 30 days begins its schedule anew, under its own id. A receiver that remembers ids takes none twice."
        confirm="Send again"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() =>
          replay.mutate({ id: webhook.id, since: new Date(Date.now() - THIRTY_DAYS_MS).toISOString() })
        }
      />
    </section>
  )
}
