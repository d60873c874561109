import { ArrowLeft, Hand } from 'lucide-react'
import { useEffect } from 'react'
import { Badge, Button, ErrorState, Link, Loading, MailLink, useOperation } from '#platform/ui/index.ts'
import { readLead } from '../../lifecycle/contract.ts'
import { PhoneLink } from '../../lifecycle/ui/index.ts'
import { readHandOff } from '../contract.ts'
import { ActionBar } from './action-bar.tsx'
import type { HandOff } from './data.ts'
import { Due } from './due.tsx'
import { FollowUp } from './follow-up.tsx'
import type { RecordActions } from './record-actions.ts'
import { RecordAside } from './record-aside.tsx'
import { fetchDialogs } from './record-dialogs.tsx'
import { Clocks, Happened, Read, Why } from './record-parts.tsx'
import { useIsOwn } from './use-own.ts'
import type { Work } from './use-work.ts'
import { STATE_WORDS } from './words.ts'

/** One hand-off in full: why, until when, what to do next, and everything one wants to know before the call. */
export function HandOffRecord({
  handOffId,
  shown,
  actions,
  onBack,
}: {
  handOffId: string
  /** as what is under way leaves it */
  shown: Work['shown']
  actions: RecordActions
  /** back to the list, where the record stands alone */
  onBack: (() => void) | undefined
}) {
  const {
    data: answer,
    error,
    isPending,
    refetch,
  } = useOperation(readHandOff, { handOffId }, { keep: false })
  const data = answer && shown(answer)
  const lead = useOperation(
    readLead,
    { personId: data?.personId ?? '' },
    { keep: false, enabled: data !== undefined },
  )
  useEffect(() => {
    // before the first key asks for one, so that the digit typed after it is not lost
    const timer = setTimeout(fetchDialogs, 400)
    return () => clearTimeout(timer)
  }, [])
  if (isPending)
    return (
      <div className="p-5">
        <Loading lines={10} label="Loading the hand-off" />
      </div>
    )
  if (error || !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <article aria-label={data.personName} className="@container flex min-h-0 flex-1 flex-col">
      <Head handOff={data} phone={lead.data?.phone ?? null} onBack={onBack} />
      {!onBack && <ActionBar handOff={data} actions={actions} />}
      <div key={data.id} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-6 px-5 py-4 @3xl:grid-cols-[minmax(0,1fr)_17rem]">
          <div className="flex min-w-0 flex-col gap-6">
            <Why handOff={data} />
            <Clocks handOff={data} onResume={actions.resume} />
            <FollowUp handOff={data} onLog={actions.log} />
            <Read handOff={data} />
            <Happened handOff={data} />
          </div>
          <RecordAside handOff={data} lead={lead.data} error={lead.error} />
        </div>
      </div>
      {onBack && <ActionBar handOff={data} actions={actions} foot />}
    </article>
  )
}

function Head({
  handOff,
  phone,
  onBack,
}: {
  handOff: HandOff
  phone: string | null
  onBack: (() => void) | undefined
}) {
  const state = STATE_WORDS[handOff.state]
  return (
    <header className="flex items-start gap-2 px-5 pt-3.5 pb-2 max-lg:pl-2">
      {onBack && (
        <Button
          variant="quiet"
          icon={ArrowLeft}
          aria-label="Back to the list"
          onClick={onBack}
          className="!px-2.5"
        />
      )}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h2 className="min-w-0 text-lg font-semibold tracking-[-0.01em]">
            <Link quiet href={`/leads/${handOff.personId}`}>
              {handOff.personName}
            </Link>
          </h2>
          <Badge tone={state.tone}>{state.name}</Badge>
          {handOff.handRaise && (
            <Badge tone="marketing" icon={Hand}>
              Raised a hand
            </Badge>
          )}
          <Due item={handOff} />
        </div>
        <p className="text-ink-2">
          <Who handOff={handOff} phone={phone} />
        </p>
      </div>
    </header>
  )
}

function Who({ handOff, phone }: { handOff: HandOff; phone: string | null }) {
  const isOwn = useIsOwn(handOff)
  const role = [handOff.jobTitle, handOff.accountName].filter(Boolean).join(' at ')
  return (
    <>
      {role || 'Nothing known about role or company'}
      {handOff.email && (
        <>
          {' · '}
          <MailLink address={handOff.email} />
        </>
      )}
      {phone && (
        <>
          {' · '}
          <PhoneLink number={phone} />
        </>
      )}
      {!isOwn && <> · {handOff.sellerName ? `with ${handOff.sellerName}` : 'with nobody yet'}</>}
    </>
  )
}
