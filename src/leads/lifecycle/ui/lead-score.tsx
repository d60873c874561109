import { z } from 'zod'
import {
  Banner,
  type Column,
  DataTable,
  ErrorState,
  Field,
  Figure,
  FigureRow,
  formatDate,
  formatExact,
  Input,
  instant,
  Loading,
  Section,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { explainScore, type LeadScore } from '../contract.ts'
import { pointsWords, touchWords } from './words.ts'

const Search = z.object({ on: z.iso.date().or(z.literal('')).default('') })

/** The end of a day in the reader's zone, or nothing for now. */
function endOf(day: string): number | undefined {
  return day === '' ? undefined : new Date(`${day}T23:59:59.999`).getTime()
}

/** Both scores of one person with every point explained, now or at the end of an earlier day. */
export function LeadScoreTab({ personId }: { personId: string }) {
  const [{ on }, setSearch] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(explainScore, { personId, at: endOf(on) })
  return (
    <div className="flex flex-col gap-6">
      <Field label="As of the end of" className="no-print self-start">
        <Input type="date" value={on} onChange={(value) => setSearch({ on: value })} className="w-40" />
      </Field>
      {data && <Summary score={data} />}
      {isPending && <Loading lines={8} label="Counting points" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <Points score={data} />}
    </div>
  )
}

function Summary({ score }: { score: LeadScore }) {
  return (
    <FigureRow>
      <Figure label="Grade" term="grade" value={score.grade} />
      <Figure label="Fit" term="fit" value={pointsWords(score.fit)} />
      <Figure label="Engagement" term="engagement" value={pointsWords(score.engagement)} />
    </FigureRow>
  )
}

function Points({ score }: { score: LeadScore }) {
  return (
    <>
      <p className="text-xs text-ink-3">
        As of {formatExact(score.at)}, under agreement version {score.agreementVersion}.
        {score.countedAfter !== null &&
          ` Cycle ${score.cycle} ended the earlier one on ${formatDate(score.countedAfter)}; what came before no longer counts.`}
      </p>
      {score.excludedBy && (
        <Banner tone="warn" title="Excluded by the agreement">
          The points are counted all the same, but this person never qualifies.
        </Banner>
      )}
      <Section
        plain
        title={`Engagement: ${pointsWords(score.engagement)} points`}
        description={`What they did, at most ${pointsWords(score.engagementLimit)}. The last column, before rounding, adds up to the score.`}
      >
        <DataTable
          caption="Points for engagement"
          rows={score.engagementPoints}
          columns={ENGAGEMENT}
          rowId={(line) => `${line.eventId}${line.rule}`}
          csv="engagement-points"
          sortKey="sort"
          empty={<p className="px-4 py-6 text-center text-ink-3">Nothing has given points in this cycle.</p>}
        />
        {score.unlisted > 0 && (
          <p className="mt-2 text-xs text-ink-3">
            {score.unlisted} further events match a rule and give no points any more.
          </p>
        )}
      </Section>
      <Section
        plain
        title={`Fit: ${pointsWords(score.fit)} points`}
        description={`Who they are, at most ${pointsWords(score.fitLimit)}. It does not fade.`}
      >
        <DataTable
          caption="Points for fit"
          rows={score.fitPoints}
          columns={FIT}
          rowId={(line) => line.rule}
          csv="fit-points"
          empty={
            <p className="px-4 py-6 text-center text-ink-3">No rule about the person or the account holds.</p>
          }
        />
      </Section>
    </>
  )
}

type EngagementLine = LeadScore['engagementPoints'][number]
type FitLine = LeadScore['fitPoints'][number]

const number = (points: number) => <span title={`${points}`}>{pointsWords(points)}</span>
const LIMITS = { rule: 'rule limit', group: 'group limit', axis: 'axis limit' }

/** Why a line gives less than the rule's points. */
function noteOf(line: EngagementLine): string {
  if (line.afterFrequency === 0 && line.rawPoints !== 0) return 'counted already'
  if (line.limitedBy) return LIMITS[line.limitedBy]
  if (line.afterDecay === 0) return 'faded'
  return line.afterDecay === line.rawPoints ? '' : 'fading'
}

const ENGAGEMENT: Column<EngagementLine>[] = [
  {
    id: 'rule',
    header: 'Rule',
    card: 'title',
    value: (line) => line.name,
    cell: (line) => (
      <span className="flex min-w-0 flex-col sm:max-w-80">
        <span>{line.name}</span>
        <span className="truncate text-xs font-normal text-ink-3">
          {[touchWords(line.kind), line.subject].filter(Boolean).join(' · ')}
        </span>
      </span>
    ),
  },
  {
    id: 'when',
    header: 'When',
    width: 120,
    sortable: true,
    value: (line) => instant(line.occurredAt),
    cell: (line) => (
      <time
        title={formatExact(line.occurredAt)}
        dateTime={new Date(line.occurredAt).toISOString()}
        className="num whitespace-nowrap"
      >
        {formatDate(line.occurredAt)}
      </time>
    ),
  },
  {
    id: 'raw',
    header: 'Points',
    align: 'right',
    width: 64,
    value: (line) => line.rawPoints,
    cell: (line) => number(line.rawPoints),
  },
  {
    id: 'frequency',
    header: 'Counted',
    align: 'right',
    width: 72,
    value: (line) => line.afterFrequency,
    cell: (line) => number(line.afterFrequency),
  },
  {
    id: 'decay',
    header: 'Left',
    align: 'right',
    width: 64,
    value: (line) => line.afterDecay,
    cell: (line) => number(line.afterDecay),
  },
  {
    id: 'note',
    header: 'Because',
    width: 104,
    value: noteOf,
    cell: (line) => <span className="text-xs whitespace-nowrap text-ink-3">{noteOf(line)}</span>,
  },
  {
    id: 'points',
    header: 'In the score',
    align: 'right',
    width: 96,
    sortable: true,
    sortFirst: 'desc',
    value: (line) => line.points,
    cell: (line) => (
      <span
        className={line.points < 0 ? 'font-medium text-bad' : line.points > 0 ? 'font-medium' : 'text-ink-3'}
      >
        {number(line.points)}
      </span>
    ),
  },
]

const FIT: Column<FitLine>[] = [
  { id: 'rule', header: 'Rule', card: 'title', value: (line) => line.name, cell: (line) => line.name },
  {
    id: 'group',
    header: 'Group',
    width: 160,
    value: (line) => line.groupName,
    cell: (line) => line.groupName,
  },
  {
    id: 'raw',
    header: 'Points',
    align: 'right',
    width: 84,
    value: (line) => line.rawPoints,
    cell: (line) => number(line.rawPoints),
  },
  {
    id: 'note',
    header: 'Because',
    width: 120,
    value: (line) => (line.limitedBy ? LIMITS[line.limitedBy] : ''),
    cell: (line) => (
      <span className="text-xs text-ink-3">{line.limitedBy ? LIMITS[line.limitedBy] : ''}</span>
    ),
  },
  {
    id: 'points',
    header: 'In the score',
    align: 'right',
    width: 96,
    sortable: true,
    value: (line) => line.points,
    cell: (line) => <span className="font-medium">{number(line.points)}</span>,
  },
]
