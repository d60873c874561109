import { Plug } from 'lucide-react'
import type { z } from 'zod'
import {
  Badge,
  Banner,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Figure,
  FigureRow,
  formatCount,
  formatExact,
  instant,
  Loading,
  Section,
  Trend,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { type IntakeOverview, retrySetAside, showIntake } from '../contract.ts'
import { OUTCOMES } from '../rules/reasons.ts'
import { OUTCOME_WORDS } from './words.ts'

type Overview = z.output<typeof IntakeOverview>
type Refusal = Overview['refusals'][number]

const FIVE_SECONDS = 5_000

/** Everything that came in the last 24 hours; the outcomes add up to it. */
export function OverviewTab({ onConnect }: { onConnect: () => void }) {
  const { data, error, refetch } = useOperation(showIntake, {}, { everyMilliseconds: FIVE_SECONDS })
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading lines={8} />
  if (data.received === 0 && data.refusals.length === 0 && data.setAside.length === 0)
    return (
      <EmptyState
        icon={Plug}
        title="Nothing has arrived in the last 24 hours"
        action={
          <Button variant="primary" onClick={onConnect}>
            Connect a site or server
          </Button>
        }
      >
        Make a write key and put the snippet into your site, or point a Segment library here.
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-6">
      {data.setAside.length > 0 && <SetAside overview={data} />}
      <Outcomes overview={data} />
      <Hours overview={data} />
      {data.reasons.length > 0 && <Reasons overview={data} />}
      <Refusals rows={data.refusals} />
    </div>
  )
}

function Outcomes({ overview }: { overview: Overview }) {
  return (
    <div>
      <FigureRow>
        <Figure
          label="Received"
          value={formatCount(overview.received)}
          note={overview.waiting > 0 ? `${formatCount(overview.waiting)} waiting` : 'All worked on'}
        />
        {OUTCOMES.map((outcome) => (
          <Figure
            key={outcome}
            label={OUTCOME_WORDS[outcome].label}
            value={formatCount(overview.totals[outcome])}
            note={OUTCOME_WORDS[outcome].means}
          />
        ))}
      </FigureRow>
      <p className="mt-1.5 text-xs text-ink-3">
        Since {formatExact(overview.since)}. Received is the sum of the five; a request that could not be read
        counts as one.
      </p>
    </div>
  )
}

const hourOf = (at: number) =>
  new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(at)

function Hours({ overview: { hours } }: { overview: Overview }) {
  const refused = (hour: Overview['hours'][number]) => hour.filtered + hour.limited + hour.invalid
  return (
    <Section title="By the hour">
      <Trend
        title="Events by the hour"
        titleHidden
        labels={hours.map(({ hour }) => hourOf(hour))}
        openFrom={hours.length - 1}
        series={[
          { key: 'accepted', label: 'Accepted', tone: 'accent', values: hours.map((hour) => hour.accepted) },
          { key: 'refused', label: 'Not taken', tone: 'warn', values: hours.map(refused) },
        ]}
      />
    </Section>
  )
}

function Reasons({ overview: { reasons } }: { overview: Overview }) {
  return (
    <Section title="Why some were not taken" flush>
      <ul className="divide-y">
        {reasons.map(({ outcome, reason, detail, events }) => (
          <li key={`${outcome}${reason}`} className="flex items-baseline gap-3 px-4 py-2">
            <span className="num w-14 shrink-0 text-right font-medium">{formatCount(events)}</span>
            <span className="w-20 shrink-0">
              <Badge tone={OUTCOME_WORDS[outcome].tone}>{OUTCOME_WORDS[outcome].label}</Badge>
            </span>
            <span className="min-w-0 text-ink-2">{detail}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const COLUMNS: Column<Refusal>[] = [
  {
    id: 'reason',
    header: 'Reason',
    card: 'title',
    value: (row) => row.detail,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: 100,
    value: (row) => row.outcome,
    cell: (row) => <Badge tone={OUTCOME_WORDS[row.outcome].tone}>{OUTCOME_WORDS[row.outcome].label}</Badge>,
  },
  {
    id: 'event',
    header: 'Event',
    value: (row) => row.name ?? row.type,
    cell: (row) => row.name ?? row.type ?? <span className="text-ink-3">Unreadable</span>,
  },
  {
    id: 'message',
    header: 'messageId',
    card: 'hidden',
    value: (row) => row.messageId,
    cell: (row) => row.messageId && <code className="font-mono text-xs break-all">{row.messageId}</code>,
  },
  {
    id: 'at',
    header: 'When',
    align: 'right',
    width: 120,
    value: (row) => instant(row.recordedAt),
  },
]

function Refusals({ rows }: { rows: readonly Refusal[] }) {
  return (
    <Section title="Last refused" description="The newest 20, without what they said." plain>
      <DataTable
        caption="Events that were refused"
        rows={rows}
        columns={COLUMNS}
        rowId={(row) => row.id}
        csv="refused-events"
        empty={<p className="p-4 text-center text-ink-3">Nothing was refused.</p>}
      />
    </Section>
  )
}

function SetAside({ overview: { setAside } }: { overview: Overview }) {
  const may = useMay('intake.change')
  const retry = useMutate(retrySetAside, { invalidates: [showIntake], done: 'Tried once more' })
  const [first] = setAside
  return (
    <Banner
      tone="bad"
      title={`${setAside.length === 50 ? '50 or more' : setAside.length} accepted events could not be worked on`}
      action={
        may && (
          <Button size="sm" busy={retry.isPending} onClick={() => retry.mutate({})}>
            Try again
          </Button>
        )
      }
    >
      They are kept and hold nothing up. Newest: {first?.name ?? first?.type}, {first?.reason}
    </Banner>
  )
}
