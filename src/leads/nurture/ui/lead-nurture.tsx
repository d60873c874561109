import {
  Badge,
  Banner,
  Button,
  ErrorState,
  Loading,
  Menu,
  RelativeTime,
  Section,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { type Enrolment, listEnrolments, nurtureOfLead, startTrack, stopTrack } from '../contract.ts'
import { NextStep } from './next-step.tsx'
import { BECAUSE_WORDS, REASON_WORDS, STATE_WORDS } from './words.ts'

const AFTER = [nurtureOfLead, listEnrolments]

/** The nurture track of a person beside the rest of the lead; nothing for who never was on one and may not be put on one. */
export function LeadNurture({ personId }: { personId: string }) {
  const may = useMay('nurture.change')
  const { data, error, isPending, refetch } = useOperation(nurtureOfLead, { personId }, { keep: false })
  const start = useMutate(startTrack, { invalidates: AFTER, done: 'On the track' })
  const stop = useMutate(stopTrack, {
    invalidates: AFTER,
    done: 'Off the track',
    undo: () => {
      if (present) start.mutate({ personId, track: present.trackKey })
    },
  })
  const [latest] = data?.enrolments ?? []
  const present = latest && latest.endedAt === null ? latest : null
  if (data && !latest && !may) return null
  const others = data?.tracks.filter(({ key }) => key !== present?.trackKey) ?? []
  return (
    <Section
      title="Nurture"
      actions={
        may &&
        data && (
          <>
            {present && (
              <Button size="sm" variant="quiet" onClick={() => stop.mutate({ personId })}>
                Stop
              </Button>
            )}
            <Menu
              trigger={<Button size="sm">{present ? 'Move' : 'Put on a track'}</Button>}
              entries={others.map(({ key, name }) => ({
                label: name,
                onSelect: () => start.mutate({ personId, track: key }),
              }))}
            />
          </>
        )
      }
    >
      {isPending && <Loading lines={3} label="Loading the nurture track" />}
      {error && <ErrorState compact error={error} onRetry={() => void refetch()} />}
      {data?.suppressed && (
        <div className="mb-3">
          <Banner tone="warn" title="Nothing is sent to this address">
            {REASON_WORDS[data.suppressed as keyof typeof REASON_WORDS]}
          </Banner>
        </div>
      )}
      {data && <Standing enrolment={latest} />}
      {data && data.messages.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1.5 border-t pt-3 text-sm">
          {data.messages.map((message) => (
            <li key={message.id} className="flex flex-wrap items-baseline gap-x-2">
              <Badge tone={STATE_WORDS[message.state].tone}>{STATE_WORDS[message.state].label}</Badge>
              <span className="min-w-0 flex-1 break-words">{message.subject ?? message.stepKey}</span>
              <span className="text-xs text-ink-3">
                <RelativeTime at={message.doneAt ?? message.queuedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Standing({ enrolment }: { enrolment: Enrolment | undefined }) {
  if (!enrolment) return <p className="text-sm text-ink-3">Not on a track.</p>
  const { trackName, step, steps, nextStepAt, endedAt, endedBecause } = enrolment
  if (endedAt !== null) {
    return (
      <p className="text-sm text-ink-2">
        Left {trackName} <RelativeTime at={endedAt} />:{' '}
        {endedBecause && BECAUSE_WORDS[endedBecause].toLowerCase()}.
      </p>
    )
  }
  return (
    <p className="text-sm">
      <span className="font-medium">{trackName}</span>
      <span className="text-ink-2">
        , {step} of {steps} messages behind them.{' '}
        {nextStepAt === null ? (
          'A message is on its way.'
        ) : (
          <>
            Next step <NextStep at={nextStepAt} />.
          </>
        )}
      </span>
    </p>
  )
}
