import { z } from 'zod'
import {
  Badge,
  type Column,
  cx,
  DataTable,
  formatDate,
  formatExact,
  instant,
  Switch,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { leadHistory } from '../contract.ts'
import type { LeadMove } from '../schema.ts'
import { StageBadge } from './stage-badge.tsx'
import { actorWords, pointsWords } from './words.ts'

const Search = z.object({ voided: z.boolean().default(false) })

/** Every move of one person between stages; on request also those that were taken back. */
export function LeadStages({ personId }: { personId: string }) {
  const [{ voided }, setSearch] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(leadHistory, { personId })
  const items = data?.items ?? []
  const takenBack = items.filter((move) => move.voidedAt !== null).length
  return (
    <DataTable
      caption="Moves between stages"
      rows={voided ? items : items.filter((move) => move.voidedAt === null)}
      columns={COLUMNS}
      rowId={(move) => move.id}
      loading={isPending}
      error={error}
      onRetry={() => void refetch()}
      csv="stage-history"
      toolbar={
        takenBack > 0 && (
          <Switch
            label={`Show what was taken back (${takenBack})`}
            checked={voided}
            onChange={(checked) => setSearch({ voided: checked })}
          />
        )
      }
      empty={<p className="px-4 py-6 text-center text-ink-3">This person has entered no stage yet.</p>}
    />
  )
}

const moverWords = ({ actorKind, actor, actorName }: LeadMove) => actorWords(actorKind, actor, actorName)

const COLUMNS: Column<LeadMove>[] = [
  {
    id: 'stage',
    header: 'Stage',
    card: 'title',
    value: (move) => move.toStageName,
    cell: (move) => (
      <span
        className={cx('inline-flex flex-wrap items-center gap-2', move.voidedAt !== null && 'opacity-60')}
      >
        <StageBadge stage={move.toStage} name={move.toStageName} />
        {move.inferred && <Badge>Inferred</Badge>}
        {move.voidedAt !== null && <Badge tone="warn">Taken back {formatDate(move.voidedAt)}</Badge>}
      </span>
    ),
  },
  {
    id: 'when',
    header: 'Entered',
    width: 120,
    value: (move) => instant(move.occurredAt),
    cell: (move) => (
      <time
        title={formatExact(move.occurredAt)}
        dateTime={new Date(move.occurredAt).toISOString()}
        className="num whitespace-nowrap"
      >
        {formatDate(move.occurredAt)}
      </time>
    ),
  },
  {
    id: 'cycle',
    header: 'Cycle',
    align: 'right',
    width: 68,
    value: (move) => move.cycle,
    cell: (move) => move.cycle,
  },
  {
    id: 'by',
    header: 'Because',
    width: 320,
    value: (move) => [moverWords(move), move.reasonName].filter(Boolean).join(': '),
    cell: (move) => (
      <span className="text-ink-2">
        {moverWords(move)}
        {move.reasonName && <span className="block text-ink">{move.reasonName}</span>}
      </span>
    ),
  },
  {
    id: 'fit',
    header: 'Fit then',
    align: 'right',
    width: 84,
    value: (move) => move.fit,
    cell: (move) => pointsWords(move.fit),
  },
  {
    id: 'engagement',
    header: 'Engagement then',
    align: 'right',
    width: 130,
    value: (move) => move.engagement,
    cell: (move) => pointsWords(move.engagement),
  },
  {
    id: 'version',
    header: 'Agreement',
    align: 'right',
    width: 92,
    card: 'hidden',
    value: (move) => move.agreementVersion,
    cell: (move) => `v${move.agreementVersion}`,
  },
]
