import {
  Badge,
  Button,
  ErrorState,
  formatDate,
  Link,
  Section,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { handOffCounts, handOffsOfLead, listHandOffs, offerLead, readHandOff } from '../contract.ts'
import { Contest, DisputeBadge } from './contest.tsx'
import { type HandOffItem, isOpen } from './data.ts'
import { Due } from './due.tsx'
import { STATE_WORDS } from './words.ts'

/** On the page of a lead: who has it, how its clock stands, and what became of earlier hand-offs. */
export function LeadHandOff({ personId }: { personId: string }) {
  const { data, error } = useOperation(handOffsOfLead, { personId })
  if (error) return <ErrorState compact error={error} />
  const [latest, ...earlier] = data?.items ?? []
  return (
    <Section title="Hand-off">
      {!data && <p className="text-ink-3">Loading</p>}
      {data && !latest && <NotOffered personId={personId} waits={data.waits} />}
      {latest && <Latest item={latest} />}
      {earlier.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 border-t pt-2 text-xs text-ink-3">
          {earlier.map((item) => (
            <li key={item.id} className="flex justify-between gap-3">
              <span className="truncate">
                {STATE_WORDS[item.state].name}
                {item.reason && `: ${item.reason.name}`}
                {item.sellerName && ` · ${item.sellerName}`}
              </span>
              <span className="num shrink-0">{formatDate(item.stateAt)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Latest({ item }: { item: HandOffItem }) {
  const state = STATE_WORDS[item.state]
  const rejected = item.state === 'rejected'
  const { data } = useOperation(readHandOff, { handOffId: item.id }, { enabled: rejected })
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={state.tone}>{state.name}</Badge>
        {isOpen(item) && <Due item={item} />}
        {data?.dispute && <DisputeBadge outcome={data.dispute.outcome} />}
      </p>
      <p className="text-ink-2">
        {item.sellerName ? `With ${item.sellerName}` : 'With nobody yet'}
        {item.reason && `. ${item.reason.name}`}
      </p>
      <p className="text-xs text-pretty text-ink-3">{item.why}</p>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <Link href={`/handoffs?view=all&group=${isOpen(item) ? 'open' : 'closed'}&open=${item.id}`}>
          Open the hand-off
        </Link>
        {rejected && data?.dispute === null && <Contest handOffId={item.id} personName={item.personName} />}
      </div>
    </div>
  )
}

function NotOffered({ personId, waits }: { personId: string; waits: boolean }) {
  const may = useMay('handoff.work')
  const mayTry = useMay('routing.read')
  const offer = useMutate(offerLead, {
    invalidates: [handOffsOfLead, listHandOffs, handOffCounts],
    done: ({ sellerName }) => (sellerName ? `Offered to ${sellerName}` : 'Offered; the rules found nobody'),
  })
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-ink-3">
        {waits
          ? 'Qualified, and nobody has been asked yet.'
          : 'Nobody has been asked: it does not stand at the stage that is handed over.'}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        {waits && may && (
          <Button size="sm" busy={offer.isPending} onClick={() => offer.mutate({ personId })}>
            Route now
          </Button>
        )}
        {mayTry && <Link href={`/routing?try=${personId}`}>Who would get it</Link>}
      </div>
    </div>
  )
}
