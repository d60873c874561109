import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import {
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  formatCount,
  instant,
  RelativeTime,
  useList,
  useSearchState,
} from '#platform/ui/index.ts'
import { SettingsPage } from '#workspace/access/ui/index.ts'
import { listWebhooks } from '../contract.ts'
import { WebhookDialog } from './webhook-dialog.tsx'
import { WebhookDrawer } from './webhook-drawer.tsx'
import { stateOf, type WebhookRow } from './webhook-words.ts'

const Search = z.object({ endpoint: z.string().default(''), message: z.string().default('') })

const COLUMNS: Column<WebhookRow>[] = [
  {
    id: 'url',
    header: 'Address',
    card: 'title',
    value: (row) => row.url,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-medium">{row.description || new URL(row.url).host}</span>
        <span className="truncate text-xs text-ink-3">{row.url}</span>
      </span>
    ),
  },
  {
    id: 'events',
    header: 'Events',
    width: 120,
    value: (row) => row.events.join(' '),
    cell: (row) =>
      row.events.includes('*')
        ? 'Every one'
        : `${formatCount(row.events.length)} ${row.events.length === 1 ? 'type' : 'types'}`,
  },
  {
    id: 'state',
    header: 'State',
    width: 100,
    value: (row) => stateOf(row).label,
    cell: (row) => <Badge tone={stateOf(row).tone}>{stateOf(row).label}</Badge>,
  },
  {
    id: 'delivered',
    header: 'Delivered, 7 days',
    align: 'right',
    width: 140,
    value: (row) => row.lastWeek.delivered,
    cell: (row) => formatCount(row.lastWeek.delivered),
  },
  {
    id: 'waiting',
    header: 'Waiting',
    align: 'right',
    width: 90,
    value: (row) => row.lastWeek.waiting,
    cell: (row) => formatCount(row.lastWeek.waiting),
  },
  {
    id: 'failed',
    header: 'Failed',
    align: 'right',
    width: 90,
    value: (row) => row.lastWeek.failed,
    cell: (row) => formatCount(row.lastWeek.failed),
  },
  {
    id: 'success',
    header: 'Last delivered',
    align: 'right',
    width: 140,
    value: (row) => instant(row.lastSuccessAt),
    cell: (row) => <RelativeTime at={row.lastSuccessAt} />,
  },
]

/** Addresses of other systems that are sent events, each with its log. */
export default function WebhooksPage() {
  const [{ endpoint, message }, setSearch] = useSearchState(Search)
  const [making, setMaking] = useState(false)
  const webhooks = useList(listWebhooks, { limit: 100 })
  const opened = webhooks.items.find(({ id }) => id === endpoint) ?? null
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      New webhook
    </Button>
  )
  return (
    <SettingsPage
      title="Webhooks"
      description="Other systems are sent what happens here: signed, tried again for three days, kept in a log for 30."
      actions={add}
    >
      <DataTable
        caption="Webhooks"
        rows={webhooks.items}
        columns={COLUMNS}
        rowId={(row) => row.id}
        onRowClick={(row) => setSearch({ endpoint: row.id, message: '' })}
        loading={webhooks.isPending}
        error={webhooks.error}
        onRetry={webhooks.retry}
        empty={
          <EmptyState icon={WebhookIcon} title="No webhooks" action={add}>
            A webhook tells your own software when a lead is handed over, accepted, or becomes business.
          </EmptyState>
        }
      />
      <WebhookDialog open={making} onOpenChange={setMaking} />
      {opened && (
        <WebhookDrawer
          webhook={opened}
          messageId={message}
          onMessage={(id) => setSearch({ message: id })}
          onClose={() => setSearch({ endpoint: '', message: '' })}
        />
      )}
    </SettingsPage>
  )
}
