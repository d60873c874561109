import type { Tone } from '#platform/ui/index.ts'
import type { AttemptKind, HandOffState } from '../rules/states.ts'

/** What is written for what stands in the records. */

export const STATE_WORDS: Record<HandOffState, { name: string; tone: Tone }> = {
  offered: { name: 'Offered', tone: 'accent' },
  accepted: { name: 'Accepted', tone: 'sales' },
  working: { name: 'Working', tone: 'sales' },
  qualified: { name: 'Converted', tone: 'good' },
  rejected: { name: 'Rejected', tone: 'bad' },
  expired: { name: 'Expired', tone: 'warn' },
  reassigned: { name: 'Passed on', tone: 'neutral' },
  recycled: { name: 'Recycled', tone: 'warn' },
  disqualified: { name: 'Disqualified', tone: 'bad' },
}

/** Attempts in the order of their digit keys. */
export const ATTEMPTS: readonly { kind: AttemptKind; name: string; hint: string; said: string }[] = [
  { kind: 'call', name: 'Called, no answer', hint: 'Stops the response clock', said: 'Call logged' },
  {
    kind: 'call_connected',
    name: 'Spoke on the phone',
    hint: 'A two-way contact',
    said: 'Conversation logged',
  },
  {
    kind: 'email_sent',
    name: 'Wrote a personal e-mail',
    hint: 'Stops the response clock',
    said: 'E-mail logged',
  },
  { kind: 'meeting', name: 'Met', hint: 'In person or on a screen', said: 'Meeting logged' },
  { kind: 'social', name: 'Wrote on a network', hint: 'LinkedIn and the like', said: 'Message logged' },
  { kind: 'note', name: 'Note only', hint: 'Stops no clock', said: 'Note saved' },
]

export const REASON_LISTS = {
  reject: {
    title: 'Reject this lead',
    verb: 'Reject',
    said: 'Rejected',
    hint: 'It goes back to marketing with your reason.',
  },
  recycle: {
    title: 'Right, but not now',
    verb: 'Recycle',
    said: 'Recycled',
    hint: 'Marketing keeps in touch; when it qualifies again it comes back to you.',
  },
  disqualify: { title: 'Never', verb: 'Disqualify', said: 'Disqualified', hint: 'The lead ends here.' },
} as const
export type ReasonList = keyof typeof REASON_LISTS

/** Every question for a reason: those about a hand-off, and the one about a lead that has ended. */
export const REASON_QUESTIONS = {
  ...REASON_LISTS,
  reopen: {
    title: 'Reopen this lead',
    verb: 'Reopen',
    hint: 'It begins the next cycle at the first stage, and can qualify again.',
  },
} as const
