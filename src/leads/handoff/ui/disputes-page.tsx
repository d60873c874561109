import { Gavel, Scale } from 'lucide-react'
import { useState } from 'react'
import {
  Button,
  Dialog,
  EmptyState,
  ErrorState,
  Field,
  Link,
  Loading,
  LoadMore,
  RadioGroup,
  RelativeTime,
  Textarea,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { listDisputes, listHandOffs, readHandOff, settleDispute } from '../contract.ts'
import { AreaPage } from './area-page.tsx'
import { DisputeBadge } from './contest.tsx'
import type { Dispute } from './data.ts'

/** Rejections that marketing contests, for the meeting of both leaders. */
export default function DisputesPage() {
  const list = useList(listDisputes, { limit: 100 })
  const [settling, setSettling] = useState<Dispute | null>(null)
  const { items } = list
  const open = items.filter(({ outcome }) => outcome === 'open')
  const settled = items.filter(({ outcome }) => outcome !== 'open')
  return (
    <AreaPage
      here="/handoffs/disputes"
      title="Contested rejections"
      description="What marketing thinks was a good lead all the same. Both leaders settle it; their answer is final."
    >
      {list.isPending && <Loading lines={6} label="Loading" />}
      {list.error !== null && <ErrorState error={list.error} onRetry={list.retry} />}
      {!list.isPending && list.error === null && items.length === 0 && (
        <EmptyState icon={Scale} title="Nothing is contested">
          Marketing contests a rejection on the page of the campaign or of the lead.
        </EmptyState>
      )}
      <div className="flex max-w-3xl flex-col gap-6">
        <List title="Open" items={open} onSettle={setSettling} />
        <List title="Settled" items={settled} />
        {items.length > 0 && (
          <LoadMore
            shown={items.length}
            hasMore={list.hasMore}
            busy={list.loadingMore}
            onLoadMore={list.loadMore}
          />
        )}
      </div>
      {settling && <Settle dispute={settling} onClose={() => setSettling(null)} />}
    </AreaPage>
  )
}

function List({
  title,
  items,
  onSettle,
}: {
  title: string
  items: readonly Dispute[]
  onSettle?: (dispute: Dispute) => void
}) {
  const may = useMay('handoff.settle')
  if (items.length === 0) return null
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-sm font-semibold">{title}</h2>
      <ul className="flex flex-col rounded-lg border bg-surface wrap-anywhere">
        {items.map((dispute) => (
          <li key={dispute.id} className="flex flex-col gap-1.5 border-b px-4 py-3 last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link quiet href={`/leads/${dispute.personId}`} className="font-medium">
                {dispute.personName}
              </Link>
              {dispute.accountName && <span className="text-xs text-ink-3">{dispute.accountName}</span>}
              <DisputeBadge outcome={dispute.outcome} />
              <span className="ml-auto text-xs text-ink-3">
                <RelativeTime at={dispute.settledAt ?? dispute.raisedAt} />
              </span>
            </div>
            <Said
              who="Sales"
              text={[dispute.reason?.name, dispute.rejectionNote].filter(Boolean).join(': ')}
            />
            <Said who={dispute.raisedBy} text={dispute.note} />
            {dispute.answer && <Said who="Answer" text={dispute.answer} />}
            {may && onSettle && (
              <Button size="sm" icon={Gavel} className="mt-1 self-start" onClick={() => onSettle(dispute)}>
                Settle
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Said({ who, text }: { who: string; text: string }) {
  return (
    <p className="flex gap-3">
      <span className="w-24 shrink-0 truncate text-xs leading-5 text-ink-3">{who}</span>
      <span className="min-w-0 whitespace-pre-line text-ink-2">{text || 'No reason was given'}</span>
    </p>
  )
}

type Outcome = 'upheld' | 'overturned'

function Settle({ dispute, onClose }: { dispute: Dispute; onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>('upheld')
  const [answer, setAnswer] = useState('')
  const send = useMutate(settleDispute, {
    invalidates: [listDisputes, listHandOffs, readHandOff],
    done: outcome === 'upheld' ? 'Settled: the rejection stands' : 'Settled: the lead is offered again',
    onDone: onClose,
  })
  return (
    <Dialog
      size="sm"
      title={`Settle: ${dispute.personName}`}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={send.isPending}
            disabled={answer.trim() === ''}
            onClick={() => send.mutate({ disputeId: dispute.id, outcome, answer: answer.trim() })}
          >
            Settle
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RadioGroup<Outcome>
          label="Outcome"
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'upheld', label: 'The rejection stands', hint: 'It was no good lead for sales' },
            { value: 'overturned', label: 'It was a good lead', hint: 'It is offered again at once' },
          ]}
        />
        <Field label="Answer" hint="Both teams read it">
          <Textarea rows={3} maxLength={2_000} value={answer} onChange={setAnswer} />
        </Field>
      </div>
    </Dialog>
  )
}
