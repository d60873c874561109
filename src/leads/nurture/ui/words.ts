import { durationInWords } from '#agreement/document/rules/durations.ts'
import { readMessage } from '#agreement/document/rules/track-message.ts'
import type { Tone } from '#platform/ui/index.ts'
import type { Enrolment, Message, Suppressed } from '../contract.ts'

export const BECAUSE_WORDS: Record<NonNullable<Enrolment['endedBecause']>, string> = {
  completed: 'Came to the end',
  qualified_again: 'Qualified again',
  taken_back: 'Taken back by sales',
  opportunity: 'Opportunity opened',
  converted: 'Converted',
  disqualified: 'Disqualified',
  unsubscribed: 'Unsubscribed',
  bounced: 'Address does not work',
  exit_rule: 'Exit rule of the track',
  moved: 'Moved to another track',
  stopped: 'Stopped by hand',
  no_address: 'No address',
  gone: 'Merged into another record',
}

export const STATE_WORDS: Record<Message['state'], { label: string; tone: Tone }> = {
  queued: { label: 'Waiting', tone: 'neutral' },
  sending: { label: 'In hand', tone: 'accent' },
  sent: { label: 'Sent', tone: 'good' },
  unknown: { label: 'Unknown', tone: 'warn' },
  refused: { label: 'Refused', tone: 'bad' },
  stopped: { label: 'Not sent', tone: 'neutral' },
}

export const REASON_WORDS: Record<Suppressed['reason'], string> = {
  unsubscribed: 'Unsubscribed',
  bounced: 'Address does not work',
  complained: 'Complained',
  asked: 'Asked to be left alone',
  by_hand: 'Entered by hand',
}

/** A subject without its marks: each placeholder as it reads when nothing is known. */
export const subjectWords = (subject: string) =>
  readMessage(subject)
    .pieces.map((piece) =>
      piece.is === 'text'
        ? piece.text
        : piece.is === 'placeholder'
          ? piece.otherwise || `[${piece.name}]`
          : '',
    )
    .join('')

/** `after 3 days and 1 hour`, `at once`. */
export const waitWords = (wait: string | null) =>
  wait === null ? 'at once' : `after ${wait.split(' + ').map(durationInWords).join(' and ')}`
