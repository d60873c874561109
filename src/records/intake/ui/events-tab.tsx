import { Bot, Plug, TriangleAlert } from 'lucide-react'
import type { z } from 'zod'
import {
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  instant,
  Link,
  type Tone,
  Tooltip,
  useOperation,
} from '#platform/ui/index.ts'
import { type IntakeEventItem, listIntakeEvents } from '../contract.ts'
import { KIND_WORDS } from './words.ts'

type Row = z.output<typeof IntakeEventItem>

const STATES: Record<Row['state'], { label: string; tone: Tone }> = {
  touch: { label: 'Touch', tone: 'good' },
  anonymous: { label: 'Visitor unknown', tone: 'neutral' },
  waiting: { label: 'Waiting', tone: 'accent' },
  set_aside: { label: 'Set aside', tone: 'bad' },
  done: { label: 'No touch', tone: 'neutral' },
}

function Marks({ row }: { row: Row }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <Badge tone={STATES[row.state].tone}>{row.kind ? KIND_WORDS[row.kind] : STATES[row.state].label}</Badge>
      {row.machine && (
        <Tooltip content={row.machine}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip opens on focus too */}
          <span tabIndex={0} className="inline-flex">
            <Badge tone="warn" icon={Bot}>
              Machine
            </Badge>
          </span>
        </Tooltip>
      )}
      {row.warning && (
        <Tooltip content={row.warning}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip opens on focus too */}
          <span tabIndex={0} className="inline-flex">
            <Badge tone="warn" icon={TriangleAlert}>
              Unusual
            </Badge>
          </span>
        </Tooltip>
      )}
    </span>
  )
}

const COLUMNS: Column<Row>[] = [
  {
    id: 'event',
    header: 'Event',
    card: 'title',
    value: (row) => row.name ?? row.type,
    cell: (row) => (
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="truncate font-medium">{row.name ?? row.type}</span>
        {row.name && <span className="shrink-0 text-xs text-ink-3">{row.type}</span>}
      </span>
    ),
  },
  {
    id: 'became',
    header: 'Became',
    value: (row) => row.kind ?? row.state,
    cell: (row) => <Marks row={row} />,
  },
  {
    id: 'who',
    header: 'Who',
    value: (row) => row.person?.name ?? row.anonymousId,
    cell: (row) =>
      row.person ? (
        <Link href={`/leads/${row.person.id}`}>{row.person.name}</Link>
      ) : (
        <code className="block truncate font-mono text-xs text-ink-3">{row.anonymousId ?? '–'}</code>
      ),
  },
  {
    id: 'source',
    header: 'From',
    width: 80,
    card: 'hidden',
    value: (row) => row.source,
  },
  {
    id: 'occurred',
    header: 'Happened',
    align: 'right',
    width: 130,
    value: (row) => instant(row.occurredAt),
  },
]

const TWO_SECONDS = 2_000

/** The last events as they come in. */
export function EventsTab({ onConnect }: { onConnect: () => void }) {
  const { data, error, isPending, refetch } = useOperation(
    listIntakeEvents,
    { limit: 100 },
    { everyMilliseconds: TWO_SECONDS },
  )
  return (
    <DataTable
      caption="The last events"
      rows={data?.items ?? []}
      columns={COLUMNS}
      rowId={(row) => row.id}
      loading={isPending}
      error={error}
      onRetry={() => void refetch()}
      csv="events"
      toolbar={<span className="text-xs text-ink-3">The last 100, as they come in</span>}
      empty={
        <EmptyState
          icon={Plug}
          title="No events yet"
          action={
            <Button variant="primary" onClick={onConnect}>
              Connect a site or server
            </Button>
          }
        >
          As soon as a site or server sends something, it shows here within a second.
        </EmptyState>
      }
    />
  )
}
