import { Route } from 'lucide-react'
import { durationInWords } from '#agreement/document/rules/durations.ts'
import { Badge, Card, EmptyState, ErrorState, formatCount, Link, Loading } from '#platform/ui/index.ts'
import type { Track } from '../contract.ts'
import { MessagePreview } from './message-preview.tsx'
import { BECAUSE_WORDS, subjectWords, waitWords } from './words.ts'

export function TracksTab({
  tracks,
  isPending,
  error,
  onRetry,
}: {
  tracks: readonly Track[]
  isPending: boolean
  error: unknown
  onRetry: () => void
}) {
  if (isPending) return <Loading lines={10} label="Loading tracks" />
  if (error) return <ErrorState error={error} onRetry={onRetry} />
  if (tracks.length === 0) {
    return (
      <EmptyState icon={Route} title="No tracks">
        The agreement names the tracks that recycled leads go to.
      </EmptyState>
    )
  }
  return (
    <ul className="flex flex-col gap-4">
      {tracks.map((track) => (
        <li key={track.key}>
          <TrackCard track={track} />
        </li>
      ))}
    </ul>
  )
}

function TrackCard({ track }: { track: Track }) {
  const left = track.left.reduce((sum, { people }) => sum + people, 0)
  return (
    <Card>
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-base font-semibold">{track.name}</h2>
        <p className="text-sm text-ink-2">
          <Link href={`/nurture?tab=people&track=${track.key}`}>
            <span className="num">{formatCount(track.present)}</span> on it now
          </Link>
          {' · '}
          <Link quiet href={`/nurture?tab=people&track=${track.key}&people=left`}>
            <span className="num">{formatCount(left)}</span> left
          </Link>
        </p>
      </header>
      <p className="mt-0.5 max-w-prose text-xs text-ink-3">{aboutTrack(track)}</p>
      {track.steps.length === 0 ? (
        <p className="mt-3 text-sm text-ink-3">No messages: people on it only wait.</p>
      ) : (
        <ol className="mt-3 flex flex-col">
          {track.steps.map((step) => (
            <Step key={step.key} track={track} step={step} />
          ))}
        </ol>
      )}
      {track.left.length > 0 && (
        <p className="mt-3 flex flex-wrap gap-1.5">
          {track.left.map(({ because, people }) => (
            <Badge
              key={because}
              tone={because === 'qualified_again' || because === 'opportunity' ? 'good' : 'neutral'}
            >
              {BECAUSE_WORDS[because]} <span className="num">{formatCount(people)}</span>
            </Badge>
          ))}
        </p>
      )}
    </Card>
  )
}

function aboutTrack({ reasons, resumeAfter, sendWithin, exitWhen }: Track): string {
  const parts = [
    reasons.length > 0 ? `For: ${reasons.join(', ')}.` : 'For nobody by itself.',
    sendWithin ? `Sent in the hours of ${sendWithin}.` : '',
    resumeAfter ? `Looked at again after ${durationInWords(resumeAfter)}.` : '',
    exitWhen ? `Ends early when ${exitWhen}.` : '',
  ]
  return parts.filter(Boolean).join(' ')
}

function Step({ track, step }: { track: Track; step: Track['steps'][number] }) {
  const numbers = [
    { label: 'waiting', value: step.queued, always: false },
    { label: 'sent', value: step.sent, always: true },
    { label: 'followed a link', value: step.clicked, always: false },
    { label: 'unknown', value: step.unknown, always: false },
    { label: 'refused', value: step.refused, always: false },
  ].filter(({ value, always }) => always || value > 0)
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t py-2 first:border-t-0">
      <span className="w-40 shrink-0 text-xs text-ink-3 max-sm:w-full">{waitWords(step.waitBefore)}</span>
      <span className="min-w-0 flex-1 basis-60">
        <MessagePreview track={track.key} step={step.key} subject={subjectWords(step.subject)} />
      </span>
      <span className="text-xs text-ink-2">
        {numbers.map(({ label, value }, index) => (
          <span key={label}>
            {index > 0 && ' · '}
            <span className="num">{formatCount(value)}</span> {label}
          </span>
        ))}
      </span>
    </li>
  )
}
