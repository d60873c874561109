import { ShieldCheck } from 'lucide-react'
import {
  Badge,
  Button,
  ConfirmDialog,
  ErrorState,
  formatDate,
  formatExact,
  Loading,
  Section,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { type IdentityJoin, listIdentity, takeBackIdentity } from '../contract.ts'

/** How visits were found to be this person's, each with its evidence, and a way to take it back. */
export function HowWeKnow({ personId }: { personId: string }) {
  const { data, error, isPending, refetch } = useOperation(listIdentity, { personId })
  const items = data?.items ?? []
  return (
    <Section title="How we know" flush>
      {isPending && <Loading lines={2} label="Loading the evidence" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && items.length === 0 && (
        <p className="px-4 py-3 text-ink-3">No visits of the website were recognised as this person's.</p>
      )}
      <ul>
        {items.map((join) => (
          <Join key={join.id} join={join} />
        ))}
      </ul>
    </Section>
  )
}

function Join({ join }: { join: IdentityJoin }) {
  const may = useMay('record.change')
  const takeBack = useMutate(takeBackIdentity, {
    invalidates: [listIdentity],
    done: 'Taken back: the visits leave this person',
  })
  const isOver = join.takenBackAt !== null
  return (
    <li className="flex flex-col gap-1 border-b px-4 py-2.5 last:border-b-0">
      <span className="flex flex-wrap items-center gap-1.5">
        <span className={isOver ? 'text-ink-3 line-through' : 'font-medium'}>
          {join.matchedBy === 'email' ? 'E-mail address' : 'User id'}
        </span>
        {join.proven ? (
          <Badge tone="good" icon={ShieldCheck}>
            Proven
          </Badge>
        ) : (
          <Badge>Claimed</Badge>
        )}
        {join.sharedDevice && <Badge tone="warn">Shared device</Badge>}
        {isOver && <Badge tone="warn">Taken back {formatDate(join.takenBackAt!)}</Badge>}
      </span>
      <span className="break-all text-xs text-ink-2">{join.matched}</span>
      <span className="text-xs text-ink-3">
        {extentOf(join)}{' '}
        <time title={formatExact(join.occurredAt)} dateTime={new Date(join.occurredAt).toISOString()}>
          {formatDate(join.occurredAt)}
        </time>
        {join.filled.length > 0 && ` · filled ${join.filled.join(', ').replaceAll('_', ' ')}`}
      </span>
      <span className="flex items-center justify-between gap-2">
        <span
          className="truncate text-xs text-ink-3"
          title={`Visitor ${join.anonymousId}, event ${join.messageId}`}
        >
          Visitor {join.anonymousId.slice(0, 13)}
        </span>
        {may && !isOver && (
          <ConfirmDialog
            trigger={
              <Button size="sm" variant="quiet" disabled={takeBack.isPending}>
                Take back
              </Button>
            }
            title="These visits are somebody else's?"
            description="What this visitor did leaves the person, scores and stages are computed anew, and fields that it filled are empty again. Visits that name the person themselves stay."
            confirm="Take back"
            busy={takeBack.isPending}
            onConfirm={() => takeBack.mutate({ id: join.id })}
          />
        )}
      </span>
    </li>
  )
}

function extentOf({ bringsHistory, sharedDevice }: IdentityJoin): string {
  if (bringsHistory) return 'Everything this visitor did, known since'
  return sharedDevice ? 'What happened there since' : 'Since'
}
