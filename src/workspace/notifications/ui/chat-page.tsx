import { MessagesSquare, Pencil, Plus, Power, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import {
  Badge,
  Button,
  type Column,
  ConfirmDialog,
  DataTable,
  EmptyState,
  formatCount,
  instant,
  Menu,
  RelativeTime,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { SettingsPage } from '#workspace/access/ui/index.ts'
import { changeChannel, listChannels, removeChannel, testChannel } from '../contract.ts'
import { type ChannelRow, ChatDialog } from './chat-dialog.tsx'

const SERVICES = { slack: 'Slack', teams: 'Microsoft Teams' }

function stateOf({ state, problem }: ChannelRow) {
  if (state === 'disabled') return <Badge>Off</Badge>
  return problem === null ? <Badge tone="good">On</Badge> : <Badge tone="warn">Failing</Badge>
}

const COLUMNS: Column<ChannelRow>[] = [
  {
    id: 'name',
    header: 'Channel',
    card: 'title',
    value: (row) => row.name,
    cell: (row) => <span className="font-medium">{row.name}</span>,
  },
  {
    id: 'service',
    header: 'Service',
    width: 150,
    value: (row) => SERVICES[row.service],
    cell: (row) => SERVICES[row.service],
  },
  {
    id: 'kinds',
    header: 'Posts',
    width: 100,
    value: (row) => row.kinds.length,
    cell: (row) => `${formatCount(row.kinds.length)} ${row.kinds.length === 1 ? 'kind' : 'kinds'}`,
  },
  {
    id: 'state',
    header: 'State',
    value: (row) => row.problem ?? row.state,
    cell: (row) => (
      <span className="flex min-w-0 flex-col items-start gap-0.5">
        {stateOf(row)}
        {row.problem && <span className="text-xs text-pretty break-words text-ink-2">{row.problem}</span>}
      </span>
    ),
  },
  {
    id: 'last',
    header: 'Last post',
    align: 'right',
    width: 130,
    value: (row) => instant(row.lastPostAt),
    cell: (row) => <RelativeTime at={row.lastPostAt} />,
  },
]

/** Channels of Slack and Teams that are told what concerns the team. */
export default function ChatPage() {
  const channels = useList(listChannels, { limit: 100 })
  const [making, setMaking] = useState(false)
  const [editing, setEditing] = useState<ChannelRow | null>(null)
  const [removing, setRemoving] = useState<ChannelRow | null>(null)
  const remove = useMutate(removeChannel, { invalidates: [listChannels], done: 'Channel removed' })
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      New channel
    </Button>
  )
  const columns: Column<ChannelRow>[] = [
    ...COLUMNS,
    {
      id: 'actions',
      header: 'Actions',
      align: 'right',
      width: 150,
      cell: (row) => (
        <Actions channel={row} onChange={() => setEditing(row)} onRemove={() => setRemoving(row)} />
      ),
    },
  ]
  return (
    <SettingsPage
      title="Chat"
      description="Channels of Slack and Teams that are told what concerns the team, once for everybody."
      actions={add}
    >
      <DataTable
        caption="Channels"
        rows={channels.items}
        columns={columns}
        rowId={(row) => row.id}
        loading={channels.isPending}
        error={channels.error}
        onRetry={channels.retry}
        empty={
          <EmptyState icon={MessagesSquare} title="No channels" action={add}>
            New leads, contested rejections and leads that nobody works can be posted where your team talks.
          </EmptyState>
        }
      />
      <ChatDialog open={making} onOpenChange={setMaking} />
      {editing && <ChatDialog channel={editing} open onOpenChange={(open) => !open && setEditing(null)} />}
      <ConfirmDialog
        title={`Remove ${removing?.name ?? ''}?`}
        description="Nothing is posted there any more, and its address is forgotten."
        confirm="Remove it"
        danger
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        onConfirm={() => removing && remove.mutate({ id: removing.id })}
      />
    </SettingsPage>
  )
}

function Actions({
  channel: { id, state },
  onChange,
  onRemove,
}: {
  channel: ChannelRow
  onChange: () => void
  onRemove: () => void
}) {
  const test = useMutate(testChannel, { invalidates: [listChannels], done: 'A line is on its way' })
  const turn = useMutate(changeChannel, { invalidates: [listChannels] })
  const other = state === 'active' ? 'disabled' : 'active'
  return (
    <span className="flex justify-end gap-1">
      <Button
        size="sm"
        icon={Send}
        disabled={state !== 'active'}
        busy={test.isPending}
        onClick={() => test.mutate({ id })}
      >
        Try
      </Button>
      <Menu
        align="end"
        trigger={
          <Button size="sm" variant="quiet">
            More
          </Button>
        }
        entries={[
          { label: 'Change', icon: Pencil, onSelect: onChange },
          {
            label: other === 'active' ? 'Switch on' : 'Switch off',
            icon: Power,
            onSelect: () => turn.mutate({ id, state: other }),
          },
          { kind: 'separator' },
          { label: 'Remove', icon: Trash2, danger: true, onSelect: onRemove },
        ]}
      />
    </span>
  )
}
