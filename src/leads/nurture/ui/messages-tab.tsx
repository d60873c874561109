import { Mail } from 'lucide-react'
import {
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  instant,
  rowsOf,
  Select,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { decideMessage, listMessages, listTracks, type Message } from '../contract.ts'
import { MESSAGE_STATES } from '../rules/states.ts'
import { type TabProps, TrackSelect } from './people-tab.tsx'
import { STATE_WORDS } from './words.ts'

export function MessagesTab({ search, onSearch, tracks }: TabProps) {
  const may = useMay('nurture.change')
  const list = useList(listMessages, {
    limit: 100,
    ...(search.state !== 'all' && { state: search.state }),
    ...(search.track && { track: search.track }),
  })
  const decide = useMutate(decideMessage, { invalidates: [listMessages, listTracks], done: 'Decided' })
  return (
    <>
      <FilterBar>
        <Select
          compact
          label="What became of it"
          value={search.state}
          onChange={(state) => onSearch({ state })}
          options={[
            { value: 'all' as const, label: 'All messages' },
            ...MESSAGE_STATES.map((state) => ({ value: state, label: STATE_WORDS[state].label })),
          ]}
        />
        <TrackSelect search={search} onSearch={onSearch} tracks={tracks} />
      </FilterBar>
      <DataTable
        caption="Nurture messages"
        {...rowsOf(list)}
        rowId={(row) => row.id}
        columns={columns(may, (messageId, again) => decide.mutate({ messageId, again }))}
        csv="nurture-messages"
        empty={
          <EmptyState icon={Mail} title="No messages">
            {search.state === 'unknown'
              ? 'No message waits for a decision.'
              : 'What is sent to people on tracks is listed here, with what became of it.'}
          </EmptyState>
        }
      />
    </>
  )
}

function columns(may: boolean, onDecide: (messageId: string, again: boolean) => void): Column<Message>[] {
  return [
    {
      id: 'subject',
      header: 'Message',
      card: 'title',
      value: (row) => row.subject ?? row.stepKey,
      cell: (row) => row.subject ?? row.stepKey,
    },
    {
      id: 'to',
      header: 'To',
      value: (row) => row.email,
      cell: (row) => (
        <span className="min-w-0">
          {row.name} <span className="text-xs break-all text-ink-3">{row.email}</span>
        </span>
      ),
    },
    {
      id: 'track',
      header: 'Track',
      width: 140,
      card: 'hidden',
      value: (row) => row.trackName,
    },
    {
      id: 'state',
      header: 'What became of it',
      value: (row) => row.state,
      cell: (row) => (
        <span className="flex flex-col items-start gap-1">
          <Badge tone={STATE_WORDS[row.state].tone}>{STATE_WORDS[row.state].label}</Badge>
          {row.detail && row.state !== 'sent' && (
            <span className="text-xs break-words text-ink-3">{row.detail}</span>
          )}
          {row.state === 'unknown' && may && (
            <span className="flex flex-wrap gap-1.5">
              <Button size="sm" onClick={() => onDecide(row.id, false)}>
                Count as sent
              </Button>
              <Button size="sm" variant="quiet" onClick={() => onDecide(row.id, true)}>
                Send again
              </Button>
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'when',
      header: 'When',
      width: 140,
      value: (row) => instant(row.doneAt ?? row.tryAt),
    },
  ]
}
